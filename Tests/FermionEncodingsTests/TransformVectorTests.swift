import ComplexModule
import FermionEncodings
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

/// Encodings against OpenFermion's results.
@Suite struct TransformVectorTests {
    typealias Case = ReferenceVectors.Case

    /// OpenFermion's key and our encoding.
    static func encodings(modeCount: Int) -> [(key: String, encoding: any FermionEncoding)] {
        [
            ("jordan_wigner", JordanWigner(modeCount: modeCount)),
            ("bravyi_kitaev", BravyiKitaev(modeCount: modeCount)),
            ("bravyi_kitaev_tree", BravyiKitaevTree(modeCount: modeCount)),
            ("parity", Parity(modeCount: modeCount)),
        ]
    }

    @Test func everyKindIsTested() throws {
        let kinds = Set(try ReferenceVectors.load().cases.map(\.kind))
        #expect(
            kinds == [
                "ladder", "random_fermion", "majorana_to_qubit", "hermitian_two_body", "molecule", "jw_one_body",
                "jw_two_body", "symmetry_ops", "reverse_jordan_wigner", "taper_generic", "project_onto_sector",
                "rotate_qubit_by_pauli", "freeze_orbitals", "prune_unused_indices", "is_contextual", "bksf_edges",
                "verstraete_cirac", "binary_code",
            ])
    }

    /// Compares under every encoding that the case has an answer for; at least `count` of them.
    private func check(
        _ test: Case, modeCount: Int, atLeast count: Int, _ encode: (any FermionEncoding) throws -> PauliSum
    ) throws {
        var compared = 0
        for (key, encoding) in Self.encodings(modeCount: modeCount) {
            guard let answer = test.expect[key], !answer.isNull else { continue }
            let expected: PauliSum = try answer.operatorSum()
            #expect(try encode(encoding).isClose(to: expected, tolerance: test.tol), "\(key)")
            compared += 1
        }
        #expect(compared >= count)
    }

    @Test(arguments: try ReferenceVectors.cases("ladder"))
    func ladder(_ test: Case) throws {
        let ladder = LadderOperator.creation(try #require(test.input["creation_op_on"]?.int))
        let modeCount = try #require(test.input["n_modes"]?.int)
        try check(test, modeCount: modeCount, atLeast: 3) { try $0.encode(FermionOperator(FermionProduct([ladder]))) }
        try check(test, modeCount: modeCount, atLeast: 3) { $0.image(of: ladder) }
    }

    /// γ_2p is X on p and its update set and Z on its parity set; γ_2p+1 has Y on p and Z on the remainder set, the parity
    /// set without the children of p.
    @Test(arguments: try ReferenceVectors.cases("ladder"))
    func fenwickSets(_ test: Case) throws {
        let mode = try #require(test.input["creation_op_on"]?.int)
        let tree = BravyiKitaevTree(modeCount: try #require(test.input["n_modes"]?.int))
        let (real, imaginary) = (tree.majorana(2 * mode), tree.majorana(2 * mode + 1))
        func expected(_ key: String) throws -> QubitMask {
            QubitMask(try #require(test.expect["fenwick_" + key]?.list).compactMap(\.int))
        }
        #expect(try real.x == expected("update").union([mode]) && imaginary.x == real.x)
        #expect(try real.z == expected("parity"))
        #expect(try imaginary.z == expected("remainder").union([mode]))
        #expect(try real.z.subtracting(imaginary.z) == expected("children"))
    }

    @Test(arguments: try ReferenceVectors.cases("random_fermion") + ReferenceVectors.cases("hermitian_two_body"))
    func fermionOperator(_ test: Case) throws {
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let modeCount = try #require(test.input["n_modes"]?.int)
        try check(test, modeCount: modeCount, atLeast: 2) { try $0.encode(operand) }
    }

    /// The same encodings as binary codes.
    @Test(arguments: try ReferenceVectors.cases("random_fermion"))
    func linearCodes(_ test: Case) throws {
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let modeCount = try #require(test.input["n_modes"]?.int)
        let codes = [
            ("jw_code", BinaryCode.jordanWigner(modeCount: modeCount)),
            ("bk_code", .bravyiKitaev(modeCount: modeCount)),
        ]
        for (key, code) in codes {
            let expected: PauliSum = try #require(test.expect[key]).operatorSum()
            #expect(try code.encode(operand).isClose(to: expected, tolerance: test.tol), "\(key)")
        }
    }

    @Test(arguments: try ReferenceVectors.cases("hermitian_two_body"))
    func interactionOperator(_ test: Case) throws {
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let modeCount = try #require(test.input["n_modes"]?.int)
        let tensors = try InteractionOperator(operand, modeCount: modeCount)
        let found = try JordanWigner(modeCount: modeCount).encode(tensors.fermionOperator)
        let expected: PauliSum = try #require(test.expect["jw_from_interaction_operator"]).operatorSum()
        #expect(found.isClose(to: expected, tolerance: test.tol))
        let lowest = try #require(test.expect["lowest_eigenvalues"]?.list).compactMap(\.double)
        let levels = try found.spectrum(qubitCount: modeCount)
        #expect(!lowest.isEmpty && areClose(Array(levels.prefix(lowest.count)), lowest, 1e-8))
    }

    @Test(arguments: try ReferenceVectors.cases("majorana_to_qubit"))
    func majoranaOperator(_ test: Case) throws {
        let operand = try #require(test.input["op"]).operatorSum(MajoranaProduct.self)
        let modeCount = try #require(test.input["n_modes"]?.int)
        try check(test, modeCount: modeCount, atLeast: 2) { try $0.encode(operand) }
    }

    @Test(arguments: try ReferenceVectors.cases("molecule"))
    func molecule(_ test: Case) throws {
        let integrals = try TestIntegrals(test)
        let modeCount = try #require(test.input["n_modes"]?.int)
        try check(test, modeCount: modeCount, atLeast: 2) { try $0.encode(integrals) }
        let counts = try #require(test.expect["counts"])
        for (key, encoding) in Self.encodings(modeCount: modeCount) {
            let expected = ["jordan_wigner": "jw", "bravyi_kitaev": "bk", "bravyi_kitaev_tree": "bk_tree"][key]
            let count = counts[expected ?? "jw"]?.int
            #expect(try encoding.encode(integrals).count == count, "\(key)")
        }
        try checkFermions(test, integrals, modeCount)
        let norm = try #require(test.expect["one_norm_jw_with_identity"]?.double)
        #expect(abs(try JordanWigner(modeCount: modeCount).encode(integrals).norm() - norm) < 1e-8)
    }

    /// The molecule before it is encoded: its terms, and the lowest levels of all numbers of electrons.
    private func checkFermions(_ test: Case, _ integrals: TestIntegrals, _ modeCount: Int) throws {
        let fermions = InteractionOperator(integrals).fermionOperator.pruned(below: 1e-8)
        let ordered = fermions.normalOrdered().pruned(below: 1e-8)
        #expect(ordered.count == test.expect["n_terms_normal_ordered"]?.int)
        if let answer = test.expect["fermion_normal_ordered"] {
            #expect(try ordered.isClose(to: answer.operatorSum(), tolerance: test.tol))
        }
        #expect(fermions.count == test.expect["n_terms_fermion"]?.int)
        if modeCount <= 8 {
            let lowest = try #require(test.expect["lowest_eigenvalues"]?.list).compactMap(\.double)
            let levels = try JordanWigner(modeCount: modeCount).encode(integrals).spectrum(qubitCount: modeCount)
            #expect(!lowest.isEmpty && areClose(Array(levels.prefix(lowest.count)), lowest, 1e-8))
        }
    }

    @Test(arguments: try ReferenceVectors.cases("jw_one_body"))
    func oneBody(_ test: Case) throws {
        let (p, q) = (try #require(test.input["p"]?.int), try #require(test.input["q"]?.int))
        let hop = FermionOperator(
            FermionProduct([.creation(p), .annihilation(q)]), try #require(test.input["c"]?.complex))
        let expected: PauliSum = try #require(test.expect["op"]).operatorSum()
        let found = try JordanWigner(modeCount: max(p, q) + 1).encode(p == q ? hop : hop + hop.adjoint)
        #expect(found.isClose(to: expected, tolerance: test.tol))
    }

    /// OpenFermion's `jordan_wigner_two_body` takes c a†_p a†_q a_r a_s once when it is its own adjoint.
    @Test(arguments: try ReferenceVectors.cases("jw_two_body"))
    func twoBody(_ test: Case) throws {
        let modes = try #require(test.input["pqrs"]?.list).compactMap(\.int)
        let product = FermionProduct([
            .creation(modes[0]), .creation(modes[1]), .annihilation(modes[2]), .annihilation(modes[3]),
        ])
        let term = FermionOperator(product, try #require(test.input["c"]?.complex))
        let expected: PauliSum = try #require(test.expect["op"]).operatorSum()
        let isOwnAdjoint = Set(modes.prefix(2)) == Set(modes.suffix(2))
        let encoding = JordanWigner(modeCount: (modes.max() ?? 0) + 1)
        let found = try encoding.encode(isOwnAdjoint ? term : term + term.adjoint)
        #expect(found.isClose(to: expected, tolerance: test.tol), "\(found) instead of \(expected)")
    }

    @Test(arguments: try ReferenceVectors.cases("symmetry_ops"))
    func symmetryOperators(_ test: Case) throws {
        let n = try #require(test.input["n_spatial"]?.int)
        let operators: [String: FermionOperator] = [
            "number": .number(modeCount: 2 * n), "sz": .spinZ(orbitalCount: n),
            "s_squared": .spinSquared(orbitalCount: n), "s_plus": .spinRaising(orbitalCount: n),
        ]
        let operand = try #require(operators[test.input["which"]?.string ?? ""])
        try check(test, modeCount: 2 * n, atLeast: 4) { try $0.encode(operand) }
    }

    @Test(arguments: try ReferenceVectors.cases("reverse_jordan_wigner"))
    func reverseJordanWigner(_ test: Case) throws {
        let operand: PauliSum = try #require(test.input["op"]).operatorSum()
        let qubitCount = try #require(test.input["n_qubits"]?.int)
        let found = try JordanWigner(modeCount: qubitCount).decode(operand)
        let expected: FermionOperator = try #require(test.expect["op_normal_ordered"]).operatorSum()
        #expect(found.normalOrdered().isClose(to: expected.normalOrdered(), tolerance: test.tol))
    }
}
