internal import CHDF5

extension HDF5Writer {
    /// Writes an array of numbers as a new dataset; groups on the way are made.
    ///
    /// - Throws: `cannotWrite`, also when the dataset exists.
    public func write<Number: HDF5Number>(
        _ array: HDF5Array<Number>, to dataset: String, storage: HDF5Storage = .automatic
    ) throws(HDF5Error) {
        try write(
            array.elements, type: Number.memoryType, shape: array.shape, to: dataset, storage: storage,
            elementBytes: MemoryLayout<Number>.stride)
    }

    /// Writes one number.
    public func write<Number: HDF5Number>(_ value: Number, to dataset: String) throws(HDF5Error) {
        try write(HDF5Array(shape: [], elements: [value]), to: dataset, storage: .contiguous)
    }

    /// Writes one truth value as h5py does.
    public func write(_ value: Bool, to dataset: String) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let type = HDF5ElementType.makeBoolean()
        defer { H5Tclose(type) }
        try write(
            [Int8(value ? 1 : 0)], type: type, shape: [], to: dataset, storage: .contiguous, elementBytes: 1)
    }

    /// Writes one string, as many bytes as it has in UTF-8 (one NUL for an empty string, as NumPy does).
    public func write(_ value: String, to dataset: String) throws(HDF5Error) {
        try write(strings: [value], shape: [], to: dataset)
    }

    /// Writes strings as an array of one dimension; all take the room of the longest, padded with NUL.
    public func write(_ values: [String], to dataset: String) throws(HDF5Error) {
        try write(strings: values, shape: [values.count], to: dataset)
    }

    private func write(strings: [String], shape: [Int], to dataset: String) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let width = max(strings.map(\.utf8.count).max() ?? 1, 1)
        let bytes = strings.flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: width - $0.utf8.count) }
        let type = HDF5ElementType.makeString(bytes: width)
        defer { H5Tclose(type) }
        try write(bytes, type: type, shape: shape, to: dataset, storage: .contiguous, elementBytes: width)
    }

    private func write<Value: BitwiseCopyable>(
        _ elements: [Value], type: hid_t, shape: [Int], to dataset: String, storage: HDF5Storage, elementBytes: Int
    ) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let identifier = try create(dataset, type: type, shape: shape, storage: storage, elementBytes: elementBytes)
        defer { H5Dclose(identifier) }
        if elements.isEmpty { return }
        let status = elements.withUnsafeBytes { H5Dwrite(identifier, type, 0, 0, 0, $0.baseAddress) }
        if status < 0 { throw .cannotWrite(file: path, object: dataset, reason: HDF5Library.reason()) }
    }

    /// Makes a dataset to be written in pieces by `writeSlab`; what is never written reads as zero.
    public func create<Number: HDF5Number>(
        _ type: Number.Type, at dataset: String, shape: [Int], storage: HDF5Storage = .automatic
    ) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        H5Dclose(
            try create(
                dataset, type: Number.memoryType, shape: shape, storage: storage,
                elementBytes: MemoryLayout<Number>.stride))
    }

    /// Writes a rectangular part of a dataset made by `create`.
    ///
    /// - Throws: `missing`, `wrongShape` if the part lies outside or has another size than the buffer, `cannotWrite`.
    public func writeSlab<Number: HDF5Number>(
        _ buffer: UnsafeBufferPointer<Number>, to dataset: String, start: [Int], count: [Int]
    ) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let identifier = H5Dopen2(file, dataset, 0)
        guard identifier >= 0 else { throw .missing(file: path, object: dataset, present: []) }
        defer { H5Dclose(identifier) }
        let fileSpace = H5Dget_space(identifier)
        defer { H5Sclose(fileSpace) }
        var extents = [hsize_t](repeating: 0, count: Int(max(H5Sget_simple_extent_ndims(fileSpace), 0)))
        H5Sget_simple_extent_dims(fileSpace, &extents, nil)
        let shape = extents.map { Int(clamping: $0) }
        guard let slab = HDF5Slab(start: start, count: count, in: shape), slab.elementCount == buffer.count else {
            throw .wrongShape(
                file: path, object: dataset, found: shape,
                expected: "one that holds \(buffer.count) elements as \(count) from \(start)")
        }
        if slab.elementCount == 0 { return }
        let memorySpace = slab.makeMemorySpace()
        defer { H5Sclose(memorySpace) }
        slab.select(in: fileSpace)
        let status = H5Dwrite(identifier, Number.memoryType, memorySpace, fileSpace, 0, buffer.baseAddress)
        if status < 0 { throw .cannotWrite(file: path, object: dataset, reason: HDF5Library.reason()) }
    }

    /// Makes a dataset and the groups on the way to it; the caller closes it.
    private func create(
        _ dataset: String, type: hid_t, shape: [Int], storage: HDF5Storage, elementBytes: Int
    ) throws(HDF5Error) -> hid_t {
        guard file >= 0 else {
            throw .cannotWrite(file: path, object: dataset, reason: "the file has been committed already")
        }
        let space =
            shape.isEmpty
            ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
        let links = H5Pcreate(aufbau_h5_property_link_create())
        let properties = storage.makeProperties(shape: shape, elementBytes: elementBytes)
        defer {
            H5Sclose(space)
            H5Pclose(links)
            H5Pclose(properties)
        }
        H5Pset_create_intermediate_group(links, 1)
        let identifier = H5Dcreate2(file, dataset, type, space, links, properties, 0)
        guard identifier >= 0 else {
            throw .cannotWrite(file: path, object: dataset, reason: HDF5Library.reason())
        }
        return identifier
    }
}
