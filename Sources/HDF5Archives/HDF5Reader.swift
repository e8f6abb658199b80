internal import CHDF5
internal import Foundation

/// An HDF5 file open for reading.
///
/// Paths of datasets are given from the root with `/` between groups: `"geometry/positions"`. The file is
/// closed when the reader goes. Readers may be used from several threads; calls wait for one another, as the
/// HDF5 library demands.
public final class HDF5Reader: Sendable {
    /// The path of the file.
    public let path: String
    let file: hid_t

    /// Opens a file.
    ///
    /// - Throws: `noSuchFile`, `cannotOpen`, `notHDF5` or `damaged`.
    public init(opening path: String) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        self.path = path
        try Self.checkReadable(path)
        guard H5Fis_hdf5(path) > 0 else {
            throw .notHDF5(file: path, bytes: Self.size(path))
        }
        file = H5Fopen(path, aufbau_h5_read_only(), 0)
        if file < 0 {
            let reason = HDF5Library.reason()
            throw reason.contains("unable to lock")
                ? .cannotOpen(file: path, reason: "another program is writing it (\(reason))")
                : .damaged(file: path, reason: reason)
        }
    }

    deinit {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        if file >= 0 { H5Fclose(file) }
    }

    private static func checkReadable(_ path: String) throws(HDF5Error) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw .noSuchFile(file: path)
        }
        if isDirectory.boolValue { throw .cannotOpen(file: path, reason: "it is a folder") }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw .cannotOpen(file: path, reason: "permission denied")
        }
    }

    private static func size(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}

/// What a dataset holds: its element type and its shape.
public struct HDF5Description: Equatable, Sendable {
    /// The type of the elements.
    public let type: HDF5ElementType
    /// The extent of each dimension; empty for a single value.
    public let shape: [Int]
}

extension HDF5Reader {
    /// Whether a dataset or group of that path exists.
    public func contains(_ object: String) -> Bool {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        var prefix = ""
        // The library asks for every step of the way to exist before the last may be asked about.
        for name in object.split(separator: "/") {
            prefix += "/" + name
            if H5Lexists(file, prefix, 0) <= 0 || H5Oexists_by_name(file, prefix, 0) <= 0 { return false }
        }
        return true
    }

    /// The paths of all datasets of the file, in the order of their names.
    public func datasets() -> [String] {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        var found: [String] = []
        collect(in: "", depth: 0, into: &found)
        return found.sorted()
    }

    // Groups can contain themselves through links, so the descent has a bottom.
    private func collect(in group: String, depth: Int, into found: inout [String]) {
        guard depth < 16 else { return }
        for name in names(inGroup: group) {
            let path = group.isEmpty ? name : "\(group)/\(name)"
            let object = H5Oopen(file, path, 0)
            guard object >= 0 else { continue }
            let kind = H5Iget_type(object)
            H5Oclose(object)
            if kind == H5I_DATASET { found.append(path) }
            if kind == H5I_GROUP { collect(in: path, depth: depth + 1, into: &found) }
        }
    }

    /// The names directly inside a group (the root group for an empty path), in order; empty if there is none.
    public func names(inGroup path: String) -> [String] {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let group = H5Gopen2(file, path.isEmpty ? "/" : path, 0)
        guard group >= 0 else { return [] }
        defer { H5Gclose(group) }
        var info = H5G_info_t()
        guard H5Gget_info(group, &info) >= 0 else { return [] }
        return (0..<info.nlinks).compactMap { Self.name(of: $0, in: group) }
    }

    private static func name(of index: hsize_t, in group: hid_t) -> String? {
        let length = H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, 0)
        guard length > 0 else { return nil }
        var text = [CChar](repeating: 0, count: length + 1)
        guard H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, index, &text, text.count, 0) > 0 else {
            return nil
        }
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The element type and shape of a dataset.
    ///
    /// - Throws: `missing`, or `wrongType` for a group.
    public func describe(_ dataset: String) throws(HDF5Error) -> HDF5Description {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let identifier = try openDataset(dataset)
        defer { H5Dclose(identifier) }
        return try describe(identifier, dataset)
    }

    /// Opens a dataset; the caller closes it.
    func openDataset(_ dataset: String) throws(HDF5Error) -> hid_t {
        guard contains(dataset), !dataset.isEmpty else {
            throw .missing(file: path, object: dataset, present: datasets())
        }
        let object = H5Oopen(file, dataset, 0)
        guard object >= 0 else {
            throw .unreadable(file: path, object: dataset, reason: HDF5Library.reason())
        }
        if H5Iget_type(object) == H5I_DATASET { return object }
        H5Oclose(object)
        throw .wrongType(file: path, object: dataset, found: "a group", expected: "a dataset")
    }

    func describe(_ identifier: hid_t, _ dataset: String) throws(HDF5Error) -> HDF5Description {
        let type = H5Dget_type(identifier)
        let space = H5Dget_space(identifier)
        defer {
            H5Tclose(type)
            H5Sclose(space)
        }
        guard type >= 0, space >= 0 else {
            throw .unreadable(file: path, object: dataset, reason: HDF5Library.reason())
        }
        if H5Sget_simple_extent_type(space) == H5S_NULL { return .init(type: .init(identifier: type), shape: [0]) }
        let rank = Int(H5Sget_simple_extent_ndims(space))
        guard rank >= 0 else { throw .unreadable(file: path, object: dataset, reason: HDF5Library.reason()) }
        var extents = [hsize_t](repeating: 0, count: rank)
        H5Sget_simple_extent_dims(space, &extents, nil)
        return .init(type: .init(identifier: type), shape: extents.map { Int(clamping: $0) })
    }

    /// The number of elements of a shape, once it is known that they fit into memory.
    func elementCount(_ shape: [Int], bytesEach: Int, _ dataset: String) throws(HDF5Error) -> Int {
        let available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        var bytes = bytesEach
        for extent in shape where extent > 0 {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
            bytes = overflow ? Int.max : product
        }
        if shape.contains(0) { return 0 }
        guard bytes <= available else {
            throw .doesNotFit(file: path, object: dataset, bytesNeeded: bytes, bytesAvailable: available)
        }
        return bytes / bytesEach
    }
}
