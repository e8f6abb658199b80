internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import StateVectors

/// A channel on certain qubits, ready to be drawn: the first branch is the one that a trajectory takes unless something
/// happens.
struct PreparedChannel: Sendable {
    /// A branch as the walk meets it.
    struct Branch: Sendable {
        /// What it does to the state, in one gate at most.
        let gates: [SingleGate]
        /// p ≤ ‖Kψ‖² for normalized ψ.
        let bound: Double
        /// K†K, to compute ‖Kψ‖²; `nil` where the bound is the probability.
        let weight: PreparedObservable?
        /// The Pauli string it is, as bits, but for a phase.
        let string: (x: UInt64, z: UInt64)?
    }

    let branches: [Branch]
    /// Of each branch a lower bound for its probability.
    let bounds: [Double]
    /// What the first branch does as a gate of the circuit; `nil` for nothing.
    let usual: CircuitOperation?

    /// A lower bound for the probability that the first branch is taken.
    var usualBound: Double { branches[0].bound }
    /// Whether branches are drawn without looking at the state.
    var isUnitaryMixture: Bool { branches.allSatisfy { $0.weight == nil } }
    /// Whether every branch is a Pauli string, the usual one the identity.
    let isPauli: Bool
    /// Whether the usual branch changes the norm.
    var isUsualUnitary: Bool { branches[0].weight == nil }

    /// - Parameter strings: of ``QuantumChannel/pauliStrings``.
    init(
        _ channel: QuantumChannel, strings: [PauliString?], on qubits: [Int], qubitCount: Int,
        backend: VectorizedBackend
    ) throws(StateVectorError) {
        var branches: [Branch] = []
        for (branch, string) in zip(channel.branches, strings) {
            let string = string.map { $0.onQubits { qubits[$0] } }
            let operation: CircuitOperation =
                string.map { .pauliRotation(PauliRotation($0, angle: .value(.pi))) }
                ?? .matrix(MatrixGate(branch.matrix, on: qubits))
            let gates = branch.isIdentity ? [] : [try SingleGate(operation, qubitCount: qubitCount, backend: backend)]
            var weight: PreparedObservable?
            if !branch.isUnitary {
                let square = branch.matrix.adjoint * branch.matrix
                weight = try PreparedObservable(
                    square.pauliSum(on: qubits).hermitianPart, qubitCount: qubitCount, backend: backend)
            }
            branches.append(
                Branch(
                    gates: gates, bound: branch.probabilityBound, weight: weight,
                    string: string.map { ($0.x.word, $0.z.word) }))
        }
        self.branches = branches
        bounds = branches.map(\.bound)
        isPauli = channel.branches[0].isIdentity && branches.allSatisfy { $0.string != nil }
        let first = channel.branches[0]
        usual = first.isIdentity ? nil : .matrix(MatrixGate(first.matrix, on: qubits))
    }
}

/// A measurement of one qubit.
struct PreparedMeasurement: Sendable {
    /// ⟨Z⟩, which with the norm tells the probabilities.
    let z: PreparedObservable
    /// |0⟩⟨0| and |1⟩⟨1|.
    let projectors: [SingleGate]
    /// |0⟩⟨0| and |0⟩⟨1|.
    let resets: [SingleGate]
    /// The probabilities that a 0, and that a 1, is read as the other.
    let misreading: [Double]

    init(
        of qubit: Int, misreading: [Double], qubitCount: Int, backend: VectorizedBackend
    ) throws(StateVectorError) {
        self.misreading = misreading
        z = try PreparedObservable(PauliSum(PauliString([qubit: .z])), qubitCount: qubitCount, backend: backend)
        func gate(_ elements: [Double]) throws(StateVectorError) -> SingleGate {
            try SingleGate(
                .matrix(MatrixGate(GateMatrix(real: elements), on: [qubit])), qubitCount: qubitCount, backend: backend)
        }
        let zero = try gate([1, 0, 0, 0])
        projectors = [zero, try gate([0, 0, 0, 1])]
        resets = [zero, try gate([0, 1, 0, 0])]
    }
}

extension PauliSum {
    /// The sum with the real parts of the coefficients, without what rounding left of the imaginary ones.
    fileprivate var hermitianPart: PauliSum {
        PauliSum(map { (term: $0.term, coefficient: Complex($0.coefficient.real, 0)) })
    }
}

extension QuantumChannel {
    /// Below this bound of the usual branch other Kraus operators are tried.
    private static let sure = 0.9

    /// The same channel by the Kraus operators whose usual branch is surest: those given, or the canonical ones, which are
    /// the eigenvectors of the Choi matrix. Kraus operators may be mixed by any unitary, and mixed ones part trajectories
    /// where nothing need happen.
    var surest: QuantumChannel {
        guard !isUnitaryMixture, branches[0].probabilityBound < Self.sure,
            let canonical = try? QuantumChannel(choi: choi, name: name)
        else { return self }
        return canonical.branches[0].probabilityBound > branches[0].probabilityBound ? canonical : self
    }

    /// The Pauli string that each branch is, but for a phase, on operands instead of qubits.
    var pauliStrings: [PauliString?] {
        branches.map { branch in
            guard branch.isUnitary else { return nil }
            let sum = branch.matrix.pauliSum(on: Array(0..<qubitCount))
            return sum.count == 1 ? sum[0].term : nil
        }
    }
}
