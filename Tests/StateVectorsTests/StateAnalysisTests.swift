import ComplexModule
import DenseAlgebra
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

@Suite struct StateAnalysisTests {
    /// Σ over the Pauli strings on the subset of ⟨P⟩ P / 2^k is the reduced density matrix.
    @Test func reducedDensityMatrixMatchesItsPauliExpansion() {
        forSeededCases(8) { generator in
            let qubitCount = Int.random(in: 2...7, using: &generator)
            let state = try StateVector(generator.amplitudes(qubitCount: qubitCount))
            let backend = try VectorizedBackend()
            let qubits = generator.distinctQubits(Int.random(in: 1...2, using: &generator), of: qubitCount)
            let matrix = try backend.reducedDensityMatrix(of: qubits, in: state)
            let size = 1 << qubits.count
            for x in 0..<size {
                for z in 0..<size {
                    var string = PauliString()
                    for (position, qubit) in qubits.enumerated() {
                        if x >> position & 1 == 1 { string.x.insert(qubit) }
                        if z >> position & 1 == 1 { string.z.insert(qubit) }
                    }
                    // Tr(ρ P) with P|b⟩ = i^|y| (-1)^{|z∧b|} |b^x⟩.
                    var trace = Complex<Double>.zero
                    for b in 0..<size {
                        let sign: Double = (z & b).nonzeroBitCount % 2 == 0 ? 1 : -1
                        let phase = QuarterTurn(exponent: (x & z).nonzeroBitCount)
                        trace += phase.multiplying(matrix[b, b ^ x] * Complex(sign, 0))
                    }
                    let expected = try ReferenceBackend().expectation(of: PauliSum(string), in: state)
                    #expect((trace - Complex(expected, 0)).length < 1e-13, "\(generator.comment) \(string)")
                }
            }
            let probabilities = try backend.probabilities(of: qubits, in: state)
            for a in 0..<size { #expect(abs(probabilities[a] - matrix[a, a].real) < 1e-14, generator.comment) }
        }
    }

    @Test func entropyOfKnownStates() throws {
        let backend = try VectorizedBackend()
        var circuit = Circuit(qubitCount: 6)
        for qubit in 0..<3 {
            try circuit.h(qubit)
            try circuit.cx(qubit, qubit + 3)
        }
        let pairs = try backend.finalState(of: circuit)
        for (qubits, entropy) in [([0], 1.0), ([0, 1], 2), ([0, 1, 2], 3), ([0, 3], 0), ([0, 1, 3, 4], 0), ([], 0)] {
            #expect(abs(try backend.entanglementEntropy(of: qubits, in: pairs) - entropy) < 1e-12, "\(qubits)")
        }
        #expect(throws: StateVectorError.badSubset(found: [1, 1], qubits: 6)) {
            try backend.probabilities(of: [1, 1], in: pairs)
        }
        #expect(throws: StateVectorError.badSubset(found: [6], qubits: 6)) {
            try backend.reducedDensityMatrix(of: [6], in: pairs)
        }
    }

    @Test func varianceMatchesTheSquareOfTheOperator() {
        forSeededCases(10) { generator in
            let qubitCount = Int.random(in: 1...6, using: &generator)
            let state = try StateVector(generator.amplitudes(qubitCount: qubitCount))
            let observable = generator.observable(qubitCount: qubitCount, terms: 10)
            let reference = ReferenceBackend()
            let mean = try reference.expectation(of: observable, in: state)
            // The square is Hermitian; what rounding leaves of imaginary parts goes.
            let square = (observable * observable).mapCoefficients { Complex($0.real, 0) }
            let expected = try reference.expectation(of: square, in: state) - mean * mean
            let variance = try VectorizedBackend().variance(of: observable, in: state)
            #expect(abs(variance - expected) < 1e-12, generator.comment)
        }
    }
}

@Suite struct CircuitUnitaryTests {
    @Test(arguments: Precision.allCases) func unitaryMatchesTheOneByDefinition(precision: Precision) {
        forSeededCases(10) { generator in
            let qubitCount = Int.random(in: 1...6, using: &generator)
            var circuit = Circuit(qubitCount: qubitCount)
            for _ in 0..<12 { try circuit.append(generator.operation(qubitCount: qubitCount)) }
            let backend = try VectorizedBackend(precision: precision)
            let (found, expected) = (try backend.unitary(of: circuit), try circuit.unitary())
            for row in 0..<(1 << qubitCount) {
                for column in 0..<(1 << qubitCount) {
                    let distance = (found[row, column] - expected[row, column]).length
                    #expect(distance < (precision == .double ? 1e-12 : 1e-5), generator.comment)
                }
            }
        }
    }

    @Test func whatHasNoUnitaryIsRefused() throws {
        let backend = try VectorizedBackend()
        let error = #expect(throws: StateVectorError.self) { try backend.unitary(of: Circuit(qubitCount: 25)) }
        if case .outOfMemory(50, _, _, _) = error {} else { Issue.record("\(error?.description ?? "nothing")") }
        var circuit = Circuit(qubitCount: 1)
        try circuit.append(.reset(0))
        #expect(throws: StateVectorError.notUnitary(operation: "reset")) { try backend.unitary(of: circuit) }
    }

    /// ⟨left|right⟩ against its definition, conjugate in the left state.
    @Test(arguments: Precision.allCases) func innerProductsMatchTheirDefinition(precision: Precision) {
        forSeededCases(10) { generator in
            let qubitCount = Int.random(in: 0...9, using: &generator)
            let (a, b) = (generator.amplitudes(qubitCount: qubitCount), generator.amplitudes(qubitCount: qubitCount))
            let backend = try VectorizedBackend(precision: precision)
            let found = try backend.innerProduct(
                StateVector(a, precision: precision), StateVector(b, precision: precision))
            let expected = zip(a, b).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
            #expect((found - expected).length < (precision == .double ? 1e-14 : 1e-6), generator.comment)
        }
    }
}
