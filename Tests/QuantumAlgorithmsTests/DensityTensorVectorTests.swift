import ComplexModule
import DenseAlgebra
import FermionEncodings
import OperatorAlgebra
import QuantumAlgorithms
import RealModule
import TestSupport
import Testing

@Suite struct DensityTensorVectorTests {
    typealias Case = ReferenceVectors.Case

    static func oneBody(_ field: Field?) throws -> OneBodyTensor {
        let elements = try #require(field).tensor()
        let n = Int(Double(elements.count).squareRoot())
        return OneBodyTensor(modeCount: n) { elements[$0 * n + $1] }
    }

    static func twoBody(_ field: Field?) throws -> TwoBodyTensor {
        let elements = try #require(field).tensor()
        let n = Int(Double(elements.count).squareRoot().squareRoot())
        var result = TwoBodyTensor(modeCount: n)
        for (index, value) in elements.enumerated() {
            result[index / (n * n * n), index / (n * n) % n, index / n % n, index % n] = value
        }
        return result
    }

    static func difference(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Double {
        zip(a, b).reduce(a.count == b.count ? 0 : .infinity) { max($0, ($1.0 - $1.1).length) }
    }

    @Test(arguments: try MeasurementVectorTests.cases("molecule_rdm"))
    func molecules(_ test: Case) throws {
        let integrals = try FileIntegrals(test)
        let electrons = try #require(test.input["n_electrons"]?.int)
        let hamiltonian = InteractionOperator(integrals)
        let fermions = hamiltonian.fermionOperator
        let modes = 2 * integrals.orbitalCount
        let state = try ReducedDensityTensors(
            oneBody: Self.oneBody(test.expect["rdm1_spin_orbital"]),
            twoBody: Self.twoBody(test.expect["rdm2_spin_orbital"]))
        let energy = try #require(test.expect["ground_energy"]?.double)
        #expect(abs(try state.expectation(of: fermions).real - energy) < test.tol)
        #expect(abs(try state.expectation(of: hamiltonian).real - energy) < test.tol)
        let lowest = try ExactDiagonalization.lowestStates(
            1, of: fermions, modeCount: modes, particleCount: electrons, twiceSpinZ: 0)
        #expect(abs(lowest.energies[0] - energy) < test.tol)
        let spin = try state.expectation(of: .spinSquared(orbitalCount: integrals.orbitalCount)).real
        #expect(abs(spin - (test.expect["s_squared"]?.double ?? .nan)) < test.tol)
        #expect(abs(state.particleNumber - (test.expect["n_expectation"]?.double ?? .nan)) < test.tol)

        let contracted = ReducedDensityTensors.oneBody(
            contracting: state.twoBody, particleNumber: Double(electrons))
        let reference = try Self.oneBody(test.expect["opdm_from_tpdm"])
        #expect(Self.difference(contracted.elements, reference.elements) < test.tol)
        let hole = try Self.oneBody(test.expect["one_hole_dm"])
        #expect(Self.difference(state.oneHole.elements, hole.elements) < test.tol)
        if let field = test.expect["two_hole_dm"], !field.isNull {
            #expect(Self.difference(state.twoHole.elements, try Self.twoBody(field).elements) < test.tol)
        }
        if let field = test.expect["particle_hole_dm"], !field.isNull {
            #expect(Self.difference(state.particleHole.elements, try Self.twoBody(field).elements) < test.tol)
        }

        let encoding = JordanWigner(modeCount: modes)
        let encoded = try encoding.encode(integrals)
        if case .object(let strings)? = test.expect["pauli_expectations"] {
            for (text, value) in strings {
                let image = try encoding.decode(PauliSum(product: text, coefficient: Complex(1, 0)))
                let found = try state.expectation(of: image)
                #expect((found - Complex(value.double ?? .nan, 0)).length < test.tol, "\(text)")
            }
        }
        for (key, constant) in [("int", Complex<Double>.zero), ("int_woconst", encoded.constant)] {
            let norm = (encoded - constant * PauliSum.identity).norm(order: 1)
            #expect(abs(norm - (test.expect["one_norm"]?[key]?.double ?? .nan)) < test.tol, "\(key)")
        }
        let determinant = QubitMask(first: electrons)
        let mean = fermions.expectation(occupied: determinant).real
        let square = (fermions * fermions).normalOrdered().expectation(occupied: determinant).real
        let variance = try #require(test.expect["variance_of_hamiltonian_in_hf"]?.double)
        #expect(abs(square - mean * mean - variance) < test.tol * max(1, mean * mean))
        if let groups = test.expect["tensor_product_groups_seed1"]?["n_groups"]?.int {
            #expect(encoded.grouped(.qubitWise).count <= groups)
        }
        try constraints(test, state, modes, electrons)
    }

    func constraints(_ test: Case, _ state: ReducedDensityTensors, _ modes: Int, _ electrons: Int) throws {
        let one = RepresentabilityConstraints.oneBody(modeCount: modes, particleCount: electrons)
        let two = RepresentabilityConstraints.twoBody(modeCount: modes, particleCount: electrons)
        for constraint in one + two { #expect(try state.expectation(of: constraint).length < test.tol) }
        guard let expected = test.expect["one_body_constraints"]?.list else { return }
        #expect(expected.count == one.count)
        for (found, field) in zip(one, expected) { #expect(try found.isClose(to: field.operatorSum(), tolerance: 0)) }
        #expect(two.count == test.expect["two_body_constraints_count"]?.int)
        let first = try #require(test.expect["two_body_constraints_first20"]?.list)
        for (found, field) in zip(two, first) { #expect(try found.isClose(to: field.operatorSum(), tolerance: 0)) }
        let norm = two.reduce(0) { $0 + $1.reduce(0) { $0 + $1.coefficient.lengthSquared } }.squareRoot()
        #expect(abs(norm - (test.expect["constraint_matrix"]?["fro"]?.double ?? .nan)) < 1e-9)
    }

    @Test(arguments: try MeasurementVectorTests.cases("wedge"))
    func wedgeProducts(_ test: Case) throws {
        let (a, b) = (try Self.oneBody(test.input["a"]), try Self.oneBody(test.input["b"]))
        let expected = try Self.twoBody(test.expect["value"])
        #expect(Self.difference(a.wedge(b).elements, expected.elements) < test.tol)
        let state = try ReducedDensityTensors(occupied: [0, 2, 3], modeCount: 5)
        let pairs = state.oneBody.wedge(state.oneBody).elements.map { Complex(2, 0) * $0 }
        #expect(Self.difference(pairs, state.twoBody.elements) < 1e-15)
    }

    @Test(arguments: try MeasurementVectorTests.cases("fixed_trace_positive_projection"))
    func positiveProjections(_ test: Case) throws {
        let input = try Self.oneBody(test.input["matrix"])
        let trace = try #require(test.input["trace"]?.double)
        let matrix = try ComplexMatrix(rows: input.modeCount, columns: input.modeCount, elements: input.elements)
        let found = try matrix.positiveProjection(trace: trace)
        #expect(Self.difference(found.elements, try #require(test.expect["value"]).tensor()) < test.tol)
        let zero = try matrix.positiveProjection(trace: 0)
        #expect(zero.elements.allSatisfy { $0.length < 1e-12 })
        #expect(throws: DenseAlgebraError.self) { try matrix.positiveProjection(trace: -1) }
    }

    /// ⟨a_p a_q a†_r a†_s⟩ and the others, from the state itself.
    @Test func holesAreThoseOfTheState() throws {
        let determinant = QubitMask([0, 2])
        let state = try ReducedDensityTensors(occupied: determinant, modeCount: 4)
        for (tensor, pattern) in [
            (state.twoHole, [false, false, true, true]), (state.particleHole, [true, false, true, false]),
        ] {
            for p in 0..<4 {
                for q in 0..<4 {
                    for r in 0..<4 {
                        for s in 0..<4 {
                            let factors = zip([p, q, r, s], pattern).map { LadderOperator(mode: $0, isCreation: $1) }
                            let exact = FermionOperator(FermionProduct(factors)).expectation(occupied: determinant)
                            #expect(tensor[p, q, r, s] == exact, "\(p) \(q) \(r) \(s)")
                        }
                    }
                }
            }
        }
        #expect(throws: OperatorError.self) { try state.expectation(of: FermionOperator("2^ 1^ 0^ 0 1 2")) }
        #expect(throws: OperatorError.registerTooSmall(width: 5, given: 4)) {
            try state.expectation(of: FermionOperator("4^ 4"))
        }
    }
}
