import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import OperatorAlgebra

/// Every operator type against OpenFermion's results; boson, quadrature and matrix kinds are in suites of their own.
@Suite struct OperatorVectorTests {
    typealias Case = ReferenceVectors.Case

    /// Kinds with a test in this module: no case of the reference vectors is skipped.
    static let kindsTested: Set = [
        "parse", "parse_sum", "parse_error", "print", "product", "sum", "power", "hermitian_conjugated", "is_hermitian",
        "commutator", "anticommutator", "double_commutator", "normal_ordered", "chemist_ordered",
        "two_body_number_conserving", "reorder_up_then_down", "up_then_down", "fermion_to_majorana",
        "majorana_to_fermion", "majorana_commutes", "special", "majorana_fermion_form", "compress", "induced_norm",
        "renormalize", "trivially_commutes_dual_basis", "binary_polynomial", "boson_to_quad", "quad_to_boson",
        "symmetric_ordering", "weyl_polynomial", "mccoy", "sparse_fermion", "sparse_qubit", "sparse_boson",
        "sparse_quad", "bch_expand", "bch_expand_matrix",
    ]

    @Test func everyCaseIsTested() throws {
        let vectors = try ReferenceVectors.load()
        #expect(Set(vectors.cases.map(\.kind)) == Self.kindsTested)
        let types = Set(vectors.cases.compactMap(\.type))
        #expect(types == ["fermion", "qubit", "majorana", "boson", "quad", "ising"])
        #expect(vectors.cases.count == 337)
    }

    // MARK: Text

    /// OpenFermion spells the keys of Ising operators wrongly, so those are compared with what it prints.
    @Test(arguments: try ReferenceVectors.cases("parse"))
    func parse(_ test: Case) throws {
        func check<Term: OperatorProduct>(_ type: Term.Type) throws {
            let text = try #require(test.input["string"]?.string)
            let coefficient = try #require(test.input["coefficient"]?.complex)
            let parsed = try LinearCombination<Term>(product: text, coefficient: coefficient)
            let printed = try #require(test.expect["printed"]?.string)
            let readBack = try LinearCombination<Term>(printed)
            let expected = test.type == "ising" ? readBack : try #require(test.expect["op"]).operatorSum(type)
            #expect(parsed.isClose(to: expected, tolerance: test.tol))
            #expect(parsed.isClose(to: readBack, tolerance: test.tol))
            #expect(parsed.count == test.expect["n_terms"]?.int)
            #expect(Self.manyBodyOrder(parsed) == test.expect["many_body_order"]?.int)
        }
        try check(test.termType)
    }

    static func manyBodyOrder(_ operand: any Sendable) -> Int? {
        switch operand {
        case let operand as FermionOperator: operand.manyBodyOrder
        case let operand as PauliSum: operand.manyBodyOrder
        case let operand as BosonOperator: operand.manyBodyOrder
        case let operand as QuadratureOperator: operand.manyBodyOrder
        default: nil
        }
    }

