import ComplexModule
import FermionEncodings
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

/// The superfast and Verstraete-Cirac encodings.
@Suite struct EvenEncodingTests {
    typealias Case = ReferenceVectors.Case
    typealias Edge = ModeGraph.Edge

    @Test(arguments: try ReferenceVectors.cases("bksf_edges"))
    func superfastOperators(_ test: Case) throws {
        let edges = try #require(test.input["edges"]?.list).map { edge in
            Edge(try #require(edge.list?[0].int), try #require(edge.list?[1].int))
        }
        let modeCount = (edges.map(\.high).max() ?? 0) + 1
        let encoding = Superfast(try ModeGraph(modeCount: modeCount, edges: edges.reversed()))
        for p in 0..<modeCount {
            let expected: PauliSum = try #require(test.expect["B"]?["\(p)"]).operatorSum()
            #expect(PauliSum(encoding.vertexOperator(p)) == expected)
        }
        for edge in edges {
            let (p, q) = (edge.low, edge.high)
            let expected: PauliSum = try #require(test.expect["A"]?["\(p),\(q)"]).operatorSum()
            #expect(encoding.edgeOperator(p, q).operatorSum == expected)
            #expect(encoding.edgeOperator(q, p).operatorSum == -expected)
            // OpenFermion's generate_fermions is a_p a_q − a†_p a†_q.
            let pair = try FermionOperator("[\(p) \(q)] - [\(p)^ \(q)^]")
            let generated: PauliSum = try #require(test.expect["generate_fermions"]?["\(p),\(q)"]).operatorSum()
            #expect(try encoding.encode(pair).isClose(to: generated, tolerance: test.tol))
        }
        let vacuum: PauliSum = try #require(test.expect["vacuum_operator"]).operatorSum()
        #expect(try encoding.vacuumOperator().isClose(to: vacuum, tolerance: test.tol))
    }

    /// OpenFermion's strings differ from ours by stabilizers: both reduce to one operator, and the spectrum is that of
    /// the states with an even number of electrons.
    @Test(arguments: try ReferenceVectors.cases("molecule"))
    func superfastMolecule(_ test: Case) throws {
        guard let answer = test.expect["bravyi_kitaev_fast"] else { return }
        let theirs: PauliSum = try answer.operatorSum()
        let modeCount = try #require(test.input["n_modes"]?.int)
        let edgeCount = try #require(test.expect["bravyi_kitaev_fast_n_qubits"]?.int)
        // H2's graph is a cycle, all others are complete.
        let cycle = [Edge(0, 1), Edge(0, 3), Edge(1, 2), Edge(2, 3)]
        let graph = try edgeCount == 4 ? ModeGraph(modeCount: 4, edges: cycle) : .complete(modeCount: modeCount)
        let encoding = Superfast(graph)
        #expect(encoding.qubitCount == edgeCount)
        let integrals = try TestIntegrals(test)
        let ours = try encoding.encode(integrals)
        let tapering = try Tapering(encoding.stabilizers)
        #expect(try tapering.reduce(ours).isClose(to: tapering.reduce(theirs), tolerance: 1e-9))
        let found = try tapering.taper(ours).spectrum(qubitCount: modeCount - 1)
        let expected = try integrals.fermionOperator.spectrum(modeCount: modeCount) { $0.count % 2 == 0 }
        #expect(areClose(found, expected, 1e-8))
    }

    /// OpenFermion's H2 graph is chosen for the operator; ours needs no more edges.
    @Test(arguments: try ReferenceVectors.cases("molecule").filter { $0.expect["bravyi_kitaev_fast"] != nil })
    func superfastForAnOperator(_ test: Case) throws {
        let modeCount = try #require(test.input["n_modes"]?.int)
        let hamiltonian = try TestIntegrals(test).fermionOperator.normalOrdered()
        let encoding = try Superfast(for: hamiltonian, modeCount: modeCount)
        #expect(encoding.qubitCount <= (try #require(test.expect["bravyi_kitaev_fast_n_qubits"]?.int)))
        let found = try Tapering(encoding.stabilizers).taper(encoding.encode(hamiltonian))
            .spectrum(qubitCount: modeCount - 1)
        #expect(areClose(found, try hamiltonian.spectrum(modeCount: modeCount) { $0.count % 2 == 0 }, 1e-8))
    }

