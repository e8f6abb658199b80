import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

/// Every backend × precision × instruction set × width of merged gates against the reference.
@Suite struct ConformanceTests {
    private let reference = ReferenceBackend()

    private func expectAgreement(
        _ operations: [CircuitOperation], qubitCount: Int, _ configuration: Configuration,
        _ generator: inout SeededGenerator
    ) throws {
        let initial = generator.amplitudes(qubitCount: qubitCount)
        var expected = try StateVector(initial)
        try reference.apply(operations, to: &expected)
        var state = try StateVector(initial, precision: configuration.precision)
        try configuration.backend().apply(operations, to: &state)
        #expect(
            distance(state, expected) < configuration.tolerance,
            "\(generator.comment) \(configuration) \(qubitCount) qubits \(operations)")
    }

    @Test(arguments: Configuration.all)
    func everyGateOfTheTable(_ configuration: Configuration) {
        forSeededCases(3) { generator in
            for definition in GateTable.all {
                for qubitCount in Swift.max(1, definition.qubitCount)...(definition.qubitCount + 5) {
                    let controls = Int.random(
                        in: 0...Swift.min(4, qubitCount - definition.qubitCount), using: &generator)
                    let operation = generator.gate(definition, qubitCount: qubitCount, controls: controls)
                    try expectAgreement([operation], qubitCount: qubitCount, configuration, &generator)
                }
            }
        }
    }

    @Test(arguments: Configuration.all)
    func denseMatricesOnEveryQubit(_ configuration: Configuration) {
        forSeededCases(2) { generator in
            for size in 1...5 {
                for qubitCount in size...9 {
                    let qubits = generator.distinctQubits(qubitCount, of: qubitCount)
                    let controls = generator.controls(
                        from: qubits.dropFirst(size).prefix(Int.random(in: 0...3, using: &generator)))
                    let gate = MatrixGate(
                        generator.unitary(qubitCount: size), on: Array(qubits.prefix(size)), controls: controls)
                    try expectAgreement([.matrix(gate)], qubitCount: qubitCount, configuration, &generator)
                }
            }
        }
    }

    @Test(arguments: Configuration.all)
    func pauliRotations(_ configuration: Configuration) {
        forSeededCases(60) { generator in
            let qubitCount = Int.random(in: 1...10, using: &generator)
            let rotation = PauliRotation(
                generator.pauliString(qubitCount: qubitCount), angle: .value(generator.angle()))
            try expectAgreement([.pauliRotation(rotation)], qubitCount: qubitCount, configuration, &generator)
        }
    }

    @Test(arguments: Configuration.all)
    func randomCircuits(_ configuration: Configuration) {
        forSeededCases(12) { generator in
            let qubitCount = Int.random(in: 1...9, using: &generator)
            let operations = (0..<60).map { _ in generator.operation(qubitCount: qubitCount) }
            try expectAgreement(operations, qubitCount: qubitCount, configuration, &generator)
        }
    }

    @Test(arguments: Configuration.all)
    func expectationValues(_ configuration: Configuration) {
        forSeededCases(15) { generator in
            let qubitCount = Int.random(in: 1...11, using: &generator)
            let initial = generator.amplitudes(qubitCount: qubitCount)
            // Few terms and many: a group of strings with one X mask takes one of two paths.
            let z = (0..<40).map { _ in generator.pauliString(qubitCount: qubitCount).z }
            let x = generator.pauliString(qubitCount: qubitCount).x
            let observable =
                generator.observable(qubitCount: qubitCount, terms: 20)
                + PauliSum(z.map { (term: PauliString(x: x, z: $0), coefficient: Complex(0.1, 0)) })
            let expected = try reference.expectation(of: observable, in: StateVector(initial))
            let state = try StateVector(initial, precision: configuration.precision)
            let value = try configuration.backend().expectation(of: observable, in: state)
            #expect(
                abs(value - expected) < 10 * configuration.tolerance, "\(generator.comment) \(configuration)")
        }
    }

    @Test(arguments: Configuration.all)
    func pauliSumTimesState(_ configuration: Configuration) {
        forSeededCases(10) { generator in
            let qubitCount = Int.random(in: 1...11, using: &generator)
            let initial = generator.amplitudes(qubitCount: qubitCount)
            let sum = generator.observable(qubitCount: qubitCount, terms: 30)
            let state = try StateVector(initial, precision: configuration.precision)
            let backend = try configuration.backend()
            let applied = try backend.applied(sum, to: state)
            var expected = [Complex<Double>](repeating: .zero, count: initial.count)
            for (string, coefficient) in sum {
                // exp(-iπ/2 P) = -iP, so the reference's rotation gives P ψ.
                var image = try StateVector(initial)
                try reference.apply([.pauliRotation(PauliRotation(string, angle: .value(.pi)))], to: &image)
                for (i, amplitude) in image.amplitudes.enumerated() {
                    expected[i] += coefficient * Complex(0, 1) * amplitude
                }
            }
            #expect(
                distance(applied, try StateVector(expected)) < 10 * configuration.tolerance,
                "\(generator.comment) \(configuration)")
            let element = try backend.matrixElement(state, sum, state)
            let overlap = try backend.innerProduct(state, applied)
            #expect((element - overlap).length < 10 * configuration.tolerance, "\(generator.comment)")
        }
    }
}
