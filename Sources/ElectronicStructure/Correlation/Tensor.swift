internal import DenseAlgebra

/// A dense tensor of up to four indices, row-major, contracted by matrix products.
struct Tensor: Sendable {
    let shape: [Int]
    var elements: [Double]

    /// All zero.
    init(_ shape: [Int]) {
        self.shape = shape
        elements = [Double](repeating: 0, count: shape.reduce(1, *))
    }

    init(_ shape: [Int], _ elements: [Double]) {
        precondition(elements.count == shape.reduce(1, *), "a tensor has as many elements as its shape says")
        self.shape = shape
        self.elements = elements
    }

    /// Every element from its indices.
    init(_ shape: [Int], _ value: (Int, Int, Int, Int) -> Double) {
        self.init(shape)
        var next = 0
        for i in 0..<shape[0] {
            for j in 0..<shape[1] {
                for k in 0..<shape[2] {
                    for l in 0..<shape[3] {
                        elements[next] = value(i, j, k, l)
                        next += 1
                    }
                }
            }
        }
    }

    static func + (a: Tensor, b: Tensor) -> Tensor { a.adding(b) }
    static func - (a: Tensor, b: Tensor) -> Tensor { a.adding(b, scaled: -1) }
    static func += (a: inout Tensor, b: Tensor) { a = a.adding(b) }
    static func -= (a: inout Tensor, b: Tensor) { a = a.adding(b, scaled: -1) }

    func adding(_ other: Tensor, scaled factor: Double = 1) -> Tensor {
        var result = elements
        for i in result.indices { result[i] += factor * other.elements[i] }
        return Tensor(shape, result)
    }

    /// Element by element.
    func divided(by other: Tensor) -> Tensor {
        var result = self
        for i in result.elements.indices { result.elements[i] /= other.elements[i] }
        return result
    }

    /// The matrix with a diagonal of zeros.
    var withoutDiagonal: Tensor {
        var result = self
        for i in 0..<shape[0] { result.elements[i * shape[0] + i] = 0 }
        return result
    }

    func scaled(by factor: Double) -> Tensor { Tensor(shape, elements.map { $0 * factor }) }

    func dot(_ other: Tensor) -> Double {
        var sum = 0.0
        for i in elements.indices { sum += elements[i] * other.elements[i] }
        return sum
    }

    /// The tensor with its indices in another order: axis k of the result is axis `order[k]` of this one.
    func permuted(_ order: [Int]) -> Tensor {
        if order == Array(order.indices) { return self }
        let result = order.map { shape[$0] }
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in stride(from: shape.count - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        let pad = 4 - shape.count
        let extents = Array(repeating: 1, count: pad) + result
        let steps = Array(repeating: 0, count: pad) + order.map { strides[$0] }
        let values = [Double](unsafeUninitializedCapacity: elements.count) { buffer, initialized in
            initialized = elements.count
            elements.withUnsafeBufferPointer { source in
                var next = 0
                for i in 0..<extents[0] {
                    for j in 0..<extents[1] {
                        for k in 0..<extents[2] {
                            var place = i * steps[0] + j * steps[1] + k * steps[2]
                            for _ in 0..<extents[3] {
                                buffer[next] = source[place]
                                next += 1
                                place += steps[3]
                            }
                        }
                    }
                }
            }
        }
        return Tensor(result, values)
    }

    /// A - A with two indices exchanged.
    func antisymmetrized(_ first: Int, _ second: Int) -> Tensor {
        var order = Array(shape.indices)
        order.swapAt(first, second)
        return self - permuted(order)
    }
}

/// A sum of products over the indices that the result does not have, such as `"mnef,ijef->mnij"`: letters name the
/// indices of both factors and of the result, and every letter is in exactly two of the three.
func contract(_ indices: String, _ a: Tensor, _ b: Tensor, scale: Double = 1) -> Tensor {
    let parts = indices.split(whereSeparator: { ",->".contains($0) }).map(Array.init)
    precondition(parts.count == 2 || parts.count == 3, "two factors and a result")
    let (left, right, result) = (parts[0], parts[1], parts.count == 3 ? parts[2] : [])
    let summed = left.filter(right.contains)
    let keptLeft = left.filter { !right.contains($0) }
    let keptRight = right.filter { !left.contains($0) }
    func ordered(_ tensor: Tensor, _ names: [Character], _ wanted: [Character]) -> Tensor {
        tensor.permuted(wanted.compactMap { names.firstIndex(of: $0) })
    }
    let first = ordered(a, left, keptLeft + summed)
    let second = ordered(b, right, keptRight + summed)
    let inner = first.shape.suffix(summed.count).reduce(1, *)
    let (rows, columns) = (first.elements.count / max(1, inner), second.elements.count / max(1, inner))
    var product = Tensor(Array(first.shape.prefix(keptLeft.count) + second.shape.prefix(keptRight.count)))
    if rows > 0, columns > 0, inner > 0 {
        multiplyBlocksTransposingRight(
            rows: rows, columns: columns, inner: inner, scale: scale, first.elements, second.elements,
            into: &product.elements)
    }
    return ordered(product, keptLeft + keptRight, result)
}
