import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

@Suite struct GradientTests {
    /// Every parametrized row of the table with free parameters of which each occurs twice, without and with controls,
    /// on every instruction set: against central differences of the reference backend.
    @Test(arguments: GateTable.all.filter { $0.parameterCount > 0 })
    func everyGateIsDifferentiated(_ gate: GateDefinition) {
        forSeededCases(2) { generator in
            let qubitCount = 7
            for controlCount in 0...2 {
                var circuit = Circuit(qubitCount: qubitCount, parameterNames: gate.parameterNames)
                for qubit in 0..<qubitCount { try circuit.append(generator.mixing(qubit)) }
                for _ in 0..<2 {
                    let qubits = generator.distinctQubits(gate.qubitCount + controlCount, of: qubitCount)
                    let angles = gate.parameterNames.indices.map { generator.affine($0) }
                    let controls = generator.controls(from: qubits.dropFirst(gate.qubitCount))
                    try circuit.append(
                        .gate(Gate(gate, angles, on: Array(qubits.prefix(gate.qubitCount)), controls: controls)))
                    try circuit.append(generator.operation(qubitCount: qubitCount))
                }
                try check(circuit, &generator)
            }
        }
    }

    @Test func randomCircuitsOfEveryKindOfOperation() {
        forSeededCases(20) { generator in
            let qubitCount = Int.random(in: 4...8, using: &generator)
            var circuit = Circuit(qubitCount: qubitCount, parameterNames: (0..<4).map { "t\($0)" })
            for _ in 0..<25 {
                var operation = generator.operation(qubitCount: qubitCount)
                if Bool.random(using: &generator) {
                    switch operation {
                    case .pauliRotation(var rotation):
                        rotation.angle = generator.affine(Int.random(in: 0..<4, using: &generator))
                        operation = .pauliRotation(rotation)
                    case .gate(var gate):
                        gate.angles = gate.angles.map { angle in
                            Bool.random(using: &generator)
                                ? angle : generator.affine(Int.random(in: 0..<4, using: &generator))
                        }
                        operation = .gate(gate)
                    default: break
                    }
                }
                try circuit.append(operation)
            }
            try check(circuit, &generator)
        }
    }

    /// Commuting strings with one X mask make one pass: excitations with one parameter, where all patterns but one
    /// vanish, and with many. Registers of 12 qubits are wide enough for every instruction set to merge them.
    @Test(arguments: [true, false], [5, 9, 12]) func commutingRotationsShareAPass(shared: Bool, qubitCount: Int) {
        forSeededCases(qubitCount < 12 ? 5 : 1) { generator in
            var circuit = Circuit(qubitCount: qubitCount)
            for qubit in 0..<qubitCount { try circuit.append(generator.mixing(qubit)) }
            for excitation in 0..<3 {
                let qubits = generator.distinctQubits(4, of: qubitCount)
                var angle = circuit.addParameter("t\(excitation)")
                var chain = generator.pauliString(qubitCount: qubitCount).z
                for qubit in qubits { chain.remove(qubit) }
                for letters in 0..<16 where letters.nonzeroBitCount % 2 == 1 {
                    var string = PauliString(x: QubitMask(word: 0), z: chain)
                    for (bit, qubit) in qubits.enumerated() { string[qubit] = letters >> bit & 1 == 1 ? .y : .x }
                    if !shared { angle = circuit.addParameter("t\(excitation) \(letters)") }
                    try circuit.append(.pauliRotation(PauliRotation(string, angle: 0.25 * angle)))
                }
            }
            try check(circuit, &generator)
        }
    }

    /// For exp(−i θ/2 P): ∂E/∂θ = (E(θ + π/2) − E(θ − π/2)) / 2 exactly.
    @Test func gradientIsThatOfTheParameterShift() {
        forSeededCases(10) { generator in
            let qubitCount = Int.random(in: 2...8, using: &generator)
            var circuit = Circuit(qubitCount: qubitCount)
            for index in 0..<12 {
                let angle = circuit.addParameter("t\(index)")
                let string = generator.pauliString(qubitCount: qubitCount)
                try circuit.append(.pauliRotation(PauliRotation(string, angle: angle)))
                if index % 4 == 0 { try circuit.append(generator.operation(qubitCount: qubitCount)) }
            }
            let observable = generator.observable(qubitCount: qubitCount, terms: 10)
            let parameters = circuit.parameterNames.map { _ in generator.angle() }
            let found = try VectorizedBackend().expectationAndGradient(
                of: observable, circuit: circuit, parameters: parameters)
            for index in parameters.indices {
                var (up, down) = (parameters, parameters)
                up[index] += .pi / 2
                down[index] -= .pi / 2
                let slope = try (energy(circuit, observable, up) - energy(circuit, observable, down)) / 2
                #expect(abs(slope - found.gradient[index]) < 1e-12, generator.comment)
            }
        }
    }

