import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import StateVectors
import TestSupport
import Testing

/// Gates and sums made ready once, against the reference.
@Suite struct PreparedTests {
    @Test(arguments: Configuration.all.filter { $0.fusionWidth == nil })
    func singleGatesMatchTheReference(_ configuration: Configuration) throws {
        let backend = try configuration.backend()
        forSeededCases(4) { generator in
            for qubitCount in [4, 6, 9] {
                let spare = 2
                let rows = GateTable.all.filter { $0.qubitCount + spare <= qubitCount }
                var operations = rows.map { generator.gate($0, qubitCount: qubitCount) }
                operations += rows.filter { $0.qubitCount > 0 }.map {
                    generator.gate($0, qubitCount: qubitCount, controls: Int.random(in: 1...spare, using: &generator))
                }
                for size in 1...3 {
                    let targets = generator.distinctQubits(size, of: qubitCount)
                    operations.append(.matrix(MatrixGate(generator.unitary(qubitCount: size), on: targets)))
                    let string = generator.pauliString(qubitCount: qubitCount)
                    operations.append(.pauliRotation(PauliRotation(string, angle: .value(generator.angle()))))
                }
                for operation in operations {
                    var expected = try StateVector(generator.amplitudes(qubitCount: qubitCount))
                    var state = try expected.converted(to: configuration.precision)
                    try ReferenceBackend().apply([operation], to: &expected)
                    try SingleGate(operation, qubitCount: qubitCount, backend: backend).apply(to: &state)
                    #expect(
                        distance(state, expected) < configuration.tolerance, "\(operation.name) \(generator.comment)")
                }
            }
        }
    }

    @Test func singleGatesCheckWhatTheyAreAndWhatTheyAreAppliedTo() throws {
        let backend = try VectorizedBackend(precision: .double)
        let gate = try SingleGate(
            .matrix(MatrixGate(.identity(qubitCount: 1), on: [0])), qubitCount: 3, backend: backend)
        var state = try StateVector(qubitCount: 4, precision: .double)
        #expect(throws: StateVectorError.self) { try gate.apply(to: &state) }
        var single = try StateVector(qubitCount: 3, precision: .single)
        #expect(throws: StateVectorError.self) { try gate.apply(to: &single) }
        #expect(throws: StateVectorError.self) { try SingleGate(.reset(0), qubitCount: 3, backend: backend) }
        let wide = MatrixGate(.identity(qubitCount: 7).shifted, on: Array(0..<7))
        #expect(throws: StateVectorError.self) { try SingleGate(.matrix(wide), qubitCount: 8, backend: backend) }
    }

    /// Few and many strings of Z, beside others, on registers below and above the width of a vector register.
    @Test(arguments: Configuration.all.filter { $0.fusionWidth == nil })
    func observablesMatchTheReference(_ configuration: Configuration) throws {
        let backend = try configuration.backend()
        forSeededCases(4) { generator in
            for qubitCount in [1, 2, 3, 5, 10, 13] {
                for (signs, others) in [(1, 0), (4, 1), (9, 0), (40, 3)] {
                    var sum = generator.observable(qubitCount: qubitCount, terms: others)
                    for _ in 0..<signs {
                        let z = generator.pauliString(qubitCount: qubitCount).z
                        sum += PauliSum(PauliString(z: z), Complex(Double.random(in: -1...1, using: &generator), 0))
                    }
                    let exact = try StateVector(generator.amplitudes(qubitCount: qubitCount))
                    let prepared = try PreparedObservable(sum, qubitCount: qubitCount, backend: backend)
                    let value = try prepared.value(in: try exact.converted(to: configuration.precision))
                    let expected = try ReferenceBackend().expectation(of: sum, in: exact)
                    #expect(
                        abs(value - expected) < configuration.tolerance * Double(signs + others), generator.comment)
                }
            }
        }
    }
}

extension GateMatrix {
    /// The basis states in another order, so that the matrix is not diagonal.
    fileprivate var shifted: GateMatrix {
        GateMatrix((0..<elements.count).map { elements[($0 + dimension) % elements.count] })
    }
}
