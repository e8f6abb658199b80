import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import OperatorAlgebra

extension Field {
    func oneBody() throws -> OneBodyTensor {
        let elements = try tensor()
        let count = Int(Double(elements.count).squareRoot())
        return OneBodyTensor(modeCount: count) { elements[$0 * count + $1] }
    }

    func twoBody() throws -> TwoBodyTensor {
        let elements = try tensor()
        let count = Int(Double(elements.count).squareRoot().squareRoot())
        var result = TwoBodyTensor(modeCount: count)
        for index in elements.indices {
            let (pq, rs) = (index / (count * count), index % (count * count))
            result[pq / count, pq % count, rs / count, rs % count] = elements[index]
        }
        return result
    }
}

@Suite struct TensorTests {
    typealias Case = ReferenceVectors.Case

    static func cases(_ kind: String) throws -> [Case] { try ReferenceVectors.cases(kind, file: "tensors") }

    static func difference(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Double {
        a.count == b.count ? zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).length) } : .infinity
    }

    static func interaction(_ input: [String: Field]) throws -> InteractionOperator {
        let one = try #require(input["one_body"]).oneBody()
        var result = InteractionOperator(modeCount: one.modeCount)
        result.constant = Complex(try #require(input["constant"]?.double), 0)
        result.oneBody = one
        result.twoBody = try #require(input["two_body"]).twoBody()
        return result
    }

    @Test(arguments: try cases("interaction_operator"))
    func interactionOperators(_ test: Case) throws {
        let tensors = try Self.interaction(test.input)
        let found = tensors.fermionOperator
        #expect(try found.isClose(to: #require(test.expect["fermion"]).operatorSum(), tolerance: test.tol))
        let ordered = try #require(test.expect["normal_ordered"]).operatorSum(FermionProduct.self)
        #expect(found.normalOrdered().isClose(to: ordered, tolerance: test.tol))
        // Normal order leaves each pair of indices p > q and r > s only, with the four elements it stands for.
        let back = try InteractionOperator(found, modeCount: tensors.modeCount)
        let expected = try #require(test.expect["normal_ordered_interaction_op"]?["two_body"]).tensor()
        #expect(Self.difference(back.twoBody.elements, expected) <= test.tol)
        #expect(Self.difference(back.oneBody.elements, tensors.oneBody.elements) <= test.tol)
        #expect(back.constant == tensors.constant)
    }

    @Test(arguments: try cases("hermitian_two_body"))
    func tensorsOfOperators(_ test: Case) throws {
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let expected = try #require(test.expect["interaction_operator"])
        let found = try InteractionOperator(operand, modeCount: #require(test.input["n_modes"]?.int))
        #expect(found.constant == Complex(try #require(expected["constant"]?.double), 0))
        #expect(try Self.difference(found.oneBody.elements, #require(expected["one_body"]).tensor()) <= test.tol)
        #expect(try Self.difference(found.twoBody.elements, #require(expected["two_body"]).tensor()) <= test.tol)
        #expect(found.fermionOperator.isClose(to: operand.normalOrdered(), tolerance: test.tol))
    }

    @Test func everyRotationIsTested() throws {
        #expect(try Self.cases("rotate_basis").count == 2)
    }

    @Test(arguments: try cases("rotate_basis"))
    func rotations(_ test: Case) throws {
        let tensors = try Self.interaction(test.input)
        let rotation = try #require(test.input["rotation"]).oneBody()
        let found = try tensors.rotated(by: rotation)
        #expect(try Self.difference(found.oneBody.elements, #require(test.expect["one_body"]).tensor()) <= test.tol)
        #expect(try Self.difference(found.twoBody.elements, #require(test.expect["two_body"]).tensor()) <= test.tol)
        // An expectation value does not depend on the modes.
        let density = try ReducedDensityTensors(occupied: [0, 2], modeCount: tensors.modeCount)
        let (before, after) = (
            try density.expectation(of: tensors), try density.rotated(by: rotation).expectation(of: found)
        )
        #expect((before - after).length < 1e-9)
    }

    @Test(arguments: try cases("molecule_rdm"))
    func densityMatrices(_ test: Case) throws {
        let hamiltonian = InteractionOperator(try FileIntegrals(test))
        let density = try ReducedDensityTensors(
            oneBody: #require(test.expect["rdm1_spin_orbital"]).oneBody(),
            twoBody: #require(test.expect["rdm2_spin_orbital"]).twoBody())
        let energy = try density.expectation(of: hamiltonian)
        #expect(abs(energy.real - (try #require(test.expect["ground_energy"]?.double))) < 1e-8)
        #expect(abs(density.particleNumber - (try #require(test.expect["n_expectation"]?.double))) < 1e-8)
    }

    /// The tensors of integrals, a determinant's energy and the projection against sums over products.
    @Test(arguments: try cases("molecule_rdm"))
    func determinants(_ test: Case) throws {
        let hamiltonian = InteractionOperator(try FileIntegrals(test))
        let operand = hamiltonian.fermionOperator
        #expect(operand.isHermitian() && operand.conservesNumber)
        for word in 0..<UInt64(16) {
            let occupied = QubitMask(word: word)
            let density = try ReducedDensityTensors(occupied: occupied, modeCount: 4)
            let expected = operand.expectation(occupied: occupied)
            #expect((try density.expectation(of: hamiltonian) - expected).length < 1e-12)
            let projected = hamiltonian.projected(onto: occupied).fermionOperator
            let kept = operand.filter { $0.term.factors.allSatisfy { occupied.contains($0.mode) } }
            #expect(projected == FermionOperator(kept))
        }
    }

    @Test(arguments: try cases("diagonal_coulomb"))
    func diagonalCoulomb(_ test: Case) throws {
        let values = try #require(test.input["two_body"]).oneBody()
        let constant = try #require(test.input["constant"]?.complex).real
        let one = try #require(test.input["one_body"]).oneBody()
        let hamiltonian = try DiagonalCoulombHamiltonian(constant: constant, oneBody: one) { values[$0, $1].real }
        let expected = try #require(test.expect["fermion"]).operatorSum(FermionProduct.self)
        let found = hamiltonian.fermionOperator
        #expect(found.normalOrdered().isClose(to: expected.normalOrdered(), tolerance: test.tol))
        let back = try DiagonalCoulombHamiltonian(expected, modeCount: one.modeCount)
        #expect(Self.difference(back.oneBody.elements, hamiltonian.oneBody.elements) <= test.tol)
        for p in 0..<one.modeCount {
            for q in 0..<one.modeCount { #expect(abs(back.twoBody(p, q) - hamiltonian.twoBody(p, q)) <= test.tol) }
        }
        let withDiagonal = try DiagonalCoulombHamiltonian(constant: 0, oneBody: one) { p, q in p == q ? 2 : 0 }
        #expect(withDiagonal.oneBody[1, 1] == one[1, 1] + Complex(2, 0) && withDiagonal.twoBody(1, 1) == 0)
    }

    @Test(arguments: try cases("quadratic_hamiltonian"))
    func quadraticHamiltonians(_ test: Case) throws {
        let potential = try #require(test.input["chemical_potential"]?.double)
        let hamiltonian = try QuadraticHamiltonian(
            constant: #require(test.input["constant"]?.double),
            hermitianPart: #require(test.input["hermitian_part"]).oneBody(),
            antisymmetricPart: #require(test.input["antisymmetric_part"]).oneBody(), chemicalPotential: potential)
        let expected = try #require(test.expect["fermion"]).operatorSum(FermionProduct.self)
        let found = hamiltonian.fermionOperator.normalOrdered()
        #expect(found.isClose(to: expected.normalOrdered(), tolerance: test.tol))
        let majorana = hamiltonian.majoranaForm
        let matrix = try #require(test.expect["majorana_matrix"]).tensor()
        #expect(Self.difference(majorana.matrix.map { Complex($0, 0) }, matrix) <= test.tol)
        #expect(abs(majorana.constant - (try #require(test.expect["majorana_constant"]?.double))) <= test.tol)
        let back = try QuadraticHamiltonian(expected, chemicalPotential: potential)
        for (a, b) in [
            (back.hermitianPart, hamiltonian.hermitianPart), (back.antisymmetricPart, hamiltonian.antisymmetricPart),
        ] { #expect(Self.difference(a.elements, b.elements) <= test.tol) }
        #expect(!hamiltonian.conservesNumber && back.chemicalPotential == potential)
    }

    @Test(arguments: try cases("doci"))
    func doublyOccupied(_ test: Case) throws {
        let hamiltonian = DOCIHamiltonian(try FileIntegrals(test))
        for (found, key) in [
            (hamiltonian.single, "hc"), (hamiltonian.hopping, "hr1"), (hamiltonian.interaction, "hr2"),
        ] {
            let expected = try #require(test.expect[key]).tensor()
            #expect(Self.difference(found.map { Complex($0, 0) }, expected) <= test.tol)
        }
        let expected = try #require(test.expect["qubit_operator"]).operatorSum(PauliString.self)
        #expect(hamiltonian.pauliSum.isClose(to: expected, tolerance: test.tol))
        let back = try DOCIHamiltonian(expected, orbitalCount: hamiltonian.orbitalCount)
        #expect(back.pauliSum.isClose(to: expected, tolerance: test.tol))
        #expect(zip(back.hopping, hamiltonian.hopping).allSatisfy { abs($0 - $1) <= test.tol })
    }

    @Test func whatIsNoHamiltonianOfPairsIsNamed() throws {
        for (text, term) in [
            ("X0", "X0"), ("X0 Z1", "X0 Z1"), ("Z0 Z1 Z2", "Z0 Z1 Z2"), ("X0 Y1", "X0 Y1"), ("X0 X1", "X0 X1"),
            ("X0 X1 + 0.5 [Y0 Y1]", "X0 X1"),
        ] {
            #expect(throws: OperatorError.notPaired(term: term)) { try DOCIHamiltonian(PauliSum(text)) }
        }
        #expect(throws: OperatorError.notHermitian(term: "Z0")) { try DOCIHamiltonian(PauliSum("1j [Z0]")) }
        #expect(throws: OperatorError.registerTooSmall(width: 3, given: 2)) {
            try DOCIHamiltonian(PauliSum("Z2"), orbitalCount: 2)
        }
        let random = try PauliSum("0.3 + 0.7 [Z0] - 0.2 [Z2] + 0.4 [Z0 Z2] + 0.6 [X1 X2] + 0.6 [Y1 Y2]")
        #expect(try DOCIHamiltonian(random).pauliSum.isClose(to: random, tolerance: 1e-15))
    }

    @Test(arguments: try cases("richardson_gaudin"))
    func pairing(_ test: Case) throws {
        func numbers(_ key: String) throws -> [Double] { try #require(test.expect[key]).tensor().map(\.real) }
        let hamiltonian = try DOCIHamiltonian(
            constant: 0, single: numbers("hc"), hopping: numbers("hr1"), interaction: numbers("hr2"))
        let expected = try #require(test.expect["qubit_operator"]).operatorSum(PauliString.self)
        #expect(hamiltonian.pauliSum.isClose(to: expected, tolerance: test.tol))
    }

    /// The seniority-zero block of the electronic Hamiltonian is the DOCI Hamiltonian, as qubits and as fermions.
    @Test(arguments: try cases("molecule_rdm"))
    func pairsOfTheFullHamiltonian(_ test: Case) throws {
        let integrals = try FileIntegrals(test)
        let pairs = DOCIHamiltonian(integrals)
        let full = try SparseMatrix(InteractionOperator(integrals).fermionOperator, modeCount: 4)
        let restricted = try SparseMatrix(pairs.fermionOperator, modeCount: 4)
        let qubits = try SparseMatrix(pairs.pauliSum, qubitCount: 2)
        let doubled = [0, 3, 12, 15]
        for row in 0..<4 {
            for column in 0..<4 {
                #expect((full[doubled[row], doubled[column]] - qubits[row, column]).length < 1e-12)
                #expect((restricted[doubled[row], doubled[column]] - qubits[row, column]).length < 1e-12)
            }
        }
    }

    @Test func badInputIsNamed() throws {
        func fermions(_ text: String) throws -> FermionOperator { try FermionOperator(text) }
        #expect(throws: OperatorError.notTwoBody(term: "2")) { try InteractionOperator(fermions("[2^] + [2]")) }
        #expect(throws: OperatorError.notHermitian(term: "0^ 1")) { try InteractionOperator(fermions("1.0 [0^ 1]")) }
        #expect(throws: OperatorError.registerTooSmall(width: 3, given: 2)) {
            try InteractionOperator(fermions("[2^ 2]"), modeCount: 2)
        }
        #expect(throws: OperatorError.notDiagonalCoulomb(term: "1^ 0^ 2 1")) {
            try DiagonalCoulombHamiltonian(fermions("[2^ 1^ 1 0] + [0^ 1^ 1 2]"))
        }
        #expect(throws: OperatorError.notQuadratic(term: "1^ 0^ 1 0")) {
            try QuadraticHamiltonian(fermions("[1^ 0^ 1 0]"))
        }
        #expect(throws: OperatorError.notQuadratic(term: "0")) { try QuadraticHamiltonian(fermions("[0] + [0^]")) }
        var matrix = OneBodyTensor(modeCount: 2)
        matrix[0, 1] = Complex(1, 0)
        #expect(throws: OperatorError.self) { try QuadraticHamiltonian(hermitianPart: matrix) }
        #expect(throws: OperatorError.notAntisymmetric) {
            try QuadraticHamiltonian(hermitianPart: OneBodyTensor(modeCount: 2), antisymmetricPart: matrix)
        }
        #expect(throws: OperatorError.notSymmetric(p: 0, q: 1)) {
            try DiagonalCoulombHamiltonian(constant: 0, oneBody: OneBodyTensor(modeCount: 2)) { p, q in Double(q - p) }
        }
        #expect(throws: OperatorError.tensorSize(found: 3, expected: 4)) {
            try DOCIHamiltonian(constant: 0, single: [1, 2], hopping: [0, 1, 1], interaction: [0, 0, 0, 0])
        }
        #expect(throws: OperatorError.tensorSize(found: 3, expected: 2)) {
            try InteractionOperator(modeCount: 2).rotated(by: OneBodyTensor(modeCount: 3))
        }
    }
}
