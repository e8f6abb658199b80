import ComplexModule
import FermionEncodings
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

/// Encodings of even products at every size: products, decoding, and tapering by all symmetries.
@Suite struct EvenDecodingTests {
    static let sizes = Array(1...16) + [63, 64, 65, 100]

    /// A path of all modes and a few more edges.
    static func superfast(_ modeCount: Int, using generator: inout SeededGenerator) throws -> Superfast {
        var edges = (0..<modeCount).dropFirst().map { ModeGraph.Edge($0 - 1, $0) }
        for _ in 0..<12 {
            let (p, q) = (
                Int.random(in: 0..<modeCount, using: &generator), Int.random(in: 0..<modeCount, using: &generator)
            )
            if p != q { edges.append(ModeGraph.Edge(p, q)) }
        }
        return Superfast(try ModeGraph(modeCount: modeCount, edges: edges))
    }

    /// The superfast encoding of any number of modes, and Verstraete and Cirac's of an even one.
    static func encodings(
        _ modeCount: Int, using generator: inout SeededGenerator
    ) throws -> [any EvenFermionEncoding] {
        let superfast = try superfast(modeCount, using: &generator)
        if modeCount % 2 == 1 { return [superfast] }
        let columns = [10, 8, 6, 4, 2].first { modeCount % $0 == 0 } ?? 2
        return [superfast, try VerstraeteCirac(columns: columns, rows: modeCount / columns)]
    }

    /// encode(AB) = encode(A) encode(B) on encoded states, and decoding gives an operator of the same image, at every size.
    @Test(arguments: sizes) func productsAndDecoding(_ modeCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(modeCount))
        for encoding in try Self.encodings(modeCount, using: &generator) {
            let comment: Comment = "\(encoding.name), \(generator.comment)"
            let a = EvenEncodingTests.randomEven(modeCount, using: &generator)
            let b = EvenEncodingTests.randomEven(modeCount, using: &generator)
            let tapering = try Tapering(encoding.stabilizers)
            let (x, y) = (try encoding.encode(a), try encoding.encode(b))
            let product = try tapering.reduce(encoding.encode(a * b))
            #expect(product.isClose(to: try tapering.reduce(x * y), tolerance: 1e-11), comment)
            let back = try encoding.decode(x)
            #expect(try tapering.reduce(encoding.encode(back) - x).largestMagnitude < 1e-12, comment)
            if encoding is VerstraeteCirac {
                // No product of Majorana operators is fixed, so the operator itself comes back.
                #expect((back - a).normalOrdered().largestMagnitude < 1e-12, comment)
            } else if modeCount <= 6 {
                // Operators of one image differ by factors of the parity of all modes, which is 1.
                let parity = (0..<modeCount).reduce(FermionOperator.identity) {
                    $0 * (.identity - 2 * .occupation(of: $1))
                }
                let difference = ((back - a) * (parity + .identity)).normalOrdered()
                #expect(difference.largestMagnitude < 1e-12, comment)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 6, 8, 32, 50]) func symmetryConservingDecoding(_ orbitalCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(orbitalCount))
        let encoding = try SymmetryConservingBravyiKitaev(
            orbitalCount: orbitalCount, upCount: orbitalCount % 3, downCount: orbitalCount % 2)
        for _ in 0..<20 {
            let string = PauliSum(EncodingPropertyTests.randomString(encoding.qubitCount, using: &generator))
            let comment = generator.comment
            #expect(try encoding.encode(encoding.decodeToMajoranas(string)).isClose(to: string, tolerance: 0), comment)
            if orbitalCount > 4 { continue }
            #expect(try encoding.encode(encoding.decode(string)).isClose(to: string, tolerance: 1e-12), comment)
        }
        let tooMany = EncodingError.tooManyQubits(
            encoding: encoding.name, found: encoding.qubitCount + 1, qubitCount: encoding.qubitCount)
        #expect(throws: tooMany) { try encoding.decode(PauliSum(PauliString([encoding.qubitCount: .x]))) }
    }

    @Test func stringsThatLeaveTheCodeAreNoImages() throws {
        let ring = Superfast(try .complete(modeCount: 3))
        #expect(throws: EncodingError.notAnImage(encoding: ring.name, term: "Z0")) { try ring.decode(PauliSum("Z0")) }
        #expect(throws: EncodingError.tooManyQubits(encoding: ring.name, found: 4, qubitCount: 3)) {
            try ring.decode(PauliSum("X3"))
        }
    }

    /// Tapering leaves as many qubits as under Jordan-Wigner, and the levels of the determinant's sector.
    @Test func sectorsAreThoseOfJordanWigner() {
        forSeededCases(24) { generator in
            let orbitalCount = Int.random(in: 1...3, using: &generator)
            let integrals = TestIntegrals.random(orbitalCount: orbitalCount, zeros: 0.6, using: &generator)
            let (modeCount, hamiltonian) = (2 * orbitalCount, integrals.fermionOperator.normalOrdered())
            let encoding = try Superfast(for: hamiltonian, modeCount: modeCount)
            let plain = JordanWigner(modeCount: modeCount)
            let image = try encoding.encode(hamiltonian)
            for word in 0..<UInt64(1) << UInt64(modeCount) {
                let occupied = QubitMask(word: word)
                guard occupied.count % 2 == 0 else {
                    #expect(throws: EncodingError.self) { try encoding.tapered(image, occupied: occupied) }
                    continue
                }
                let (tapering, tapered) = try encoding.tapered(image, occupied: occupied)
                let reference = try plain.encode(hamiltonian).tapered(
                    reference: plain.encodedBasisState(occupied: occupied), qubitCount: modeCount)
                let qubits = encoding.qubitCount - tapering.positions.count
                #expect(qubits == modeCount - reference.tapering.positions.count, generator.comment)
                let (found, expected) = (
                    try tapered.spectrum(qubitCount: qubits), try reference.operator.spectrum(qubitCount: qubits)
                )
                #expect(areClose(found, expected), generator.comment)
            }
        }
    }
}
