import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import Testing

/// Every row of the table against what it says about itself, at three random points.
@Suite struct GateTableTests {
    @Test(arguments: GateTable.all) func matrixIsUnitaryOfTheStatedSize(_ gate: GateDefinition) {
        for angles in Sample.angles(for: gate) {
            let matrix = gate.matrix(angles)
            #expect(matrix.qubitCount == gate.qubitCount)
            #expect(matrix.unitarityDefect < 1e-14, "\(gate.name)\(angles)")
        }
    }

    @Test(arguments: GateTable.all) func traitsAreExactlyThoseOfTheMatrix(_ gate: GateDefinition) {
        var found: GateTraits = [.diagonal, .permutation, .real, .clifford, .symmetric]
        for angles in Sample.angles(for: gate) { found.formIntersection(Oracle.traits(of: gate.matrix(angles))) }
        #expect(gate.traits == found, "\(gate.name): stated \(gate.traits), found \(found)")
    }

    @Test(arguments: GateTable.all) func inverseUndoes(_ gate: GateDefinition) throws {
        for angles in Sample.angles(for: gate) {
            let inverse = gate.inverted(angles.map(Angle.value))
            let undone = inverse.definition.matrix(inverse.angles.compactMap(\.constant)) * gate.matrix(angles)
            #expect(Oracle.distance(undone, .identity(qubitCount: gate.qubitCount)) < 1e-14, "\(gate.name)\(angles)")
        }
    }

    @Test(arguments: GateTable.all.filter { $0.generator != nil })
    func generatorExponentiatesToTheMatrix(_ gate: GateDefinition) throws {
        let generator = try #require(gate.generator)
        #expect(gate.parameterCount == 1)
        for angles in Sample.angles(for: gate) {
            let scaled = Oracle.dense(generator, qubitCount: gate.qubitCount)
                .scaled(by: Complex(0, -angles[0] / 2))
            #expect(Oracle.distance(Oracle.exponential(scaled), gate.matrix(angles)) < 1e-13, "\(gate.name)\(angles)")
        }
    }

    @Test func oneParameterGatesWithoutAGeneratorAreKnown() {
        let without = GateTable.all.filter { $0.parameterCount == 1 && $0.generator == nil }.map(\.name)
        #expect(without == ["u0"])
    }

    /// Against central differences: error h²/6 times a third derivative of at most 1, ~ 2e-9, and rounding ~ 1e-12.
    @Test(arguments: GateTable.all) func derivativesAreThoseOfTheMatrix(_ gate: GateDefinition) {
        #expect(gate.derivatives.count == gate.parameterCount)
        let step = 1e-4
        for angles in Sample.angles(for: gate) {
            for (index, derivative) in gate.derivatives.enumerated() {
                var (up, down) = (angles, angles)
                up[index] += step
                down[index] -= step
                let difference = zip(gate.matrix(up).elements, gate.matrix(down).elements).map {
                    ($0 - $1) / Complex(2 * step, 0)
                }
                let distance = Oracle.distance(derivative(angles), GateMatrix(difference))
                #expect(distance < 1e-8, "\(gate.name)\(angles) by \(gate.parameterNames[index])")
            }
        }
    }

    @Test(arguments: GateTable.all.filter { $0.controlled != nil })
    func controlledGatesActAsTheirBase(_ gate: GateDefinition) throws {
        let (count, name) = try #require(gate.controlled)
        let base = try GateTable.named(name)
        #expect(base.qubitCount + count == gate.qubitCount)
        for angles in Sample.angles(for: gate) {
            let matrix = gate.matrix(angles)
            let inner = base.matrix(angles)
            let mask = 1 << count - 1
            for row in 0..<matrix.dimension {
                for column in 0..<matrix.dimension {
                    let acts = row & mask == mask && column & mask == mask
                    let expected = acts ? inner[row >> count, column >> count] : Complex(row == column ? 1 : 0, 0)
                    #expect((matrix[row, column] - expected).length < 1e-15, "\(gate.name)[\(row), \(column)]")
                }
            }
        }
    }

    @Test func namesAreUniqueAndFound() throws {
        #expect(Set(GateTable.all.map(\.name)).count == GateTable.all.count)
        for names in [GateTable.all.flatMap(\.spelling.openQASMNames), GateTable.all.flatMap(\.spelling.qsimNames)] {
            #expect(Set(names).count == names.count, "a name stands twice in \(names)")
        }
        for gate in GateTable.all {
            #expect(try GateTable.named(gate.name) == gate)
            for name in gate.spelling.openQASMNames { #expect(GateTable.openQASM(name) == gate) }
            for name in gate.spelling.qsimNames { #expect(GateTable.qsim(name) == gate) }
        }
    }

    @Test(arguments: [("cnot", "cx"), ("U", "u3"), ("u1", "p"), ("cu1", "cp"), ("is", "iswap"), ("x_1_2", "sx")])
    func aliasesAreFound(alias: String, name: String) throws {
        #expect(try GateTable.named(alias).name == name)
    }

    @Test func theTwoGatesNamedPAreToldApart() throws {
        #expect(try GateTable.named("p").qubitCount == 1)
        #expect(GateTable.openQASM("p")?.name == "p")
        #expect(GateTable.qsim("p")?.name == "gphase")
    }

    /// qsim's cp turns the other way (lib/gates_qsim.h: cos φ − i sin φ).
    @Test func theTwoGatesNamedCpAreToldApart() throws {
        #expect(try GateTable.named("cp").name == "cp")
        #expect(GateTable.openQASM("cp")?.name == "cp")
        #expect(GateTable.qsim("cp")?.name == "cpdg")
    }

    @Test func unknownNamesAreRefused() {
        #expect(throws: CircuitError.unknownGate("nonsense")) { try GateTable.named("nonsense") }
    }
}

/// Sequences of simpler gates, phases included.
@Suite struct GateSequenceTests {
    @Test(arguments: GateTable.all) func sequenceIsTheGate(_ gate: GateDefinition) throws {
        for angles in Sample.angles(for: gate) {
            let operands = Array(0..<gate.qubitCount)
            guard let steps = gate.sequence(angles.map(Angle.value), on: operands) else { continue }
            var circuit = Circuit(qubitCount: gate.qubitCount)
            for step in steps { try circuit.append(.gate(step)) }
            #expect(Oracle.distance(try circuit.unitary(), gate.matrix(angles)) < 1e-14, "\(gate)\(angles)")
        }
    }

    /// What writers rely on: every gate of several qubits follows from smaller ones in one of three ways.
    @Test func wideGatesAllComeApart() {
        for gate in GateTable.all where gate.qubitCount > 1 {
            let operands = Array(0..<gate.qubitCount)
            let angles = gate.parameterNames.map { _ in Angle.value(1) }
            #expect(
                gate.controlled != nil || gate.generator != nil || gate.sequence(angles, on: operands) != nil,
                "\(gate.name) has no way to be written in simpler gates")
        }
    }

    /// A product of rotations needs the generator's terms to commute.
    @Test func termsOfGeneratorsCommute() {
        for gate in GateTable.all {
            let terms = (gate.generator ?? .zero).map(\.term)
            for first in terms { for second in terms { #expect(first.commutes(with: second), "\(gate.name)") } }
        }
    }
}
