/// The inverse Hessian that the last steps and changes of gradient suggest, on top of a diagonal.
struct HessianModel {
    private let memory: Int
    private let inverseDiagonal: [Double]?
    private var pairs: [Pair] = []

    private struct Pair {
        let step: [Double]
        let change: [Double]
        let product: Double
    }

    init(memory: Int, inverseDiagonal: [Double]?) {
        self.memory = max(1, memory)
        self.inverseDiagonal = inverseDiagonal
    }

    /// Whether nothing is remembered, so that the scale of a direction is a guess.
    var isEmpty: Bool { pairs.isEmpty }

    mutating func forget() { pairs = [] }

    /// Remembers a step, unless the function does not curve upward along it.
    mutating func learn(step: [Double], change: [Double]) {
        let product = dot(step, change)
        guard product > 1e-10 * (dot(step, step) * dot(change, change)).squareRoot() else { return }
        if pairs.count == memory { pairs.removeFirst() }
        pairs.append(Pair(step: step, change: change, product: product))
    }

    /// −H g by the two-loop recursion (J. Nocedal and S. Wright, Numerical Optimization, 2nd ed., algorithm 7.4).
    func direction(against gradient: [Double]) -> [Double] {
        var result = gradient.map { -$0 }
        var weights: [Double] = []
        for pair in pairs.reversed() {
            let weight = dot(pair.step, result) / pair.product
            weights.append(weight)
            add(-weight, pair.change, to: &result)
        }
        scale(&result)
        for (pair, weight) in zip(pairs, weights.reversed()) {
            add(weight - dot(pair.change, result) / pair.product, pair.step, to: &result)
        }
        return result
    }

    /// Applies the diagonal, scaled to fit the last step.
    private func scale(_ vector: inout [Double]) {
        if let inverseDiagonal {
            for index in vector.indices { vector[index] *= inverseDiagonal[index] }
        }
        guard let last = pairs.last else { return }
        var scaled = last.change
        if let inverseDiagonal {
            for index in scaled.indices { scaled[index] *= inverseDiagonal[index] }
        }
        let factor = last.product / dot(last.change, scaled)
        for index in vector.indices { vector[index] *= factor }
    }

    private func add(_ factor: Double, _ other: [Double], to vector: inout [Double]) {
        for index in vector.indices { vector[index] += factor * other[index] }
    }
}
