internal import CHDF5

/// How the elements of a dataset lie in the file.
public enum HDF5Storage: Equatable, Sendable {
    /// Compressed from `HDF5Storage.compressionThreshold` bytes on; contiguous below, where the index of the
    /// chunks would take more room than compression saves.
    case automatic
    /// One piece, uncompressed.
    case contiguous
    /// In chunks, each compressed by gzip at a level from 1 (fast) to 9 (small).
    case gzip(level: Int)

    /// The size in bytes from which `.automatic` compresses.
    public static let compressionThreshold = 4096

    /// The gzip level of h5py, and so of OpenFermion's files.
    static let defaultLevel = 4

    /// Makes the creation properties of a dataset; the caller closes them.
    func makeProperties(shape: [Int], elementBytes: Int) -> hid_t {
        let properties = H5Pcreate(aufbau_h5_property_dataset_create())
        let bytes = shape.reduce(elementBytes) { $0.multipliedReportingOverflow(by: $1).partialValue }
        guard let level = level(bytes: bytes), !shape.isEmpty, bytes > 0 else { return properties }
        let chunk = Self.chunkShape(of: shape, elementBytes: elementBytes).map { hsize_t($0) }
        H5Pset_chunk(properties, Int32(chunk.count), chunk)
        H5Pset_deflate(properties, UInt32(level))
        return properties
    }

    private func level(bytes: Int) -> Int? {
        switch self {
        case .contiguous: nil
        case .automatic: bytes >= Self.compressionThreshold ? Self.defaultLevel : nil
        case .gzip(let level): min(max(level, 1), 9)
        }
    }

    /// Halves the leading dimensions until a chunk holds at most a mebibyte, HDF5's default chunk cache.
    static func chunkShape(of shape: [Int], elementBytes: Int) -> [Int] {
        var chunk = shape
        var axis = 0
        while chunk.reduce(elementBytes, *) > 1 << 20, axis < chunk.count {
            if chunk[axis] == 1 { axis += 1 } else { chunk[axis] = (chunk[axis] + 1) / 2 }
        }
        return chunk
    }
}
