import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

@Suite struct SamplingTests {
    /// χ² of the counts against the probabilities, in standard deviations of its own distribution.
    ///
    /// χ² with k degrees of freedom has mean k and variance 2k. The bound of 6σ fails for right code about once in
    /// 10⁷ runs at these k (its tail is heavier than Gaussian); seeds are fixed, so it does not flake.
    @Test(arguments: Precision.allCases)
    func countsFollowTheProbabilities(precision: Precision) {
        forSeededCases(5) { generator in
            let qubitCount = 6
            let amplitudes = generator.amplitudes(qubitCount: qubitCount)
            let state = try StateVector(amplitudes, precision: precision)
            let shots = 100_000
            let backend = try VectorizedBackend(precision: precision)
            var counts = [Int](repeating: 0, count: 1 << qubitCount)
            for index in try backend.sample(state, shots: shots, seed: generator.seed) { counts[index] += 1 }
            var chiSquared = 0.0
            for (count, amplitude) in zip(counts, amplitudes) {
                let expected = amplitude.lengthSquared * Double(shots)
                chiSquared += (Double(count) - expected) * (Double(count) - expected) / expected
            }
            let degrees = Double(counts.count - 1)
            let sigmas = (chiSquared - degrees) / (2 * degrees).squareRoot()
            #expect(abs(sigmas) < 6, "\(generator.comment) χ² is off by \(sigmas)σ")
        }
    }

    /// Many blocks of very different weight: χ² over the blocks and, within them, over the lowest six qubits. The bounds
    /// of 6σ fail for right code about once in 10⁷ runs.
    @Test(arguments: InstructionSet.available, Precision.allCases)
    func countsOfManyBlocksFollowTheProbabilities(instructionSet: InstructionSet, precision: Precision) throws {
        let qubitCount = 17
        var circuit = Circuit(qubitCount: qubitCount)
        for qubit in 0..<qubitCount { try circuit.ry(.value(0.4 + 0.13 * Double(qubit)), on: qubit) }
        for qubit in 0..<qubitCount {
            let string = PauliString([qubit: .x, (qubit + 5) % qubitCount: .x])
            try circuit.append(.pauliRotation(PauliRotation(string, angle: .value(0.3 * Double(qubit)))))
        }
        let backend = try VectorizedBackend(precision: precision, instructionSet: instructionSet, threadCount: 2)
        let state = try backend.finalState(of: circuit)
        let shots = 200_000
        let samples = try backend.sample(state, shots: shots, seed: 3)
        for qubits in [Array(11..<qubitCount), Array(0..<6)] {
            var counts = [Int](repeating: 0, count: 64)
            for sample in samples { counts[sample >> qubits[0] & 63] += 1 }
            var chiSquared = 0.0
            for (count, probability) in zip(counts, try backend.probabilities(of: qubits, in: state)) {
                let expected = probability * Double(shots)
                chiSquared += (Double(count) - expected) * (Double(count) - expected) / expected
            }
            let sigmas = (chiSquared - 63) / (2 * 63.0).squareRoot()
            #expect(abs(sigmas) < 6, "χ² of the qubits \(qubits) is off by \(sigmas)σ")
        }
    }

    /// Shots do not know of each other, whatever their order: a shot equals the one before in half of the cases, 6σ.
    @Test func shotsAreIndependentInTheirOrder() throws {
        let backend = try VectorizedBackend()
        var circuit = Circuit(qubitCount: 13)
        for qubit in 0..<13 { try circuit.h(qubit) }
        let samples = try backend.sample(backend.finalState(of: circuit), shots: 100_000, seed: 9)
        for qubit in [0, 5, 12] {
            let equal = zip(samples, samples.dropFirst()).count { ($0 ^ $1) >> qubit & 1 == 0 }
            #expect(abs(Double(equal) - 49_999.5) < 6 * 99_999.0.squareRoot() / 2, "qubit \(qubit)")
        }
    }

