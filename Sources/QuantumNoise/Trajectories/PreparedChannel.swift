internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import StateVectors

/// A channel on certain qubits, ready to be drawn: the first branch is the one that a trajectory takes unless something
/// happens.
struct PreparedChannel: Sendable {
    /// A branch as the walk meets it.
    struct Branch: Sendable {
        /// What it does to the state; `nil` for nothing.
        let gates: PreparedGates?
        /// p ≤ ‖Kψ‖² for normalized ψ.
        let bound: Double
        /// K†K, to compute ‖Kψ‖²; `nil` where the bound is the probability.
        let weight: PreparedObservable?
    }

    let branches: [Branch]
    /// What the first branch does as a gate of the circuit; `nil` for nothing.
    let usual: CircuitOperation?

    /// A lower bound for the probability that the first branch is taken.
    var usualBound: Double { branches[0].bound }
    /// Whether branches are drawn without looking at the state.
    var isUnitaryMixture: Bool { branches.allSatisfy { $0.weight == nil } }
    /// Whether the usual branch changes the norm.
    var isUsualUnitary: Bool { branches[0].weight == nil }

    init(
        _ channel: QuantumChannel, on qubits: [Int], qubitCount: Int, backend: VectorizedBackend
    ) throws(StateVectorError) {
        var branches: [Branch] = []
        for branch in channel.branches {
            let operation = CircuitOperation.matrix(MatrixGate(branch.matrix, on: qubits))
            let gates =
                branch.isIdentity
                ? nil
                : try PreparedGates([operation], qubitCount: qubitCount, backend: backend, strategy: .gates)
            var weight: PreparedObservable?
            if !branch.isUnitary {
                let square = branch.matrix.adjoint * branch.matrix
                weight = try PreparedObservable(
                    square.pauliSum(on: qubits).hermitianPart, qubitCount: qubitCount, backend: backend)
            }
            branches.append(Branch(gates: gates, bound: branch.probabilityBound, weight: weight))
        }
        self.branches = branches
        let first = channel.branches[0]
        usual = first.isIdentity ? nil : .matrix(MatrixGate(first.matrix, on: qubits))
    }
}

/// A measurement of one qubit.
struct PreparedMeasurement: Sendable {
    /// ⟨Z⟩, which with the norm tells the probabilities.
    let z: PreparedObservable
    /// |0⟩⟨0| and |1⟩⟨1|.
    let projectors: [PreparedGates]
    /// |0⟩⟨0| and |0⟩⟨1|.
    let resets: [PreparedGates]
    /// The probabilities that a 0, and that a 1, is read as the other.
    let misreading: [Double]

    init(
        of qubit: Int, misreading: [Double], qubitCount: Int, backend: VectorizedBackend
    ) throws(StateVectorError) {
        self.misreading = misreading
        z = try PreparedObservable(PauliSum(PauliString([qubit: .z])), qubitCount: qubitCount, backend: backend)
        func gates(_ elements: [Double]) throws(StateVectorError) -> PreparedGates {
            let gate = MatrixGate(GateMatrix(real: elements), on: [qubit])
            return try PreparedGates([.matrix(gate)], qubitCount: qubitCount, backend: backend, strategy: .gates)
        }
        let zero = try gates([1, 0, 0, 0])
        projectors = [zero, try gates([0, 0, 0, 1])]
        resets = [zero, try gates([0, 1, 0, 0])]
    }
}

extension PauliSum {
    /// The sum with the real parts of the coefficients, without what rounding left of the imaginary ones.
    fileprivate var hermitianPart: PauliSum {
        PauliSum(map { (term: $0.term, coefficient: Complex($0.coefficient.real, 0)) })
    }
}
