internal import CAmplitudes
internal import ComplexModule
public import OperatorAlgebra

/// A Pauli sum made ready once for a backend and a register, and evaluated in many states.
public struct PreparedObservable: Sendable {
    /// The number of qubits of the states.
    public let qubitCount: Int
    private let sum: PreparedSum
    /// What strings of Z add up to in each basis state; empty where they are few.
    private let diagonal: [Double]
    private let engine: Engine

    /// Registers of more qubits have no table of a diagonal, 2 MiB at this size, nor have so few strings.
    private static let (widestTable, fewStrings) = (18, 4)

    /// Makes a Hermitian sum ready for the states that a backend makes.
    ///
    /// - Throws: ``StateVectorError/notHermitian(term:)``, ``StateVectorError/sizeMismatch(what:found:expected:)``.
    public init(_ sum: PauliSum, qubitCount: Int, backend: VectorizedBackend) throws(StateVectorError) {
        try sum.checkObservable(qubitCount: qubitCount)
        self.qubitCount = qubitCount
        engine = backend.engine
        let signs = sum.filter { $0.term.x.word == 0 }
        if signs.count > Self.fewStrings, qubitCount <= Self.widestTable {
            diagonal = Self.table(of: signs, qubitCount: qubitCount)
            self.sum = engine.prepared(PauliSum(sum.filter { $0.term.x.word != 0 }), qubitCount: qubitCount)
        } else {
            diagonal = []
            self.sum = engine.prepared(sum, qubitCount: qubitCount)
        }
    }

    /// Σ_k c_k (−1)^{|z_k∧i|} for every basis state i.
    private static func table(of signs: [PauliSum.Element], qubitCount: Int) -> [Double] {
        var values = [Double](repeating: 0, count: 1 << qubitCount)
        for (string, coefficient) in signs { values[Int(string.z.word)] += coefficient.real }
        values.walshHadamard()
        return values
    }

    /// ⟨ψ|H|ψ⟩, without division by ⟨ψ|ψ⟩.
    ///
    /// - Throws: ``StateVectorError/sizeMismatch(what:found:expected:)`` for a state of another size or precision.
    public func value(in state: StateVector) throws(StateVectorError) -> Double {
        guard state.qubitCount == qubitCount, state.precision == engine.precision else {
            throw .sizeMismatch(what: "the state", found: state.qubitCount, expected: qubitCount)
        }
        let value = engine.expectation(of: sum, in: state)
        return diagonal.isEmpty ? value : value + engine.mean(of: diagonal, in: state)
    }
}

extension Engine {
    /// Σ_i d_i |ψ_i|².
    fileprivate func mean(of diagonal: [Double], in state: StateVector) -> Double {
        state.withAmplitudes { pointer in
            let amplitudes = ReadOnlyAmplitudes(base: pointer)
            return parallel.sum(of: UInt64(state.amplitudeCount), chunk: 1 << 14, width: 1) { begin, end, result in
                result[0] = kernels.pointee.diagonal_value(amplitudes.base, diagonal, begin, end)
            }[0]
        }
    }
}
