internal import DenseAlgebra

/// A tensor with the way it was computed, for derivatives backwards: where a number L depends on it, `adjoint` collects
/// ∂L/∂(elements).
final class RecordedTensor {
    let value: Tensor
    fileprivate(set) var adjoint: Tensor
    fileprivate let pull: ((Tensor) -> Void)?

    fileprivate init(_ value: Tensor, pull: ((Tensor) -> Void)?) {
        self.value = value
        adjoint = Tensor(value.shape)
        self.pull = pull
    }

    fileprivate func add(_ change: Tensor) { adjoint += change }
}

/// Records sums and products of tensors as they are computed and goes back through them for derivatives (reverse
/// accumulation). The adjoint of a contraction is two contractions, so that a gradient costs about twice what its
/// function does.
final class ContractionTape {
    private var steps: [RecordedTensor] = []

    /// A variable or constant.
    func leaf(_ value: Tensor) -> RecordedTensor { record(value, nil) }

    private func record(_ value: Tensor, _ pull: ((Tensor) -> Void)?) -> RecordedTensor {
        let result = RecordedTensor(value, pull: pull)
        steps.append(result)
        return result
    }

    /// See ``contract(_:_:_:scale:)`` of tensors.
    func contract(_ indices: String, _ a: RecordedTensor, _ b: RecordedTensor, scale: Double = 1) -> RecordedTensor {
        let parts = indices.split(whereSeparator: { ",->".contains($0) }).map(String.init)
        precondition(parts.count == 3, "two factors and a result")
        let product = ElectronicStructure.contract(indices, a.value, b.value, scale: scale)
        return record(product) { adjoint in
            a.add(ElectronicStructure.contract("\(parts[2]),\(parts[1])->\(parts[0])", adjoint, b.value, scale: scale))
            b.add(ElectronicStructure.contract("\(parts[2]),\(parts[0])->\(parts[1])", adjoint, a.value, scale: scale))
        }
    }

    /// a + factor b.
    func sum(_ a: RecordedTensor, _ b: RecordedTensor, scale factor: Double = 1) -> RecordedTensor {
        record(a.value.adding(b.value, scaled: factor)) { adjoint in
            a.add(adjoint)
            b.add(adjoint.scaled(by: factor))
        }
    }

    /// a₁ + a₂ + ….
    func sum(_ terms: [RecordedTensor]) -> RecordedTensor {
        terms.dropFirst().reduce(terms[0]) { sum($0, $1) }
    }

    func scaled(_ a: RecordedTensor, by factor: Double) -> RecordedTensor {
        record(a.value.scaled(by: factor)) { a.add($0.scaled(by: factor)) }
    }

    /// a - a with two indices exchanged.
    func antisymmetrized(_ a: RecordedTensor, _ first: Int, _ second: Int) -> RecordedTensor {
        record(a.value.antisymmetrized(first, second)) { a.add($0.antisymmetrized(first, second)) }
    }

    /// ½ Σ_ef t_ijef ⟨ab||ef⟩ for antisymmetric t, the integrals over a > b, e > f.
    func ladder(_ t: RecordedTensor, _ vvvv: RecordedTensor, _ g: CorrelationIntegrals) -> RecordedTensor {
        let (rows, columns) = (g.o * (g.o - 1) / 2, g.v * (g.v - 1) / 2)
        guard rows > 0, columns > 0 else { return record(Tensor(t.value.shape), nil) }
        func packed(_ tensor: Tensor) -> Matrix { Matrix(rows, columns, g.packed(tensor)) }
        let integrals = Matrix(columns, columns, vvvv.value.elements)
        let product = g.unpacked(packed(t.value).timesTransposed(integrals).elements)
        return record(product) { adjoint in
            // Only the antisymmetric part of what comes back counts; four equal shares make one element.
            let change = packed(adjoint.antisymmetrized(0, 1).antisymmetrized(2, 3))
            t.add(g.unpacked(change.times(integrals).scaled(by: 0.25).elements))
            vvvv.add(Tensor(vvvv.value.shape, change.transposed.times(packed(t.value)).elements))
        }
    }

    /// Derivatives of L = Σ over the seeds of ⟨weight, tensor⟩, into the adjoints of all tensors.
    func differentiate(_ seeds: [(tensor: RecordedTensor, weight: Tensor)]) {
        for step in steps { step.adjoint = Tensor(step.value.shape) }
        for seed in seeds { seed.tensor.add(seed.weight) }
        for step in steps.reversed() { step.pull?(step.adjoint) }
    }
}
