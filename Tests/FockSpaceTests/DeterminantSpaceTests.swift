import FockSpace
import Testing

@Suite("Determinant spaces: order, addresses, limits")
struct DeterminantSpaceTests {
    @Test("strings ascend, and index and mask undo one another", arguments: [(1, 0), (1, 1), (6, 3), (8, 8), (9, 2)])
    func addresses(size: (Int, Int)) throws {
        let strings = try DeterminantSpace(orbitalCount: size.0, alphaCount: size.1, betaCount: 0).alphaStrings
        let masks = strings.allMasks()
        #expect(masks == (0..<(1 << UInt64(size.0))).filter { $0.nonzeroBitCount == size.1 })
        for (index, mask) in masks.enumerated() {
            #expect(strings.index(of: mask) == index)
            #expect(strings.mask(at: index) == mask)
        }
    }

    @Test("64 orbitals: the ends of the range are addressed")
    func wide() throws {
        let space = try DeterminantSpace(orbitalCount: 64, alphaCount: 32, betaCount: 0)
        #expect(space.alphaStrings.count == 1_832_624_140_942_590_534)
        #expect(space.alphaStrings.mask(at: space.alphaStrings.count - 1) == 0xFFFF_FFFF_0000_0000)
        #expect(space.alphaStrings.index(of: 0xFFFF_FFFF_0000_0000) == space.alphaStrings.count - 1)
        let single = try DeterminantSpace(orbitalCount: 64, alphaCount: 0, betaCount: 1)
        #expect(single.betaStrings.allMasks().last == 1 << 63)
        let full = try DeterminantSpace(orbitalCount: 64, alphaCount: 64, betaCount: 63)
        #expect(full.dimension == 64 && full.determinant(at: 0).alpha == .max)
        #expect(full.betaStrings.allMasks().first == UInt64.max >> 1)
    }

    @Test("determinants: beta runs fastest")
    func determinants() throws {
        let space = try DeterminantSpace(orbitalCount: 5, alphaCount: 2, betaCount: 3)
        #expect(space.dimension == 100)
        for index in 0..<100 {
            let (alpha, beta) = space.determinant(at: index)
            #expect(space.index(alpha: alpha, beta: beta) == index)
        }
        #expect(space.determinant(at: 1) == (0b00011, 0b01011))
    }

    @Test("interleaved sign: pairs of an up electron above a down one")
    func sign() {
        #expect(DeterminantSpace.interleavedSign(alpha: 0b1, beta: 0b1) == 1)
        #expect(DeterminantSpace.interleavedSign(alpha: 0b10, beta: 0b01) == -1)
        #expect(DeterminantSpace.interleavedSign(alpha: 0b11, beta: 0b11) == -1)
        #expect(DeterminantSpace.interleavedSign(alpha: 0b111, beta: 0b111) == -1)
        #expect(DeterminantSpace.interleavedSign(alpha: 0b1100, beta: 0b0011) == 1)
    }

    @Test("impossible sectors are refused in words")
    func refusals() {
        #expect { try DeterminantSpace(orbitalCount: 65, alphaCount: 1, betaCount: 1) } throws: {
            "\($0)".contains("65")
        }
        #expect { try DeterminantSpace(orbitalCount: 4, alphaCount: 5, betaCount: 1) } throws: {
            "\($0)".contains("5 alpha electrons in 4 orbitals")
        }
        #expect(throws: FockSpaceError.self) { try DeterminantSpace(orbitalCount: 4, alphaCount: 1, betaCount: -1) }
        #expect(throws: FockSpaceError.self) { try DeterminantSpace(orbitalCount: 0, alphaCount: 0, betaCount: 0) }
        #expect { try DeterminantSpace(orbitalCount: 64, alphaCount: 32, betaCount: 32) } throws: {
            "\($0)".contains("1832624140942590534 alpha strings")
        }
    }
}
