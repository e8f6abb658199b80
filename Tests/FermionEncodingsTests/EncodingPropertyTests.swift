import ComplexModule
import FermionEncodings
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct EncodingPropertyTests {
    /// Every encoding of a number of modes, also linear ones from random invertible matrices.
    static func encodings(modeCount: Int, using generator: inout SeededGenerator) throws -> [any FermionEncoding] {
        [
            JordanWigner(modeCount: modeCount), Parity(modeCount: modeCount), BravyiKitaev(modeCount: modeCount),
            BravyiKitaevTree(modeCount: modeCount), TernaryTree(modeCount: modeCount),
            try LinearEncoding(rows: randomInvertible(modeCount, using: &generator)),
        ]
    }

    /// A product of random row additions and swaps.
    static func randomInvertible(_ count: Int, using generator: inout SeededGenerator) -> [QubitMask] {
        var rows = (0..<count).map { QubitMask(qubit: $0) }
        guard count > 1 else { return rows }
        for _ in 0..<4 * count {
            let (i, j) = (Int.random(in: 0..<count, using: &generator), Int.random(in: 0..<count, using: &generator))
            if i == j { continue }
            if Bool.random(using: &generator) {
                rows.swapAt(i, j)
            } else {
                rows[i] = rows[i].symmetricDifference(rows[j])
            }
        }
        return rows
    }

    /// {γ_j, γ_k} = 2δ_jk, exactly: squares are 1 by the type, different ones anticommute.
    @Test(arguments: Array(0...20) + [63, 64, 65, 66, 100, 127, 128, 129, 130])
    func majoranasAnticommute(_ modeCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(modeCount))
        for encoding in try Self.encodings(modeCount: modeCount, using: &generator) {
            #expect(encoding.modeCount == modeCount)
            let images = (0..<2 * modeCount).map(encoding.majorana)
            #expect(images.allSatisfy { $0.width <= encoding.qubitCount })
            var failures = 0
            for k in images.indices {
                for j in 0..<k where images[j].commutes(with: images[k]) { failures += 1 }
            }
            #expect(failures == 0, "\(encoding.name), \(generator.comment)")
        }
    }

    /// a_p and a†_p act on the encoded determinants as they do on the determinants, sign included.
    @Test(arguments: 1...6)
    func laddersActOnEncodedDeterminants(_ modeCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(modeCount))
        for encoding in try Self.encodings(modeCount: modeCount, using: &generator) {
            for bits in 0..<UInt64(1) << UInt64(modeCount) {
                for mode in 0..<modeCount {
                    for isCreation in [false, true] {
                        let ladder = LadderOperator(mode: mode, isCreation: isCreation)
                        let found = Self.image(ofDeterminant: bits, under: encoding.image(of: ladder), encoding)
                        var expected: [UInt64: Complex<Double>] = [:]
                        if let (phase, occupied) = FermionProduct([ladder]).applied(to: QubitMask(word: bits)) {
                            expected[occupied.word] = phase.value
                        }
                        #expect(found == expected, "\(encoding.name) \(ladder) on \(bits), \(generator.comment)")
                    }
                }
            }
        }
    }

    /// The nonzero amplitudes of A|D⟩ on determinants, A and D encoded.
    static func image(
        ofDeterminant occupied: UInt64, under operand: PauliSum, _ encoding: any FermionEncoding
    ) -> [UInt64: Complex<Double>] {
        var determinants: [QubitMask: (QuarterTurn, UInt64)] = [:]
        for other in 0..<UInt64(1) << UInt64(encoding.modeCount) {
            let (phase, bits) = encoding.encodedDeterminant(occupied: QubitMask(word: other))
            #expect(bits == encoding.encodedBasisState(occupied: QubitMask(word: other)))
            determinants[bits] = (phase, other)
        }
        let start = encoding.encodedDeterminant(occupied: QubitMask(word: occupied))
        var amplitudes: [UInt64: Complex<Double>] = [:]
        for (term, coefficient) in operand {
            let (phase, bits) = term.applied(to: start.bits)
            guard let (turn, determinant) = determinants[bits] else { continue }
            let total = start.phase * phase * turn.conjugate
            amplitudes[determinant, default: .zero] += total.multiplying(coefficient)
        }
        return amplitudes.filter { $0.value != .zero }
    }

    /// Encoded operators are the fermion operator's matrix, basis states renamed: not only the same spectrum.
    @Test func operatorsActOnEncodedDeterminants() {
        forSeededCases(30) { generator in
            let modeCount = Int.random(in: 1...5, using: &generator)
            let operand = Self.randomOperator(modeCount, using: &generator)
            for encoding in try Self.encodings(modeCount: modeCount, using: &generator) {
                let image = try encoding.encode(operand)
                for bits in 0..<UInt64(1) << UInt64(modeCount) {
                    let found = Self.image(ofDeterminant: bits, under: image, encoding)
                    var expected: [UInt64: Complex<Double>] = [:]
                    for (term, coefficient) in operand {
                        guard let (phase, occupied) = term.applied(to: QubitMask(word: bits)) else { continue }
                        expected[occupied.word, default: .zero] += phase.multiplying(coefficient)
                    }
                    for state in Set(found.keys).union(expected.keys) {
                        let difference = found[state, default: .zero] - expected[state, default: .zero]
                        #expect(difference.length < 1e-13, "\(encoding.name), \(generator.comment)")
                    }
                }
            }
        }
    }

    static func randomOperator(_ modeCount: Int, using generator: inout SeededGenerator) -> FermionOperator {
        FermionOperator(
            (0..<6).map { _ -> FermionOperator.Element in
                let factors = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                    LadderOperator(
                        mode: .random(in: 0..<modeCount, using: &generator), isCreation: .random(using: &generator))
                }
                let coefficient = Complex<Double>(
                    .random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator))
                return (FermionProduct(factors), coefficient)
            })
    }

    @Test(arguments: Array(1...16) + [63, 64, 65, 100, 130])
    func encodingIsAHomomorphism(_ modeCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(modeCount))
        for _ in 0..<2 {
            let (a, b) = (
                Self.randomOperator(modeCount, using: &generator), Self.randomOperator(modeCount, using: &generator)
            )
            for encoding in try Self.encodings(modeCount: modeCount, using: &generator) {
                let comment: Comment = "\(encoding.name), \(generator.comment)"
                let (x, y) = (try encoding.encode(a), try encoding.encode(b))
                #expect(try encoding.encode(a * b).isClose(to: x * y, tolerance: 1e-12), comment)
                #expect(try encoding.encode(a + b).isClose(to: x + y, tolerance: 1e-12), comment)
                #expect(try encoding.encode(a.adjoint).isClose(to: x.adjoint, tolerance: 1e-12), comment)
                #expect(try encoding.encode(a.normalOrdered()).isClose(to: x, tolerance: 1e-12), comment)
            }
        }
    }

    @Test(arguments: Array(1...16) + [63, 64, 65, 100])
    func decodingReversesEncoding(_ modeCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(modeCount))
        for _ in 0..<2 {
            let operand = Self.randomOperator(modeCount, using: &generator)
            for encoding in try Self.encodings(modeCount: modeCount, using: &generator) {
                let back = try encoding.decode(encoding.encode(operand))
                let comment: Comment = "\(encoding.name), \(generator.comment)"
                #expect((back - operand).normalOrdered().largestMagnitude < 1e-13, comment)
                let string = Self.randomString(modeCount, using: &generator)
                #expect(try encoding.encode(encoding.decodeToMajoranas(PauliSum(string))) == PauliSum(string), comment)
            }
        }
        let tooMany = EncodingError.tooManyQubits(encoding: "Jordan-Wigner", found: 3, qubitCount: 2)
        #expect(throws: tooMany) { try JordanWigner(modeCount: 2).decode(PauliSum("X2")) }
    }

    static func randomString(_ width: Int, using generator: inout SeededGenerator) -> PauliString {
        var string = PauliString.identity
        for qubit in 0..<width {
            string[qubit] = [PauliLetter?.none, .x, .y, .z].randomElement(using: &generator) ?? nil
        }
        return string
    }

    /// Strings of the ternary tree weigh at most ⌈log₃(2n+1)⌉, and some do.
    @Test(arguments: 1...130)
    func ternaryTreeWeighsLogarithmically(_ n: Int) {
        var (bound, paths) = (0, 1)
        while paths < 2 * n + 1 { (bound, paths) = (bound + 1, 3 * paths) }
        let tree = TernaryTree(modeCount: n)
        #expect((0..<2 * n).map { tree.majorana($0).weight }.max() == bound)
    }

    /// The fast forms are linear encodings with the matrices that define them.
    @Test(arguments: Array(0...20) + [31, 32, 33, 63, 64, 65, 100, 128, 129])
    func fastFormsAreLinearEncodings(_ n: Int) throws {
        func rows(_ modes: (Int) -> ClosedRange<Int>) -> [QubitMask] { (0..<n).map { QubitMask(modes($0)) } }
        let matrices: [(any FermionEncoding, [QubitMask])] = [
            (JordanWigner(modeCount: n), rows { $0...$0 }),
            (Parity(modeCount: n), rows { 0...$0 }),
            // The last 2^m modes up to i, with 2^m the largest power of two that divides i+1.
            (BravyiKitaev(modeCount: n), rows { $0 + 1 - (($0 + 1) & -($0 + 1))...$0 }),
        ]
        for (fast, matrix) in matrices {
            let slow = try LinearEncoding(rows: matrix)
            for k in 0..<2 * n {
                #expect(fast.majorana(k) == slow.majorana(k), "\(fast.name) γ_\(k)")
                #expect(!slow.isNegated(k))
            }
        }
    }

    @Test(arguments: 1...40)
    func treeFormIsSetFormAtPowersOfTwo(_ n: Int) {
        let (set, tree) = (BravyiKitaev(modeCount: n), BravyiKitaevTree(modeCount: n))
        let areEqual = (0..<2 * n).allSatisfy { set.majorana($0) == tree.majorana($0) }
        #expect(areEqual == (n & (n - 1) == 0))
    }

    /// Strings of Bravyi-Kitaev weigh at most ⌈log₂ n⌉ + 1.
    @Test(arguments: 1...130)
    func bravyiKitaevWeighsLogarithmically(_ n: Int) {
        let bound = Int.bitWidth - (n - 1).leadingZeroBitCount + 1
        let tree = BravyiKitaevTree(modeCount: n), set = BravyiKitaev(modeCount: n)
        for k in 0..<2 * n {
            #expect(set.majorana(k).weight <= bound)
            #expect(tree.majorana(k).weight <= bound)
        }
    }

    @Test func someLinearEncodingsNegate() throws {
        // Qubit 0 holds n0+n1+n2, qubit 1 n0+n1, qubit 2 n0+n2: U and the parity rows meet in more than one qubit.
        let encoding = try LinearEncoding(rows: [[0, 1, 2], [0, 1], [0, 2]])
        #expect((0..<6).contains(where: encoding.isNegated))
    }

    @Test func errors() throws {
        let singular = EncodingError.singularMatrix(rows: 2, rank: 1)
        #expect(throws: singular) { try LinearEncoding(rows: [[0, 1], [0, 1]]) }
        #expect(throws: EncodingError.rowTooWide(row: 1, width: 4, columns: 2)) {
            try LinearEncoding(rows: [[0], [3]])
        }
        let tooMany = EncodingError.tooManyModes(encoding: "Jordan-Wigner", found: 4, modeCount: 3)
        #expect(throws: tooMany) { try JordanWigner(modeCount: 3).encode(FermionOperator("3^")) }
        #expect(throws: tooMany) { try JordanWigner(modeCount: 3).encode(MajoranaOperator("6")) }
        #expect(tooMany.description.contains("modeCount: 4"))
    }
}