    @Test(arguments: try ReferenceVectors.cases("verstraete_cirac"))
    func verstraeteCirac(_ test: Case) throws {
        let (columns, rows) = (try #require(test.input["x"]?.int), try #require(test.input["y"]?.int))
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let encoding = try VerstraeteCirac(columns: columns, rows: rows)
        let image = try encoding.encode(operand)
        #expect(image.isClose(to: try #require(test.expect["op_no_aux"]).operatorSum(), tolerance: test.tol))
        // OpenFermion's weight: 1 plus the magnitudes of all hopping between rows.
        let weight = operand.reduce(1.0) { sum, element in
            let modes = element.term.factors.map(\.mode)
            return modes.count == 2 && abs(modes[0] - modes[1]) == columns ? sum + element.coefficient.length : sum
        }
        let whole = image + encoding.penalty(weight: weight)
        #expect(whole.isClose(to: try #require(test.expect["op"]).operatorSum(), tolerance: test.tol))
        let tapered = try Tapering(encoding.stabilizers).taper(image)
        let found = try tapered.spectrum(qubitCount: encoding.modeCount)
        #expect(areClose(found, try operand.spectrum(modeCount: encoding.modeCount)))
    }

    static func randomGraph(_ modeCount: Int, using generator: inout SeededGenerator) throws -> ModeGraph {
        var edges: [Edge] = []
        for mode in 0..<modeCount where mode > 0 { edges.append(Edge(mode, .random(in: 0..<mode, using: &generator))) }
        for low in 0..<modeCount {
            for high in low + 1..<max(modeCount, low + 1) where Int.random(in: 0..<4, using: &generator) == 0 {
                edges.append(Edge(low, high))
            }
        }
        return try ModeGraph(modeCount: modeCount, edges: edges)
    }

    static func encodings(using generator: inout SeededGenerator) throws -> [any EvenFermionEncoding] {
        let sizes = [(2, 1), (2, 2), (4, 1), (2, 3)]
        let (columns, rows) = sizes.randomElement(using: &generator) ?? (2, 2)
        return [
            Superfast(try randomGraph(.random(in: 1...6, using: &generator), using: &generator)),
            try VerstraeteCirac(columns: columns, rows: rows),
        ]
    }

    /// B_p and A_pq have the commutators of −iγ_2pγ_2p+1 and −iγ_2pγ_2q, and keep the stabilizers.
    static func checkAlgebra(_ encoding: some EvenFermionEncoding, _ comment: Comment) {
        var images: [(MajoranaProduct, PauliString)] = []
        for p in 0..<encoding.modeCount {
            images.append((MajoranaProduct([2 * p, 2 * p + 1]), encoding.vertexOperator(p)))
        }
        for edge in encoding.graph.edges {
            let operators = (encoding.edgeOperator(edge.low, edge.high), encoding.edgeOperator(edge.high, edge.low))
            #expect(operators.0.string == operators.1.string && operators.0.isNegated != operators.1.isNegated, comment)
            images.append((MajoranaProduct([2 * edge.low, 2 * edge.high]), operators.0.string))
        }
        for (product, string) in images {
            for (other, otherString) in images {
                // Even products commute if they share an even number of Majorana operators.
                let areCommuting = !product.modes.overlapsOddly(other.modes)
                #expect(string.commutes(with: otherString) == areCommuting, comment)
            }
            for stabilizer in encoding.stabilizers {
                #expect(stabilizer.string.commutes(with: string), comment)
            }
        }
    }

    @Test func edgesGenerateTheEvenAlgebra() throws {
        forSeededCases(40) { generator in
            for encoding in try Self.encodings(using: &generator) {
                Self.checkAlgebra(encoding, "\(encoding.name), \(generator.comment)")
                #expect(throws: Never.self) { try Tapering(encoding.stabilizers) }
            }
        }
        for modeCount in Array(1...16) + [63, 64, 65, 100] {
            var generator = SeededGenerator(seed: UInt64(modeCount))
            var edges = (0..<modeCount).dropFirst().map { Edge($0 - 1, $0) }
            for _ in 0..<30 {
                let (p, q) = (
                    Int.random(in: 0..<modeCount, using: &generator), Int.random(in: 0..<modeCount, using: &generator)
                )
                if p != q { edges.append(Edge(p, q)) }
            }
            let superfast = Superfast(try ModeGraph(modeCount: modeCount, edges: edges))
            Self.checkAlgebra(superfast, generator.comment)
        }
        for (columns, rows) in [(2, 1), (4, 1), (2, 3), (4, 2), (10, 1), (6, 2), (2, 7), (4, 4), (8, 8), (10, 10)] {
            Self.checkAlgebra(try VerstraeteCirac(columns: columns, rows: rows), "\(columns) × \(rows)")
        }
    }

    static func randomEven(_ modeCount: Int, using generator: inout SeededGenerator) -> FermionOperator {
        FermionOperator(
            EncodingPropertyTests.randomOperator(modeCount, using: &generator).filter {
                $0.term.factors.count % 2 == 0
            })
    }

    /// encode(AB) = encode(A) encode(B) on encoded states.
    @Test func encodingIsAHomomorphismOnEncodedStates() {
        forSeededCases(40) { generator in
            for encoding in try Self.encodings(using: &generator) {
                let a = Self.randomEven(encoding.modeCount, using: &generator)
                let b = Self.randomEven(encoding.modeCount, using: &generator)
                let tapering = try Tapering(encoding.stabilizers)
                let (x, y) = (try tapering.taper(encoding.encode(a)), try tapering.taper(encoding.encode(b)))
                let product = try tapering.taper(encoding.encode(a * b))
                #expect(product.isClose(to: x * y, tolerance: 1e-12), "\(encoding.name), \(generator.comment)")
            }
        }
    }

    /// Encoded determinants give expectation values of the determinants, and so have the right occupations.
    @Test func encodedBasisStates() {
        forSeededCases(20) { generator in
            for encoding in try Self.encodings(using: &generator) where encoding.qubitCount <= 10 {
                try Self.checkExpectations(encoding, using: &generator)
            }
        }
    }

    static func checkExpectations(
        _ encoding: some EvenFermionEncoding, using generator: inout SeededGenerator
    ) throws {
        let operand = randomEven(encoding.modeCount, using: &generator)
        let image = try encoding.encode(operand)
        var projector = PauliSum.identity
        for stabilizer in encoding.stabilizers { projector *= 0.5 * (.identity + stabilizer.operatorSum) }
        let comment: Comment = "\(encoding.name), \(generator.comment)"
        for word in 0..<UInt64(1) << UInt64(encoding.modeCount) {
            let occupied = QubitMask(word: word)
            if encoding is Superfast && occupied.count % 2 == 1 {
                #expect(throws: EncodingError.self, comment) { try encoding.encodedBasisState(occupied: occupied) }
                continue
            }
            let bits = try encoding.encodedBasisState(occupied: occupied)
            let weight = projector.expectation(inBasisState: bits)
            #expect(weight.real > 1e-9, comment)
            let found = (projector * image).expectation(inBasisState: bits) / weight
            #expect((found - operand.expectation(occupied: occupied)).length < 1e-12, comment)
        }
    }

    /// Hopping acts on few qubits however large the lattice.
    @Test func verstraeteCiracIsLocal() throws {
        let encoding = try VerstraeteCirac(columns: 8, rows: 7)
        for edge in encoding.graph.edges {
            #expect(encoding.edgeOperator(edge.low, edge.high).string.weight <= 4)
        }
        #expect(encoding.stabilizers.allSatisfy { $0.string.weight <= 6 })
        #expect(encoding.stabilizers.count == encoding.modeCount)
    }

    @Test func errors() throws {
        #expect(throws: EncodingError.disconnectedGraph(mode: 2)) { try ModeGraph(modeCount: 3, edges: [Edge(0, 1)]) }
        #expect(throws: EncodingError.invalidEdge(0, 3, modeCount: 3)) {
            try ModeGraph(modeCount: 3, edges: [Edge(3, 0)])
        }
        #expect(throws: EncodingError.invalidEdge(1, 1, modeCount: 3)) {
            try ModeGraph(modeCount: 3, edges: [Edge(1, 1)])
        }
        #expect(throws: EncodingError.invalidLattice(columns: 3, rows: 2)) { try VerstraeteCirac(columns: 3, rows: 2) }
        #expect(throws: EncodingError.invalidModeCount(0)) { try Superfast(for: .zero, modeCount: 0) }
        let encoding = Superfast(try .complete(modeCount: 8))
        #expect(throws: EncodingError.tooManyStabilizers(found: 21, limit: 20)) { try encoding.vacuumOperator() }
        #expect(throws: EncodingError.self) { try encoding.encode(FermionOperator("3^")) }
        #expect(throws: EncodingError.tooManyModes(encoding: encoding.name, found: 9, modeCount: 8)) {
            try encoding.encode(FermionOperator("8^ 0"))
        }
    }
}

