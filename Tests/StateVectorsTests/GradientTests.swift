import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

@Suite struct GradientTests {
    /// Against central differences of the reference backend: error h² E'''/6 ~ 1e-8 and rounding 1e-15/h ~ 1e-11.
    @Test func adjointGradientMatchesDifferences() {
        let generated = GateTable.all.filter { $0.generator != nil }
        forSeededCases(20) { generator in
            let qubitCount = Int.random(in: 3...6, using: &generator)
            var circuit = Circuit(qubitCount: qubitCount, parameterNames: (0..<4).map { "t\($0)" })
            for _ in 0..<25 {
                var operation = generator.operation(qubitCount: qubitCount)
                let angle = Angle.parameter(
                    index: Int.random(in: 0..<4, using: &generator),
                    factor: Double.random(in: -2...2, using: &generator), offset: generator.angle())
                if Bool.random(using: &generator) {
                    let definition = generated[Int.random(in: 0..<generated.count, using: &generator)]
                    guard definition.qubitCount < qubitCount else { continue }
                    let qubits = generator.distinctQubits(definition.qubitCount + 1, of: qubitCount)
                    let controls = generator.controls(from: Bool.random(using: &generator) ? [qubits.last ?? 0] : [])
                    operation = .gate(
                        Gate(definition, [angle], on: Array(qubits.dropLast()), controls: controls))
                } else if case .pauliRotation(let rotation) = operation {
                    operation = .pauliRotation(PauliRotation(rotation.string, angle: angle))
                }
                try circuit.append(operation)
            }
            let observable = generator.observable(qubitCount: qubitCount, terms: 8)
            let parameters = (0..<4).map { _ in generator.angle() }
            let backend = try VectorizedBackend()
            let result = try backend.expectationAndGradient(
                of: observable, circuit: circuit, parameters: parameters)
            let reference = ReferenceBackend()
            func energy(_ parameters: [Double]) throws -> Double {
                let state = try reference.finalState(of: circuit.bound(to: parameters))
                return try reference.expectation(of: observable, in: state)
            }
            #expect(abs(try energy(parameters) - result.value) < 1e-12, generator.comment)
            let step = 1e-4
            for index in parameters.indices {
                var (up, down) = (parameters, parameters)
                up[index] += step
                down[index] -= step
                let slope = try (energy(up) - energy(down)) / (2 * step)
                #expect(abs(slope - result.gradient[index]) < 2e-6, generator.comment)
            }
        }
    }

    @Test func gatesWithoutAGeneratorAreRefused() throws {
        var circuit = Circuit(qubitCount: 1)
        let angle = circuit.addParameter("a")
        try circuit.append(.gate(Gate(GateTable.named("u3"), [angle, 0, 0], on: [0])))
        #expect(throws: StateVectorError.notDifferentiable(operation: "u3")) {
            try VectorizedBackend().expectationAndGradient(
                of: PauliSum(PauliString([0: .z])), circuit: circuit, parameters: [0.1])
        }
    }
}
