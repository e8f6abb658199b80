internal import CHDF5

extension HDF5Reader {
    /// Reads a dataset of strings, of fixed or variable length; padding is removed.
    ///
    /// - Throws: `missing`, `wrongType`, or `unreadable` if the bytes are not UTF-8.
    public func strings(from dataset: String) throws(HDF5Error) -> HDF5Array<String> {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let identifier = try openDataset(dataset)
        defer { H5Dclose(identifier) }
        let description = try describe(identifier, dataset)
        let raw: [[UInt8]]
        switch description.type {
        case .string(.some(let width)):
            raw = try fixedStrings(identifier, dataset, description.shape, width)
        case .string(.none):
            raw = try variableStrings(identifier, dataset, description.shape)
        default:
            throw .wrongType(file: path, object: dataset, found: "\(description.type)", expected: "string")
        }
        return HDF5Array(shape: description.shape, elements: try decode(raw, dataset))
    }

    /// Reads a dataset of one string.
    ///
    /// - Throws: as `strings`, and `wrongShape` if there are more or fewer than one.
    public func string(from dataset: String) throws(HDF5Error) -> String {
        let array = try strings(from: dataset)
        guard array.elements.count == 1 else {
            throw .wrongShape(file: path, object: dataset, found: array.shape, expected: "a single string")
        }
        return array.elements[0]
    }

    private func fixedStrings(
        _ identifier: hid_t, _ dataset: String, _ shape: [Int], _ width: Int
    ) throws(HDF5Error) -> [[UInt8]] {
        let count = try elementCount(shape, bytesEach: width, dataset)
        var bytes = [UInt8](repeating: 0, count: count * width)
        let type = H5Dget_type(identifier)
        defer { H5Tclose(type) }
        let status = bytes.withUnsafeMutableBytes { H5Dread(identifier, type, 0, 0, 0, $0.baseAddress) }
        if status < 0 { throw .unreadable(file: path, object: dataset, reason: HDF5Library.reason()) }
        let padding = H5Tget_strpad(type)
        return (0..<count).map { Self.unpad(bytes[$0 * width..<($0 + 1) * width], padding) }
    }

    private static func unpad(_ field: ArraySlice<UInt8>, _ padding: H5T_str_t) -> [UInt8] {
        if padding == H5T_STR_NULLTERM { return Array(field.prefix { $0 != 0 }) }
        let pad: UInt8 = padding == H5T_STR_SPACEPAD ? 32 : 0
        var kept = field
        while kept.last == pad || kept.last == 0 { kept.removeLast() }
        return Array(kept)
    }

    private func variableStrings(
        _ identifier: hid_t, _ dataset: String, _ shape: [Int]
    ) throws(HDF5Error) -> [[UInt8]] {
        let count = try elementCount(shape, bytesEach: MemoryLayout<UnsafeMutablePointer<CChar>?>.stride, dataset)
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        let type = H5Dget_type(identifier)
        let space = H5Dget_space(identifier)
        defer {
            H5Tclose(type)
            H5Sclose(space)
        }
        let status = pointers.withUnsafeMutableBytes { H5Dread(identifier, type, 0, 0, 0, $0.baseAddress) }
        if status < 0 { throw .unreadable(file: path, object: dataset, reason: HDF5Library.reason()) }
        let copies = pointers.map { pointer in pointer.map { Array(String(cString: $0).utf8) } ?? [] }
        _ = pointers.withUnsafeMutableBytes { H5Dvlen_reclaim(type, space, 0, $0.baseAddress) }
        return copies
    }

    private func decode(_ raw: [[UInt8]], _ dataset: String) throws(HDF5Error) -> [String] {
        var strings: [String] = []
        for bytes in raw {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .unreadable(file: path, object: dataset, reason: "its text is not UTF-8")
            }
            strings.append(text)
        }
        return strings
    }
}
