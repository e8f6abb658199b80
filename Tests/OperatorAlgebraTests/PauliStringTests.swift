import ComplexModule
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct PauliStringTests {
    /// X|b⟩ flips, Z|b⟩ signs, Y = iXZ: the three matrices, written out.
    @Test func lettersActAsTheirMatrices() {
        for qubit in [0, 63, 64, 127, 128, 300] {
            let (zero, one) = (QubitMask(), QubitMask(qubit: qubit))
            func image(_ letter: PauliLetter, _ bits: QubitMask) -> (QuarterTurn, QubitMask) {
                var string = PauliString()
                string[qubit] = letter
                return string.applied(to: bits)
            }
            #expect(image(.x, zero) == (.one, one) && image(.x, one) == (.one, zero))
            #expect(image(.y, zero) == (.i, one) && image(.y, one) == (.minusI, zero))
            #expect(image(.z, zero) == (.one, zero) && image(.z, one) == (.minusOne, one))
        }
    }

    @Test func productsActOneAfterTheOther() {
        forSeededCases(300) { generator in
            let width = [3, 63, 64, 65, 127, 128, 129, 200].randomElement(using: &generator) ?? 3
            let (p, q) = (generator.pauliString(width: width), generator.pauliString(width: width))
            let bits = generator.mask(width: width)
            let (phase, product) = p.multiplied(by: q)
            let inner = q.applied(to: bits)
            let outer = p.applied(to: inner.bits)
            let whole = product.applied(to: bits)
            #expect(whole.bits == outer.bits, generator.comment)
            #expect(phase * whole.phase == inner.phase * outer.phase, generator.comment)
            let (reversed, _) = q.multiplied(by: p)
            #expect((phase == reversed) == p.commutes(with: q), generator.comment)
            #expect(p.multiplied(by: p) == (.one, .identity), generator.comment)
        }
    }

    /// Python's order of tuples ((qubit, letter), …), which is OpenFermion's.
    @Test func orderIsLexicographic() {
        forSeededCases(500) { generator in
            let width = [3, 5, 66, 130, 200].randomElement(using: &generator) ?? 3
            let p = generator.pauliString(width: width)
            let shared = Int.random(in: 0...width, using: &generator)
            var q = generator.pauliString(width: width)
            for qubit in 0..<shared { q[qubit] = p[qubit] }
            func key(_ string: PauliString) -> [[Int]] {
                string.letters.map { [$0.qubit, Int($0.letter.rawValue.asciiValue ?? 0)] }
            }
            func precedes(_ a: [[Int]], _ b: [[Int]]) -> Bool {
                a.lexicographicallyPrecedes(b) { $0.lexicographicallyPrecedes($1) }
            }
            #expect((p < q) == precedes(key(p), key(q)), generator.comment)
            #expect((q < p) == precedes(key(q), key(p)), generator.comment)
        }
    }

    @Test func equalStringsHaveEqualFingerprints() {
        forSeededCases(100) { generator in
            let (p, q) = (generator.pauliString(width: 200), generator.pauliString(width: 200))
            let back = p.multiplied(by: q).term.multiplied(by: q).term
            #expect(back == p && back.fingerprint == p.fingerprint, generator.comment)
        }
        let narrow = (0..<4096).map {
            PauliString(x: QubitMask(word: $0 & 63), z: QubitMask(word: $0 >> 6)).fingerprint
        }
        #expect(Set(narrow.map { $0 & 0xFFFF_FFFF }).count > 4090, "small strings rarely share a slot")
    }

    @Test func counts() {
        let string: PauliString = PauliString([0: .x, 64: .y, 129: .z])
        #expect(string.weight == 3 && string.yCount == 1 && string.width == 130 && !string.isDiagonal)
        #expect(string.description == "X0 Y64 Z129")
        #expect(PauliString([5: .z]).isDiagonal)
        #expect(PauliString.identity.description.isEmpty)
    }
}
