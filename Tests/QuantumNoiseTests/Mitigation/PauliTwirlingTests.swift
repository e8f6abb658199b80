import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import QuantumNoise
import RealModule
import TestSupport
import Testing

@Suite("Pauli twirling")
struct PauliTwirlingTests {
    @Test("A twirled circuit does what the circuit does, up to a phase")
    func sameUnitary() {
        forSeededCases(20) { generator in
            var circuit = try MitigationCircuits.layered(qubits: 3, layers: 2, using: &generator)
            for name in ["cz", "swap", "iswap", "cy"] { try circuit.apply(name, on: [2, 0]) }
            let twirling = PauliTwirling(seed: generator.seed)
            let expected = try circuit.unitary()
            var different = Set<Circuit>()
            for number in 0..<4 {
                let twirled = try twirling.twirled(circuit, number: number)
                #expect(try twirling.twirled(circuit, number: number) == twirled, generator.comment)
                different.insert(twirled)
                let product = try twirled.unitary() * expected.adjoint
                let phase = product[0, 0]
                #expect(abs(phase.length - 1) < 1e-12, generator.comment)
                let identity = GateMatrix.identity(qubitCount: 3).elements
                let distance = zip(product.elements, identity).reduce(0) { max($0, ($1.0 - phase * $1.1).length) }
                #expect(distance < 1e-12, generator.comment)
            }
            #expect(different.count == 4, generator.comment)
        }
    }

    /// The average of 4000 circuits, five standard errors: a coherent error of CX becomes its Pauli twirl.
    @Test("Coherent errors become Pauli errors")
    func coherentErrors() throws {
        var generator = SeededGenerator(seed: 6)
        let circuit = try MitigationCircuits.layered(qubits: 2, layers: 2, using: &generator)
        let error = try QuantumChannel.overRotation(0.3, about: "XZ")
        let observable = try PauliSum("Z0 + 0.6 [X1]")
        func value(_ circuit: Circuit, _ channel: QuantumChannel) throws -> Double {
            var model = NoiseModel(name: "coherent")
            model.rules = [NoiseRule(.onGate(channel), gates: ["cx"])]
            return try MitigationCircuits.run(model.applied(to: circuit)).expectation(of: observable)
        }
        let twirling = PauliTwirling(seed: 9)
        let values = try (0..<4000).map { try value(twirling.twirled(circuit, number: $0), error) }
        let (mean, deviation) = MitigationCircuits.moments(values)
        let expected = try value(circuit, error.pauliTwirled())
        let untwirled = try value(circuit, error)
        #expect(abs(mean - expected) < 5 * deviation / 4000.squareRoot())
        #expect(abs(untwirled - expected) > 20 * deviation / 4000.squareRoot())
        #expect(throws: NoiseError.self) { try twirling.twirled(circuit, number: -1) }
    }
}