    @Test(arguments: try ReferenceVectors.cases("parse_sum"))
    func parseSum(_ test: Case) throws {
        func check<Term: OperatorProduct>(_ type: Term.Type) throws {
            let parsed = try LinearCombination<Term>(#require(test.input["string"]?.string))
            let expected = try #require(test.expect["op"]).operatorSum(type)
            #expect(parsed.isClose(to: expected, tolerance: test.tol))
            #expect(parsed.count == expected.count)
        }
        try check(test.termType)
    }

    @Test(arguments: try ReferenceVectors.cases("parse_error"))
    func parseError(_ test: Case) throws {
        let text = try #require(test.input["string"]?.string)
        func check<Term: OperatorProduct>(_ type: Term.Type) {
            #expect(throws: OperatorError.self) { try LinearCombination<Term>(text) }
            #expect(throws: OperatorError.self) { try LinearCombination<Term>(product: text) }
        }
        check(test.termType)
    }

    /// OpenFermion prints `(1+0j)` where we print `1.0`: compare the order of terms and what reads back.
    @Test(arguments: try ReferenceVectors.cases("print"))
    func print(_ test: Case) throws {
        func check<Term: OperatorProduct>(_ type: Term.Type) throws {
            let operand = try #require(test.input["op"]).operatorSum(type)
            let printed = try #require(test.expect["printed"]?.string)
            func terms(_ text: String) -> [Substring] {
                text.split(separator: "\n").map { $0[($0.firstIndex(of: "[") ?? $0.startIndex)...] }
            }
            #expect(terms(operand.description) == terms(printed))
            #expect(try LinearCombination<Term>(printed) == operand)
            #expect(try LinearCombination<Term>(operand.description) == operand)
            if let width = test.expect["count_qubits"]?.int { #expect(operand.width == width) }
        }
        try check(test.termType)
    }

    // MARK: Arithmetic

    /// Runs a check of A, B → C for the operator type of the case.
    private func check(
        _ test: Case, expected key: String = "op",
        fermion: (FermionOperator, FermionOperator) throws -> FermionOperator,
        qubit: (PauliSum, PauliSum) throws -> PauliSum,
        majorana: (MajoranaOperator, MajoranaOperator) throws -> MajoranaOperator = { a, _ in a },
        boson: (BosonOperator, BosonOperator) throws -> BosonOperator = { a, _ in a },
        quad: (QuadratureOperator, QuadratureOperator) throws -> QuadratureOperator = { a, _ in a }
    ) throws {
        func run<Term: OperatorProduct>(
            _ operation: (LinearCombination<Term>, LinearCombination<Term>) throws -> LinearCombination<Term>
        ) throws {
            let a: LinearCombination<Term> = try #require(test.input["a"]).operatorSum()
            let b: LinearCombination<Term> = try test.input["b"]?.operatorSum() ?? .zero
            let expected: LinearCombination<Term> = try #require(test.expect[key]).operatorSum()
            let found = try operation(a, b)
            #expect(found.isClose(to: expected, tolerance: test.tol), "\(found) instead of \(expected)")
        }
        switch test.type {
        case "fermion": try run(fermion)
        case "qubit": try run(qubit)
        case "boson": try run(boson)
        case "quad": try run(quad)
        default: try run(majorana)
        }
    }

    @Test(arguments: try ReferenceVectors.cases("product"))
    func product(_ test: Case) throws {
        try check(
            test, fermion: { $0 * $1 }, qubit: { $0 * $1 }, majorana: { $0 * $1 }, boson: { $0 * $1 }, quad: { $0 * $1 }
        )
    }

    @Test(arguments: try ReferenceVectors.cases("sum"))
    func sum(_ test: Case) throws {
        let scale = try #require(test.input["scale_b"]?.complex)
        try check(
            test, fermion: { $0 + scale * $1 }, qubit: { $0 + $1 * scale }, majorana: { $0 - -scale * $1 },
            boson: { $0 + scale * $1 }, quad: { $0 + scale * $1 })
    }

    @Test(arguments: try ReferenceVectors.cases("power"))
    func power(_ test: Case) throws {
        let n = try #require(test.input["n"]?.int)
        try check(
            test, fermion: { a, _ in try a.power(n) }, qubit: { a, _ in try a.power(n) },
            majorana: { a, _ in try a.power(n) }, boson: { a, _ in try a.power(n) }, quad: { a, _ in try a.power(n) })
    }

    @Test(arguments: try ReferenceVectors.cases("hermitian_conjugated"))
    func adjoint(_ test: Case) throws {
        try check(
            test, fermion: { a, _ in a.adjoint }, qubit: { a, _ in a.adjoint }, majorana: { a, _ in a.adjoint },
            boson: { a, _ in a.adjoint }, quad: { a, _ in a.adjoint })
    }

    @Test(arguments: try ReferenceVectors.cases("is_hermitian"))
    func isHermitian(_ test: Case) throws {
        let operand = try #require(test.input["a"])
        let found =
            switch test.type {
            case "fermion": try operand.operatorSum(FermionProduct.self).isHermitian()
            case "boson": try operand.operatorSum(BosonProduct.self).isHermitian()
            case "quad": try operand.operatorSum(QuadratureProduct.self).isHermitian()
            default: try operand.operatorSum(PauliString.self).isHermitian()
            }
        #expect(found == test.expect["value"]?.bool)
    }

    @Test(arguments: try ReferenceVectors.cases("commutator"))
    func commutator(_ test: Case) throws {
        try check(
            test, fermion: { $0.commutator(with: $1) }, qubit: { $0.commutator(with: $1) },
            boson: { $0.commutator(with: $1) }, quad: { $0.commutator(with: $1) })
        if test.expect["op_normal_ordered"]?["terms"] != nil {
            try check(
                test, expected: "op_normal_ordered", fermion: { $0.commutator(with: $1).normalOrdered() },
                qubit: { $0.commutator(with: $1) }, boson: { $0.commutator(with: $1).normalOrdered() },
                quad: { $0.commutator(with: $1).normalOrdered() })
        }
    }

    @Test(arguments: try ReferenceVectors.cases("anticommutator"))
    func anticommutator(_ test: Case) throws {
        try check(
            test, fermion: { $0.anticommutator(with: $1) }, qubit: { $0.anticommutator(with: $1) },
            boson: { $0.anticommutator(with: $1) }, quad: { $0.anticommutator(with: $1) })
    }

    @Test(arguments: try ReferenceVectors.cases("double_commutator"))
    func doubleCommutator(_ test: Case) throws {
        let c = try #require(test.input["c"]).operatorSum(FermionProduct.self)
        try check(
            test, expected: "op_normal_ordered", fermion: { $0.doubleCommutator(with: $1, c).normalOrdered() },
            qubit: { a, _ in a })
    }

    /// OpenFermion's test is for terms of the dual basis, and its "false" for three operators only means that they do
    /// not trivially commute (case 1 vanishes); ours is exact.
    @Test(arguments: try ReferenceVectors.cases("trivially_commutes_dual_basis"))
    func triviallyCommutesInDualBasis(_ test: Case) throws {
        let a = try #require(test.input["a"]).operatorSum(FermionProduct.self)
        let b = try #require(test.input["b"]).operatorSum(FermionProduct.self)
        let c = try #require(test.input["c"]).operatorSum(FermionProduct.self)
        #expect(a.commutes(with: b) == test.expect["ab"]?.bool)
        let vanishes = a.doubleCommutator(with: b, c).normalOrdered().isEmpty
        #expect(vanishes || test.expect["a_bc"]?.bool == false)
    }

    // MARK: Norms

    @Test(arguments: try ReferenceVectors.cases("compress"))
    func compress(_ test: Case) throws {
        let tolerance = try #require(test.input["abs_tol"]?.double)
        try check(
            test, fermion: { a, _ in a.compressed(tolerance: tolerance) },
            qubit: { a, _ in a.compressed(tolerance: tolerance) })
    }

    @Test(arguments: try ReferenceVectors.cases("induced_norm"))
    func inducedNorm(_ test: Case) throws {
        func check<Term: OperatorProduct>(_ type: Term.Type) throws {
            let operand = try #require(test.input["a"]).operatorSum(type)
            #expect(abs(operand.norm() - (try #require(test.expect["order1"]?.double))) <= test.tol)
            #expect(abs(operand.norm(order: 2) - (try #require(test.expect["order2"]?.double))) <= test.tol)
        }
        if test.type == "fermion" { try check(FermionProduct.self) } else { try check(PauliString.self) }
    }

    @Test(arguments: try ReferenceVectors.cases("renormalize"))
    func renormalize(_ test: Case) throws {
        try check(test, fermion: { a, _ in a.normalized() }, qubit: { a, _ in a.normalized() })
    }

    // MARK: Fermions

    @Test(arguments: try ReferenceVectors.cases("normal_ordered"))
    func normalOrdered(_ test: Case) throws {
        let hbar = test.input["hbar"]?.double ?? 1
        try check(
            test, fermion: { a, _ in a.normalOrdered() }, qubit: { a, _ in a }, boson: { a, _ in a.normalOrdered() },
            quad: { a, _ in a.normalOrdered(hbar: hbar) })
        let operand = try #require(test.input["a"])
        let isOrdered =
            switch test.type {
            case "boson": try operand.operatorSum(BosonProduct.self).isNormalOrdered
            case "quad": try operand.operatorSum(QuadratureProduct.self).isNormalOrdered
            default: try operand.operatorSum(FermionProduct.self).isNormalOrdered
            }
        if let expected = test.expect["is_normal_ordered_input"]?.bool { #expect(isOrdered == expected) }
        if test.type == "fermion" {
            try check(test, fermion: { a, _ in a.normalOrderedByExchanges() }, qubit: { a, _ in a })
        }
    }

    @Test(arguments: try ReferenceVectors.cases("chemist_ordered"))
    func chemistOrdered(_ test: Case) throws {
        try check(test, fermion: { a, _ in try a.chemistOrdered() }, qubit: { a, _ in a })
    }

    @Test(arguments: try ReferenceVectors.cases("two_body_number_conserving"))
    func twoBodyNumberConserving(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(FermionProduct.self)
        #expect(operand.isTwoBodyNumberConserving() == test.expect["value"]?.bool)
        #expect(operand.isTwoBodyNumberConserving(conservingSpin: true) == test.expect["spin_symm"]?.bool)
    }

    @Test(arguments: try ReferenceVectors.cases("reorder_up_then_down"))
    func reorderUpThenDown(_ test: Case) throws {
        let order = SpinOrbitalOrder.upThenDown(modeCount: try #require(test.input["num_modes"]?.int))
        try check(test, fermion: { a, _ in try a.reordered(by: order) }, qubit: { a, _ in a })
        let back = SpinOrbitalOrder.inverse(of: order)
        try check(test, expected: "reverse", fermion: { a, _ in try a.reordered(by: back) }, qubit: { a, _ in a })
    }

    @Test(arguments: try ReferenceVectors.cases("up_then_down"))
    func upThenDown(_ test: Case) throws {
        let order = SpinOrbitalOrder.upThenDown(modeCount: try #require(test.input["n"]?.int))
        #expect(order == test.expect["map"]?.list?.compactMap(\.int))
        // Spin orbitals interleave: S_z counts half an electron for those up and minus half for those down.
        for (key, spin) in [("up_index", 0.5), ("down_index", -0.5)] {
            let modes = try #require(test.expect[key]?.list).compactMap(\.int)
            let spins = FermionOperator.spinZ(orbitalCount: modes.count)
            for mode in modes {
                #expect(spins.expectation(occupied: [mode]) == Complex(spin, 0), "\(key) \(mode)")
            }
        }
    }

    @Test(arguments: try ReferenceVectors.cases("fermion_to_majorana"))
    func fermionToMajorana(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(FermionProduct.self)
        let expected = try #require(test.expect["op"]).operatorSum(MajoranaProduct.self)
        #expect(MajoranaOperator(operand).isClose(to: expected, tolerance: test.tol))
    }

    @Test(arguments: try ReferenceVectors.cases("majorana_to_fermion"))
    func majoranaToFermion(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(MajoranaProduct.self)
        let found = FermionOperator(operand)
        let expected = try #require(test.expect["op"]).operatorSum(FermionProduct.self)
        #expect(found.isClose(to: expected, tolerance: test.tol))
        let ordered = try #require(test.expect["op_normal_ordered"]).operatorSum(FermionProduct.self)
        #expect(found.normalOrdered().isClose(to: ordered, tolerance: test.tol))
    }

    @Test(arguments: try ReferenceVectors.cases("majorana_commutes"))
    func majoranaCommutes(_ test: Case) throws {
        let a = try #require(test.input["a"]).operatorSum(MajoranaProduct.self)
        let b = try #require(test.input["b"]).operatorSum(MajoranaProduct.self)
        #expect(a.commutes(with: b) == test.expect["value"]?.bool)
    }

    @Test(arguments: try ReferenceVectors.cases("majorana_fermion_form"))
    func majoranaInLadderOperators(_ test: Case) throws {
        let mode = try #require(test.input["mode"]?.int)
        let kind = try #require(test.input["kind"]?.int)
        let expected = try #require(test.expect["op"]).operatorSum(FermionProduct.self)
        #expect(FermionOperator.majorana(2 * mode + kind).isClose(to: expected, tolerance: test.tol))
    }

    @Test(arguments: try ReferenceVectors.cases("special"))
    func namedOperators(_ test: Case) throws {
        let n = try #require(test.input["n_spatial"]?.int)
        let found: [String: FermionOperator] = [
            "s_plus": .spinRaising(orbitalCount: n), "s_minus": .spinLowering(orbitalCount: n),
            "sx": .spinX(orbitalCount: n), "sy": .spinY(orbitalCount: n), "sz": .spinZ(orbitalCount: n),
            "s_squared": .spinSquared(orbitalCount: n),
            "s_squared_normal_ordered": FermionOperator.spinSquared(orbitalCount: n).normalOrdered(),
            "number": .number(modeCount: 2 * n), "number_mode": 0.5 * .occupation(of: 1),
        ]
        #expect(Set(found.keys) == Set(test.expect.keys))
        for (name, value) in test.expect where !value.isNull {
            let expected = try value.operatorSum(FermionProduct.self)
            #expect(found[name]?.isClose(to: expected, tolerance: test.tol) == true, "\(name)")
        }
    }
}
