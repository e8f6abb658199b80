internal import CHDF5

extension HDF5Reader {
    /// Reads a whole dataset of numbers.
    ///
    /// Integers are converted to floating point where asked; `Float` rounds stored doubles.
    /// - Throws: `missing`, `wrongType`, `doesNotFit` or `unreadable`.
    public func read<Number: HDF5Number>(
        _ type: Number.Type, from dataset: String
    ) throws(HDF5Error) -> HDF5Array<Number> {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let identifier = try openDataset(dataset)
        defer { H5Dclose(identifier) }
        let shape = try describe(identifier, dataset, for: type).shape
        let count = try elementCount(shape, bytesEach: MemoryLayout<Number>.stride, dataset)
        var elements = [Number](repeating: .hdf5Zero, count: count)
        let status = elements.withUnsafeMutableBytes { H5Dread(identifier, Number.memoryType, 0, 0, 0, $0.baseAddress) }
        if status < 0 { throw .unreadable(file: path, object: dataset, reason: HDF5Library.reason()) }
        return HDF5Array(shape: shape, elements: elements)
    }

    /// Reads a whole dataset of floating-point numbers, every one of which must be finite.
    ///
    /// - Throws: as `read`, and `notFinite` with the index of the first number that is not.
    public func readFinite<Number: HDF5Number & BinaryFloatingPoint>(
        _ type: Number.Type, from dataset: String
    ) throws(HDF5Error) -> HDF5Array<Number> {
        let array = try read(type, from: dataset)
        if let offset = array.elements.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(
                file: path, object: dataset, index: array.index(ofOffset: offset), value: "\(array.elements[offset])")
        }
        return array
    }

    /// Reads a dataset of one number.
    ///
    /// - Throws: as `read`, and `wrongShape` if there are more or fewer numbers than one.
    public func scalar<Number: HDF5Number>(_ type: Number.Type, from dataset: String) throws(HDF5Error) -> Number {
        let array = try read(type, from: dataset)
        guard array.elements.count == 1 else {
            throw .wrongShape(file: path, object: dataset, found: array.shape, expected: "a single value")
        }
        return array.elements[0]
    }

    /// Reads a rectangular part of a dataset into memory that the caller owns.
    ///
    /// - Parameters:
    ///   - start: the index of the first element, one entry a dimension.
    ///   - count: the extent of the part, one entry a dimension; `buffer` holds as many elements as its product.
    /// - Throws: as `read`, and `wrongShape` if the part does not lie inside the dataset or fill the buffer.
    public func readSlab<Number: HDF5Number>(
        into buffer: UnsafeMutableBufferPointer<Number>, from dataset: String, start: [Int], count: [Int]
    ) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let identifier = try openDataset(dataset)
        defer { H5Dclose(identifier) }
        let shape = try describe(identifier, dataset, for: Number.self).shape
        guard let slab = HDF5Slab(start: start, count: count, in: shape), slab.elementCount == buffer.count else {
            throw .wrongShape(
                file: path, object: dataset, found: shape,
                expected: "one that holds \(buffer.count) elements as \(count) from \(start)")
        }
        if slab.elementCount == 0 { return }
        let fileSpace = H5Dget_space(identifier)
        let memorySpace = slab.makeMemorySpace()
        defer {
            H5Sclose(fileSpace)
            H5Sclose(memorySpace)
        }
        slab.select(in: fileSpace)
        let status = H5Dread(identifier, Number.memoryType, memorySpace, fileSpace, 0, buffer.baseAddress)
        if status < 0 { throw .unreadable(file: path, object: dataset, reason: HDF5Library.reason()) }
    }

    /// Reads a dataset of truth values.
    ///
    /// - Throws: `missing`, `wrongType` or `unreadable`.
    public func booleans(from dataset: String) throws(HDF5Error) -> HDF5Array<Bool> {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let identifier = try openDataset(dataset)
        defer { H5Dclose(identifier) }
        let description = try describe(identifier, dataset)
        guard description.type == .boolean else {
            throw .wrongType(file: path, object: dataset, found: "\(description.type)", expected: "boolean")
        }
        var bytes = [Int8](repeating: 0, count: try elementCount(description.shape, bytesEach: 1, dataset))
        let type = HDF5ElementType.makeBoolean()
        defer { H5Tclose(type) }
        let status = bytes.withUnsafeMutableBytes { H5Dread(identifier, type, 0, 0, 0, $0.baseAddress) }
        if status < 0 { throw .unreadable(file: path, object: dataset, reason: HDF5Library.reason()) }
        return HDF5Array(shape: description.shape, elements: bytes.map { $0 != 0 })
    }

    private func describe<Number: HDF5Number>(
        _ identifier: hid_t, _ dataset: String, for type: Number.Type
    ) throws(HDF5Error) -> HDF5Description {
        let description = try describe(identifier, dataset)
        guard Number.accepts(description.type) else {
            throw .wrongType(
                file: path, object: dataset, found: "\(description.type)", expected: "\(Number.hdf5Type)")
        }
        return description
    }
}

/// A rectangular part of a dataset.
struct HDF5Slab {
    let start: [hsize_t]
    let count: [hsize_t]

    let elementCount: Int

    /// `nil` if the part does not lie inside `shape`, or has more elements than can be counted.
    init?(start: [Int], count: [Int], in shape: [Int]) {
        guard !shape.isEmpty, start.count == shape.count, count.count == shape.count else { return nil }
        var total = count.contains(0) ? 0 : 1
        for axis in shape.indices {
            guard start[axis] >= 0, count[axis] >= 0, start[axis] <= shape[axis],
                count[axis] <= shape[axis] - start[axis]
            else { return nil }
            let (product, overflow) = total.multipliedReportingOverflow(by: count[axis])
            if overflow { return nil }
            total = product
        }
        elementCount = total
        self.start = start.map { hsize_t($0) }
        self.count = count.map { hsize_t($0) }
    }

    func makeMemorySpace() -> hid_t { H5Screate_simple(Int32(count.count), count, nil) }

    func select(in space: hid_t) { H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nil, count, nil) }
}