@Suite struct SymmetryConservingTests {
    @Test(arguments: try ReferenceVectors.cases("molecule"))
    func molecule(_ test: ReferenceVectors.Case) throws {
        let modeCount = try #require(test.input["n_modes"]?.int)
        let electrons = try #require(test.input["n_electrons"]?.int)
        let encoding = try SymmetryConservingBravyiKitaev(
            orbitalCount: modeCount / 2, upCount: (electrons + 1) / 2, downCount: electrons / 2)
        let integrals = try TestIntegrals(test)
        let found = try encoding.encode(integrals)
        let expected: PauliSum = try #require(test.expect["symmetry_conserving_bravyi_kitaev"]).operatorSum()
        #expect(found.isClose(to: expected, tolerance: test.tol))
        #expect(found.count == test.expect["counts"]?["scbk"]?.int)
        #expect(try encoding.encode(integrals.fermionOperator).isClose(to: found, tolerance: 1e-9))
        let lowest = try TaperingTests.doubles(test.expect["scbk_lowest"])
        if encoding.qubitCount <= 8 {
            #expect(
                areClose(Array(try found.spectrum(qubitCount: encoding.qubitCount).prefix(lowest.count)), lowest, 1e-8))
        }
    }

    /// Expectation values of determinants, and the whole spectrum of the states with the parities.
    @Test func sectors() {
        forSeededCases(24) { generator in
            let orbitalCount = Int.random(in: 1...3, using: &generator)
            let integrals = TestIntegrals.random(orbitalCount: orbitalCount, using: &generator)
            let operand = integrals.fermionOperator
            let (up, down) = (Int.random(in: 0...1, using: &generator), Int.random(in: 0...1, using: &generator))
            let encoding = try SymmetryConservingBravyiKitaev(orbitalCount: orbitalCount, upCount: up, downCount: down)
            let image = try encoding.encode(integrals, threshold: 1e-14)
            func isInside(_ occupied: QubitMask) -> Bool {
                let ups = occupied.filter { $0 % 2 == 0 }.count
                return ups % 2 == up && (occupied.count - ups) % 2 == down
            }
            let found = try image.spectrum(qubitCount: encoding.qubitCount)
            let expected = try operand.spectrum(modeCount: 2 * orbitalCount, where: isInside)
            #expect(areClose(found, expected), generator.comment)
            for word in 0..<UInt64(1) << UInt64(2 * orbitalCount) {
                let occupied = QubitMask(word: word)
                guard isInside(occupied) else {
                    #expect(throws: EncodingError.self) { try encoding.encodedBasisState(occupied: occupied) }
                    continue
                }
                let bits = try encoding.encodedBasisState(occupied: occupied)
                let difference = image.expectation(inBasisState: bits) - operand.expectation(occupied: occupied)
                #expect(difference.length < 1e-12, generator.comment)
            }
        }
    }

    /// Products of two Majorana operators of one spin generate what the encoding takes: the image of a product is the
    /// product of the images, phase included, at every size.
    @Test(arguments: Array(1...8) + [32, 50])
    func imagesMultiply(_ orbitalCount: Int) throws {
        let encoding = try SymmetryConservingBravyiKitaev(orbitalCount: orbitalCount, upCount: 1, downCount: 0)
        let products = (0..<4 * orbitalCount).flatMap { k -> [MajoranaProduct] in
            // γ_k with the other operator of its mode, and with the next mode's of the same spin.
            [k ^ 1, k + 4].filter { $0 < 4 * orbitalCount }.map { MajoranaProduct([k, $0]) }
        }
        for a in products {
            for b in products {
                let (whole, x, y) = (
                    a.multiplied(by: b), try encoding.image(of: a), try encoding.image(of: b)
                )
                let image = try encoding.image(of: whole.term)
                let product = x.term.multiplied(by: y.term)
                #expect(product.term == image.term)
                #expect(x.phase * y.phase * product.phase == whole.phase * image.phase)
            }
        }
    }

    @Test func errors() throws {
        let encoding = try SymmetryConservingBravyiKitaev(orbitalCount: 2, upCount: 1, downCount: 1)
        #expect(throws: EncodingError.self) { try encoding.encode(FermionOperator("0^ 1")) }
        #expect(throws: EncodingError.tooManyModes(encoding: encoding.name, found: 6, modeCount: 4)) {
            try encoding.encode(FermionOperator("5^ 5"))
        }
        #expect(throws: EncodingError.invalidModeCount(0)) {
            try SymmetryConservingBravyiKitaev(orbitalCount: 0, upCount: 0, downCount: 0)
        }
    }
}
