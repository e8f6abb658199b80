/// An array of any number of dimensions, row-major: the last index runs fastest.
public struct HDF5Array<Element> {
    /// The extent of each dimension; empty for a single value.
    public let shape: [Int]
    /// The elements in row-major order; as many as the product of `shape`.
    public let elements: [Element]

    /// An array of the given shape.
    ///
    /// - Precondition: `elements.count` is the product of `shape`.
    public init(shape: [Int], elements: [Element]) {
        // An empty array may have other extents whose product is beyond any integer.
        let count = shape.contains(0) ? 0 : shape.reduce(1, *)
        precondition(elements.count == count, "an array needs as many elements as its shape has places")
        self.shape = shape
        self.elements = elements
    }

    /// An array of one dimension.
    public init(_ elements: [Element]) {
        self.init(shape: [elements.count], elements: elements)
    }

    /// The index, one entry a dimension, of the element at a row-major offset.
    public func index(ofOffset offset: Int) -> [Int] {
        var rest = offset
        var index = [Int](repeating: 0, count: shape.count)
        for axis in shape.indices.reversed() {
            index[axis] = rest % shape[axis]
            rest /= shape[axis]
        }
        return index
    }

    /// The element at an index with one entry a dimension.
    public subscript(index: Int...) -> Element {
        precondition(index.count == shape.count, "an index has one entry a dimension")
        var offset = 0
        for (axis, entry) in index.enumerated() {
            precondition(entry >= 0 && entry < shape[axis], "index out of range")
            offset = offset * shape[axis] + entry
        }
        return elements[offset]
    }
}

extension HDF5Array: Equatable where Element: Equatable {}
extension HDF5Array: Sendable where Element: Sendable {}