    @Test(arguments: [1, 2, 3, 9]) func numbersOfAStreamAreFoundAgain(count: Int) {
        var (walked, skipped) = (RandomStream(seed: 4, stream: 2), RandomStream(seed: 4, stream: 2))
        for _ in 0..<count { _ = walked.next() }
        _ = skipped.next()
        skipped.skip(to: UInt64(count))
        for _ in 0..<5 { #expect(walked.next() == skipped.next()) }
    }

    @Test func impossibleStatesAreNeverDrawn() throws {
        let backend = try VectorizedBackend()
        var circuit = Circuit(qubitCount: 14)
        try circuit.append(.gate(Gate(GateTable.named("h"), on: [0])))
        for qubit in 1..<14 { try circuit.append(.gate(Gate(GateTable.named("cx"), on: [qubit - 1, qubit]))) }
        let samples = try backend.sample(backend.finalState(of: circuit), shots: 10_000, seed: 5)
        #expect(Set(samples) == [0, (1 << 14) - 1])
    }

    @Test func shotsAreCheckedAndZeroIsAllowed() throws {
        let backend = try VectorizedBackend()
        let state = try backend.makeState(qubitCount: 2)
        #expect(try backend.sample(state, shots: 0, seed: 1).isEmpty)
        #expect(throws: StateVectorError.self) { try backend.sample(state, shots: .max, seed: 1) }
        #expect(throws: StateVectorError.negativeShots(-1)) { try backend.sample(state, shots: -1, seed: 1) }
    }

    /// Teleportation with classical corrections: the last qubit always ends in the state that was sent.
    @Test func measurementsInTheMiddleSteerLaterGates() throws {
        var circuit = Circuit(qubitCount: 3)
        circuit.addClassicalRegister("a", count: 1)
        circuit.addClassicalRegister("b", count: 1)
        circuit.addClassicalRegister("out", count: 1)
        func gate(_ name: String, _ angles: [Angle] = [], _ qubits: [Int]) throws -> CircuitOperation {
            .gate(Gate(try GateTable.named(name), angles, on: qubits))
        }
        try circuit.append(gate("ry", [0.7], [0]))
        try circuit.append(gate("h", [], [1]))
        try circuit.append(gate("cx", [], [1, 2]))
        try circuit.append(gate("cx", [], [0, 1]))
        try circuit.append(gate("h", [], [0]))
        try circuit.append(.measure(QubitMeasurement([0, 1], into: [0, 1])))
        try circuit.append(.conditional(ClassicalCondition(bits: 1..<2, equal: 1), gate("x", [], [2])))
        try circuit.append(.conditional(ClassicalCondition(bits: 0..<1, equal: 1), gate("z", [], [2])))
        try circuit.append(gate("ry", [-0.7], [2]))
        try circuit.append(.reset(0))
        try circuit.append(.measure(QubitMeasurement([2], into: [2])))
        #expect(!circuit.measuresOnlyAtEnd)
        let simulation = Simulation(backend: try VectorizedBackend())
        let outcomes = try simulation.run(circuit, shots: 400, seed: 11).outcomes
        #expect(outcomes.allSatisfy { !$0[2] })
        // Both corrections are random bits of probability 1/2; 400 shots stay within 6σ = 60 of 200.
        for bit in 0..<2 { #expect(abs(outcomes.count { $0[bit] } - 200) < 60) }
        #expect(try simulation.run(circuit, shots: 400, seed: 11).outcomes == outcomes)
    }

    @Test func measurementsAtTheEndReadTheirBits() throws {
        var circuit = Circuit(qubitCount: 3)
        circuit.addClassicalRegister("c", count: 2)
        try circuit.append(.gate(Gate(GateTable.named("x"), on: [2])))
        try circuit.append(.measure(QubitMeasurement([2, 0], into: [0, 1])))
        let outcomes = try Simulation(backend: VectorizedBackend()).run(circuit, shots: 3, seed: 1).outcomes
        #expect(outcomes == [[Bool]](repeating: [true, false], count: 3))
    }
}
