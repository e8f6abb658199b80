import ComplexModule
import FermionEncodings
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct TaperingTests {
    typealias Case = ReferenceVectors.Case

    static func stabilizers(_ field: Field?) throws -> [Stabilizer] {
        try #require(field?.list).map { try Stabilizer($0.operatorSum()) }
    }

    static func doubles(_ field: Field?) throws -> [Double] { try #require(field?.list).compactMap(\.double) }

    @Test(arguments: try ReferenceVectors.cases("taper_generic"))
    func generic(_ test: Case) throws {
        let operand: PauliSum = try #require(test.input["op"]).operatorSum()
        let stabilizers = try Self.stabilizers(test.input["stabilizers"])
        let tapering = try Tapering(stabilizers)
        let tapered = try tapering.taper(operand)
        #expect(tapered.isClose(to: try #require(test.expect["op"]).operatorSum(), tolerance: test.tol))
        #expect(tapering.positions.map(Double.init) == (try Self.doubles(test.expect["positions"])))
        let positions = try Self.doubles(test.input["manual_positions"]).map { Int($0) }
        let manual = try Tapering(stabilizers, positions: positions).taper(operand)
        #expect(manual.isClose(to: try #require(test.expect["op_manual"]).operatorSum(), tolerance: test.tol))
        let lowest = try Self.doubles(test.expect["lowest"])
        for sum in [tapered, manual] {
            #expect(areClose(Array(try sum.spectrum(qubitCount: operand.width - 2).prefix(lowest.count)), lowest))
        }
    }

    @Test(arguments: try ReferenceVectors.cases("molecule"))
    func molecule(_ test: Case) throws {
        let expected = try #require(test.expect["taper"])
        let modeCount = try #require(test.input["n_modes"]?.int)
        let operand = try JordanWigner(modeCount: modeCount).encode(TestIntegrals(test))
        let tapering = try Tapering(Self.stabilizers(expected["stabilizers"]))
        let tapered = try tapering.taper(operand)
        #expect(tapered.isClose(to: try #require(expected["op"]).operatorSum(), tolerance: test.tol))
        #expect(tapering.positions.map(Double.init) == (try Self.doubles(expected["positions"])))
        if modeCount < 12 {
            let lowest = try Self.doubles(expected["lowest"])
            let found = try tapered.spectrum(qubitCount: modeCount - tapering.positions.count)
            #expect(areClose(Array(found.prefix(lowest.count)), lowest, 1e-8))
        }
        guard let terms = expected["reduced_terms"], let kept = expected["reduced_terms_maintain_length"] else {
            return
        }
        let reduced = try tapering.reduce(operand)
        #expect(reduced.isClose(to: try terms.operatorSum(), tolerance: test.tol))
        // Which of several strings of one weight stands for a class is OpenFermion's own order: weights must agree, and
        // both must reduce to the same operator.
        let ours = try tapering.reduceKeepingStrings(operand)
        let theirs: PauliSum = try kept.operatorSum()
        #expect(ours.map(\.term.weight).sorted() == theirs.map(\.term.weight).sorted())
        #expect(try tapering.reduce(ours).isClose(to: tapering.reduce(theirs), tolerance: test.tol))
        #expect(try tapering.reduce(ours).isClose(to: reduced, tolerance: test.tol))
    }

    /// The tapered ground energy in the sector of Hartree-Fock's determinant is the molecule's, under every encoding.
    @Test(arguments: try ReferenceVectors.cases("molecule"))
    func sectorOfTheReferenceHoldsTheGroundState(_ test: Case) throws {
        let modeCount = try #require(test.input["n_modes"]?.int)
        let energy = try #require(test.expect["ground_in_sector"]?.double)
        let electrons = try #require(test.input["n_electrons"]?.int)
        let integrals = try TestIntegrals(test)
        var encodings = TransformVectorTests.encodings(modeCount: modeCount).map(\.encoding)
        encodings.append(TernaryTree(modeCount: modeCount))
        for encoding in encodings {
            let hamiltonian = try encoding.encode(integrals)
            let reference = encoding.encodedBasisState(occupied: 0..<electrons)
            let (tapering, tapered) = try hamiltonian.tapered(reference: reference, qubitCount: modeCount)
            #expect(tapering.stabilizers.count >= 2, "\(encoding.name): parities of both spins")
            let remaining = try tapering.taper(basisState: reference)
            let difference =
                tapered.expectation(inBasisState: remaining) - hamiltonian.expectation(inBasisState: reference)
            #expect(difference.length < 1e-10, "\(encoding.name): the reference's energy")
            let lowest = try tapered.spectrum(qubitCount: modeCount - tapering.stabilizers.count)[0]
            #expect(abs(lowest - energy) < 1e-8, "\(encoding.name): \(lowest) instead of \(energy)")
        }
    }

    /// H2 in a minimal basis needs one qubit, lithium hydride eight of twelve.
    @Test func numbersOfSymmetries() throws {
        let molecules = try ReferenceVectors.cases("molecule")
        let counts = try molecules.map { test in
            let modeCount = try #require(test.input["n_modes"]?.int)
            let operand = try JordanWigner(modeCount: modeCount).encode(TestIntegrals(test))
            #expect(
                operand.symmetries(qubitCount: modeCount).count
                    == operand.diagonalSymmetries(qubitCount: modeCount).count)
            return operand.diagonalSymmetries(qubitCount: modeCount).count
        }
        #expect(counts == [3, 3, 2, 2, 3, 4])
    }

    /// A random operator on `width` qubits that commutes with a set of random commuting strings.
    static func symmetricOperator(
        _ width: Int, using generator: inout SeededGenerator
    ) -> (operand: PauliSum, symmetries: [PauliString]) {
        var symmetries: [PauliString] = []
        var operand = PauliSum.zero
        let wanted = Int.random(in: 0...3, using: &generator)
        for _ in 0..<400 {
            let string = EncodingPropertyTests.randomString(width, using: &generator)
            guard symmetries.allSatisfy(string.commutes) else { continue }
            if symmetries.count < wanted {
                symmetries.append(string)
            } else if operand.count < 12 {
                operand += PauliSum(string, Double.random(in: -1...1, using: &generator))
            }
        }
        return (operand, symmetries)
    }

    @Test func symmetriesCommuteAndAreMaximal() {
        forSeededCases(60) { generator in
            let width = Int.random(in: 1...5, using: &generator)
            let (operand, hidden) = Self.symmetricOperator(width, using: &generator)
            let found = operand.symmetries(qubitCount: width)
            let missed = Self.stringsCommuting(with: operand.map(\.term) + found, width: width)
                .subtracting(Self.products(of: found))
            #expect(missed.isEmpty, generator.comment)
            let all = Self.stringsCommuting(with: operand.map(\.term) + found, width: width)
            #expect(found.allSatisfy(all.contains), generator.comment)
            // As many as the hidden ones at least, which may depend on each other.
            #expect(Self.products(of: found).count >= Self.products(of: hidden).count, generator.comment)
            #expect(Self.products(of: found).count == 1 << found.count, generator.comment)
        }
    }

    static func stringsCommuting(with strings: [PauliString], width: Int) -> Set<PauliString> {
        var found: Set<PauliString> = []
        for x in 0..<UInt64(1) << UInt64(width) {
            for z in 0..<UInt64(1) << UInt64(width) {
                let string = PauliString(x: QubitMask(word: x), z: QubitMask(word: z))
                if strings.allSatisfy({ $0.commutes(with: string) }) { found.insert(string) }
            }
        }
        return found
    }

    static func products(of strings: [PauliString]) -> Set<PauliString> {
        var span: Set<PauliString> = [.identity]
        for string in strings { span.formUnion(span.map { $0.multiplied(by: string).term }) }
        return span
    }

    /// The sectors together have the whole spectrum, whatever qubits go.
    @Test func sectorsMakeUpTheSpectrum() {
        forSeededCases(60) { generator in
            let width = Int.random(in: 1...5, using: &generator)
            let (operand, _) = Self.symmetricOperator(width, using: &generator)
            let symmetries = operand.symmetries(qubitCount: width)
            var levels: [Double] = []
            for signs in 0..<1 << symmetries.count {
                let stabilizers = symmetries.enumerated().map { Stabilizer($1, isNegated: signs >> $0 & 1 == 1) }
                    .shuffled(using: &generator)
                let tapered = try Tapering(stabilizers).taper(operand)
                levels += try tapered.spectrum(qubitCount: width - symmetries.count)
            }
            #expect(areClose(levels.sorted(), try operand.spectrum(qubitCount: width)), generator.comment)
        }
    }

    @Test func errors() throws {
        let z = Stabilizer(PauliString([0: .z])), x = Stabilizer(PauliString([0: .x]), isNegated: true)
        #expect(throws: EncodingError.stabilizersAnticommute("+Z0", "-X0")) { try Tapering([z, x]) }
        #expect(throws: EncodingError.dependentStabilizer(index: 1)) { try Tapering([z, z]) }
        #expect(throws: EncodingError.dependentStabilizer(index: 0)) { try Tapering([Stabilizer(.identity)]) }
        #expect(throws: EncodingError.unusablePosition(index: 0, position: 1)) { try Tapering([z], positions: [1]) }
        #expect(throws: EncodingError.positionCount(found: 2, expected: 1)) { try Tapering([z], positions: [0, 1]) }
        let leaving = EncodingError.doesNotCommute(term: "X0", stabilizer: "+Z0")
        #expect(throws: leaving) { try Tapering([z]).taper(PauliSum("X0")) }
        #expect(throws: EncodingError.outsideSector(stabilizer: "+Z0")) { try Tapering([z]).taper(basisState: [0]) }
        #expect(throws: EncodingError.notDiagonal("X0")) { try Tapering([x]).taper(basisState: [0]) }
        #expect(throws: EncodingError.self) { try Stabilizer(PauliSum("0.5 [Z0]")) }
        #expect(throws: EncodingError.self) { try Stabilizer(PauliSum("Z0 + X1")) }
        #expect(leaving.description.contains("leave the stabilizer out"))
    }
}
