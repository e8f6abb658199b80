import ComplexModule
import FermionEncodings
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

/// Projections, frozen modes, rotations and contextuality.
@Suite struct SectorTests {
    typealias Case = ReferenceVectors.Case

    @Test(arguments: try ReferenceVectors.cases("project_onto_sector"))
    func projection(_ test: Case) throws {
        let operand: PauliSum = try #require(test.input["op"]).operatorSum()
        let qubits = try TaperingTests.doubles(test.input["qubits"]).map { Int($0) }
        let sectors = try TaperingTests.doubles(test.input["sectors"])
        let ones = QubitMask(zip(qubits, sectors).filter { $0.1 == 1 }.map(\.0))
        let found = operand.projected(removing: QubitMask(qubits), ones: ones)
        #expect(found.isClose(to: try #require(test.expect["op"]).operatorSum(), tolerance: test.tol))
        let error = operand.projectionError(removing: QubitMask(qubits))
        #expect(abs(error - (try #require(test.expect["error"]?.double))) < test.tol)
    }

    @Test(arguments: try ReferenceVectors.cases("rotate_qubit_by_pauli"))
    func rotation(_ test: Case) throws {
        let operand: PauliSum = try #require(test.input["op"]).operatorSum()
        let pauli: PauliSum = try #require(test.input["pauli"]).operatorSum()
        let angle = try #require(test.input["angle"]?.double)
        let found = operand.rotated(by: pauli[0].term, angle: angle)
        #expect(found.isClose(to: try #require(test.expect["op"]).operatorSum(), tolerance: test.tol))
        // (cos θ − i sin θ P) A (cos θ + i sin θ P), multiplied out.
        let half = PauliSum(.identity, .cos(angle)), turn = PauliSum(pauli[0].term, Complex(0, -Double.sin(angle)))
        #expect(found.isClose(to: (half + turn) * operand * (half - turn), tolerance: 1e-12))
    }

    @Test(arguments: try ReferenceVectors.cases("is_contextual"))
    func contextuality(_ test: Case) throws {
        let operand: PauliSum = try #require(test.input["op"]).operatorSum()
        #expect(operand.isContextual == test.expect["value"]?.bool)
    }

    /// By the definition: among terms that do not commute with all, one commutes with two that anticommute.
    @Test func contextualityByTriples() {
        var outcomes: Set<Bool> = []
        forSeededCases(100) { generator in
            let width = Int.random(in: 1...3, using: &generator)
            let count = Int.random(in: 1...6, using: &generator)
            let operand = PauliSum(
                (0..<count).map { _ -> PauliSum.Element in
                    (EncodingPropertyTests.randomString(width, using: &generator), Complex(1, 0))
                })
            let strings = operand.map(\.term)
            let rest = strings.filter { string in !strings.allSatisfy(string.commutes) }
            let expected = rest.contains { a in
                rest.contains { b in
                    a != b && a.commutes(with: b)
                        && rest.contains { $0 != a && a.commutes(with: $0) && !b.commutes(with: $0) }
                }
            }
            #expect(operand.isContextual == expected, generator.comment)
            outcomes.insert(expected)
        }
        #expect(outcomes.count == 2)
    }

    @Test(arguments: try ReferenceVectors.cases("freeze_orbitals"))
    func freezing(_ test: Case) throws {
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let occupied = QubitMask(try TaperingTests.doubles(test.input["occupied"]).map { Int($0) })
        let empty = QubitMask(try TaperingTests.doubles(test.input["unoccupied"]).map { Int($0) })
        let found = operand.frozen(occupied: occupied, empty: empty)
        let expected: FermionOperator = try #require(test.expect["op_no_prune"]).operatorSum()
        #expect(found.isClose(to: expected, tolerance: test.tol))
        let pruned: FermionOperator = try #require(test.expect["op"]).operatorSum()
        #expect(found.withoutUnusedModes().isClose(to: pruned, tolerance: test.tol))
    }

    /// Matrix elements are those of the whole operator between determinants with the frozen modes as told.
    @Test func frozenMatrixElements() {
        forSeededCases(60) { generator in
            let modeCount = Int.random(in: 1...5, using: &generator)
            let operand = EncodingPropertyTests.randomOperator(modeCount, using: &generator)
            let all = UInt64(1) << UInt64(modeCount)
            let frozen = UInt64.random(in: 0..<all, using: &generator)
            let occupied = frozen & UInt64.random(in: 0..<all, using: &generator)
            let found = operand.frozen(occupied: QubitMask(word: occupied), empty: QubitMask(word: frozen & ~occupied))
            for rest in (0..<all).filter({ $0 & frozen == 0 }) {
                var difference: [UInt64: Complex<Double>] = [:]
                for (term, coefficient) in operand {
                    guard let (phase, image) = term.applied(to: QubitMask(word: rest | occupied)),
                        image.word & frozen == occupied
                    else { continue }
                    difference[image.word & ~frozen, default: .zero] += phase.multiplying(coefficient)
                }
                for (term, coefficient) in found {
                    guard let (phase, image) = term.applied(to: QubitMask(word: rest)) else { continue }
                    difference[image.word, default: .zero] -= phase.multiplying(coefficient)
                }
                #expect(difference.values.allSatisfy { $0.length < 1e-13 }, generator.comment)
            }
        }
    }

    @Test(arguments: try ReferenceVectors.cases("prune_unused_indices"))
    func pruning(_ test: Case) throws {
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let expected: FermionOperator = try #require(test.expect["op"]).operatorSum()
        #expect(operand.withoutUnusedModes() == expected)
        #expect(try PauliSum("Z1 X5 + 2 Y8").withoutUnusedQubits() == PauliSum("Z0 X1 + 2 Y2"))
    }
}