    @Test func whatCannotBeDifferentiatedIsRefused() throws {
        var circuit = Circuit(qubitCount: 2)
        let angle = circuit.addParameter("a")
        circuit.addClassicalRegister("c", count: 1)
        try circuit.append(.gate(Gate(GateTable.named("u3"), [angle, 0, 0], on: [0])))
        let z = PauliSum(PauliString([0: .z]))
        let backend = try VectorizedBackend()
        let expectation = try ParametrizedExpectation(of: z, in: circuit, backend: backend)
        #expect(throws: StateVectorError.wrongParameterCount(found: 2, expected: 1)) {
            try expectation.value(at: [0, 0])
        }
        #expect(throws: StateVectorError.notFinite(quantity: "parameter 0", value: .infinity)) {
            try expectation.valuesAndGradients(at: [[0], [.infinity]])
        }
        #expect(throws: StateVectorError.sizeMismatch(what: "the initial state", found: 3, expected: 2)) {
            try expectation.value(at: [0], from: backend.makeState(qubitCount: 3))
        }
        try circuit.append(.measure(QubitMeasurement([0], into: [0])))
        #expect(throws: StateVectorError.notUnitary(operation: "measure")) {
            try ParametrizedExpectation(of: z, in: circuit, backend: backend)
        }
    }

    /// Many sets of parameters give what each gives alone, bit for bit, on any number of threads.
    @Test(arguments: Precision.allCases) func batchesGiveWhatEachSetGives(precision: Precision) {
        forSeededCases(3) { generator in
            let qubitCount = 11
            var circuit = Circuit(qubitCount: qubitCount, parameterNames: ["a", "b", "c"])
            for _ in 0..<30 {
                let definition = GateTable.all[Int.random(in: 0..<GateTable.all.count, using: &generator)]
                let angles = definition.parameterNames.map { _ in
                    generator.affine(Int.random(in: 0..<3, using: &generator))
                }
                try circuit.append(
                    .gate(Gate(definition, angles, on: generator.distinctQubits(definition.qubitCount, of: qubitCount)))
                )
            }
            let observable = generator.observable(qubitCount: qubitCount, terms: 12)
            let initial = try StateVector(generator.amplitudes(qubitCount: qubitCount), precision: precision)
            let sets = (0..<7).map { _ in (0..<3).map { _ in generator.angle() } }
            var alone: [ExpectationGradient]?
            for threadCount in [1, 2, 5] {
                let backend = try VectorizedBackend(precision: precision, threadCount: threadCount)
                let expectation = try ParametrizedExpectation(of: observable, in: circuit, backend: backend)
                let single = try sets.map { try expectation.valueAndGradient(at: $0, from: initial) }
                #expect(try expectation.valuesAndGradients(at: sets, from: initial) == single, generator.comment)
                #expect(
                    try expectation.values(at: sets, from: initial)
                        == sets.map { try expectation.value(at: $0, from: initial) }, generator.comment)
                #expect(alone == nil || alone == single, generator.comment)
                alone = single
                #expect(try expectation.valuesAndGradients(at: []).isEmpty)
            }
        }
    }

    /// Against central differences of the reference backend, whose error is h²E'''/6 ~ 1e-8 times the cube of the
    /// parameters' factors, and rounding 1e-15/h ~ 1e-11; in single precision against the gradient in double.
    private func check(_ circuit: Circuit, _ generator: inout SeededGenerator) throws {
        let observable = generator.observable(qubitCount: circuit.qubitCount, terms: 8)
        let parameters = circuit.parameterNames.map { _ in generator.angle() }
        let value = try energy(circuit, observable, parameters)
        let step = 1e-4
        let slopes = try parameters.indices.map { index in
            var (up, down) = (parameters, parameters)
            up[index] += step
            down[index] -= step
            return try (energy(circuit, observable, up) - energy(circuit, observable, down)) / (2 * step)
        }
        for instructionSet in InstructionSet.available {
            for precision in Precision.allCases {
                let backend = try VectorizedBackend(
                    precision: precision, instructionSet: instructionSet, threadCount: 2)
                let found = try backend.expectationAndGradient(
                    of: observable, circuit: circuit, parameters: parameters)
                let comment: Comment = "\(generator.comment) \(instructionSet) \(precision) \(circuit)"
                #expect(abs(found.value - value) < (precision == .double ? 1e-12 : 1e-4), comment)
                let tolerance = precision == .double ? 4e-6 : 1e-3
                for (slope, expected) in zip(found.gradient, slopes) {
                    #expect(abs(slope - expected) < tolerance, comment)
                }
            }
        }
    }

    private func energy(_ circuit: Circuit, _ observable: PauliSum, _ parameters: [Double]) throws -> Double {
        let reference = ReferenceBackend()
        let state = try reference.finalState(of: circuit.bound(to: parameters))
        return try reference.expectation(of: observable, in: state)
    }
}

extension SeededGenerator {
    /// A parameter times a factor plus an offset.
    fileprivate mutating func affine(_ index: Int) -> Angle {
        .parameter(index: index, factor: Double.random(in: -2...2, using: &self), offset: angle())
    }

    /// A rotation that takes a qubit out of its basis state.
    fileprivate mutating func mixing(_ qubit: Int) -> CircuitOperation {
        .pauliRotation(PauliRotation(PauliString([qubit: .y]), angle: .value(Double.random(in: 0.5...2, using: &self))))
    }
}
