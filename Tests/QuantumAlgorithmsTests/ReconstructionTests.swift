import ComplexModule
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct ReconstructionTests {
    typealias Case = ReferenceVectors.Case

    static func state(_ test: Case) throws -> ReducedDensityTensors {
        try ReducedDensityTensors(
            oneBody: DensityTensorVectorTests.oneBody(test.expect["rdm1_spin_orbital"]),
            twoBody: DensityTensorVectorTests.twoBody(test.expect["rdm2_spin_orbital"]))
    }

    @Test(arguments: try MeasurementVectorTests.cases("molecule_rdm"))
    func reducedHamiltonians(_ test: Case) throws {
        let hamiltonian = InteractionOperator(try FileIntegrals(test))
        let electrons = try #require(test.input["n_electrons"]?.int)
        let reduced = try hamiltonian.reduced(particleCount: electrons)
        #expect(reduced.oneBody == OneBodyTensor(modeCount: hamiltonian.modeCount))
        let energy = try Self.state(test).expectation(of: reduced).real
        #expect(abs(energy - (test.expect["ground_energy"]?.double ?? .nan)) < test.tol)
        let expected = try #require(test.expect["reduced_hamiltonian_two_body"])
        if let norm = expected["fro"]?.double {
            let found = reduced.twoBody.elements.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
            #expect(abs(found - norm) < test.tol)
            let sum = reduced.twoBody.elements.reduce(Complex<Double>.zero, +)
            #expect(abs(sum.real - (expected["sum"]?.double ?? .nan)) < 10 * test.tol)
        } else {
            #expect(DensityTensorVectorTests.difference(reduced.twoBody.elements, try expected.tensor()) < test.tol)
        }
        #expect(throws: OperatorError.tooFewParticles(found: 1, expected: 2)) {
            try hamiltonian.reduced(particleCount: 1)
        }
    }

    @Test(arguments: try MeasurementVectorTests.cases("molecule_rdm"))
    func threeBodyReconstructions(_ test: Case) throws {
        guard let expected = test.expect["valdemoro_3rdm"], !expected.isNull else { return }
        let found = try Self.state(test).threeBodyReconstruction.elements.map { Complex(1.0 / 6, 0) * $0 }
        #expect(DensityTensorVectorTests.difference(found, try expected.tensor()) < test.tol)
    }

    /// ⟨a†_p a†_q a†_r a_s a_t a_u⟩ of a determinant is what pairs say.
    @Test func determinantsAreReconstructed() throws {
        let determinant = QubitMask([0, 2, 3])
        let state = try ReducedDensityTensors(occupied: determinant, modeCount: 4)
        #expect(state.twoBodyCumulant == TwoBodyTensor(modeCount: 4))
        let found = state.threeBodyReconstruction
        for (index, value) in found.elements.enumerated() {
            let modes = (0..<6).map { index >> (10 - 2 * $0) & 3 }
            let factors = modes.enumerated().map { LadderOperator(mode: $1, isCreation: $0 < 3) }
            let exact = FermionOperator(FermionProduct(factors)).expectation(occupied: determinant)
            #expect((value - exact).length < 1e-15, "\(modes)")
            #expect(found[modes[0], modes[1], modes[2], modes[3], modes[4], modes[5]] == value)
        }
        #expect(found.elements.contains { $0.length > 0.5 })
    }

    @Test(arguments: try MeasurementVectorTests.cases("linearize_term"))
    func termNumbers(_ test: Case) throws {
        let numbering = TwoBodyTermNumbering(modeCount: try #require(test.input["n"]?.int))
        #expect(numbering.count == test.expect["total_dim"]?.int)
        guard case .object(let numbers)? = test.expect["index"] else {
            Issue.record("the case has no numbers")
            return
        }
        for (text, number) in numbers {
            let term = try #require(FermionOperator(text.isEmpty ? "[]" : text).first?.term)
            #expect(try numbering.index(of: term) == number.int, "\(text)")
        }
        for index in 0..<numbering.count { #expect(try numbering.index(of: numbering.term(at: index)) == index) }
        let vector = (0..<numbering.count).map { Complex(Double($0) - 7, 1) }
        #expect(try numbering.vector(of: numbering.fermionOperator(vector)) == vector)
        #expect(throws: OperatorError.self) { try numbering.vector(of: FermionOperator("0 1^")) }
        #expect(throws: OperatorError.self) { try numbering.vector(of: FermionOperator("3^ 0")) }
        #expect(throws: OperatorError.self) { try numbering.fermionOperator([]) }
    }
}
