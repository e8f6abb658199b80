import ComplexModule
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@testable import FockSpace

@Suite("Direct Hamiltonian against second quantization on bit strings")
struct DirectHamiltonianTests {
    static let sectors: [(Int, Int, Int)] = (1...4).flatMap { n in
        (0...n).flatMap { a in (0...n).map { b in (n, a, b) } }
    }

    @Test("every element, product and diagonal, for all sectors of up to 4 orbitals", arguments: sectors)
    func sector(_ sector: (Int, Int, Int)) {
        forSeededCases(1, firstSeed: UInt64(100 * sector.0 + 10 * sector.1 + sector.2)) { generator in
            let integrals = PackedIntegrals.random(orbitalCount: sector.0, using: &generator)
            let space = try DeterminantSpace(orbitalCount: sector.0, alphaCount: sector.1, betaCount: sector.2)
            let hamiltonian = try DirectHamiltonian(integrals, on: space)
            let matrix = SecondQuantizedOracle(integrals: integrals, space: space).matrix()
            let diagonal = hamiltonian.diagonal
            for i in 0..<space.dimension {
                #expect((diagonal[i] - matrix[i][i]).magnitude < 1e-12, generator.comment)
                for j in 0..<space.dimension {
                    let element = hamiltonian.element(space.determinant(at: i), space.determinant(at: j))
                    #expect((element - matrix[i][j]).magnitude < 1e-12, generator.comment)
                }
            }
            let vector = (0..<space.dimension).map { _ in Double.random(in: -1...1, using: &generator) }
            let product = try hamiltonian.apply(to: vector)
            for i in 0..<space.dimension {
                let expected = zip(matrix[i], vector).reduce(0.0) { $0 + $1.0 * $1.1 }
                #expect((product[i] - expected).magnitude < 1e-11, generator.comment)
            }
        }
    }

    @Test(
        "products over several blocks of strings equal the Slater-Condon matrix",
        arguments: [(6, 3, 3), (6, 4, 2), (7, 1, 4)])
    func blocks(_ sector: (Int, Int, Int)) {
        forSeededCases(1, firstSeed: 7) { generator in
            let integrals = PackedIntegrals.random(orbitalCount: sector.0, using: &generator)
            let space = try DeterminantSpace(orbitalCount: sector.0, alphaCount: sector.1, betaCount: sector.2)
            let hamiltonian = try DirectHamiltonian(integrals, on: space)
            let vector = (0..<space.dimension).map { _ in Double.random(in: -1...1, using: &generator) }
            let product = try hamiltonian.apply(to: vector)
            let determinants = (0..<space.dimension).map { space.determinant(at: $0) }
            for i in determinants.indices {
                let expected = determinants.indices.reduce(0.0) {
                    $0 + hamiltonian.element(determinants[i], determinants[$1]) * vector[$1]
                }
                #expect((product[i] - expected).magnitude < 1e-10, generator.comment)
            }
        }
    }

    @Test("with and without threads: the same bits")
    func threads() {
        forSeededCases(2, firstSeed: 31) { generator in
            let integrals = PackedIntegrals.random(orbitalCount: 8, using: &generator)
            let space = try DeterminantSpace(orbitalCount: 8, alphaCount: 4, betaCount: 5)
            var hamiltonian = try DirectHamiltonian(integrals, on: space)
            let vector = (0..<space.dimension).map { _ in Double.random(in: -1...1, using: &generator) }
            hamiltonian.parallelDimension = .max
            let alone = try hamiltonian.apply(to: vector)
            hamiltonian.parallelDimension = 0
            #expect(try hamiltonian.apply(to: vector) == alone, generator.comment)
        }
    }

    @Test("a fermion operator on a sector gives the same product", arguments: [(3, 2, 1), (4, 2, 2), (4, 1, 3)])
    func fermionOperator(_ sector: (Int, Int, Int)) {
        forSeededCases(1, firstSeed: 11) { generator in
            let integrals = PackedIntegrals.random(orbitalCount: sector.0, using: &generator)
            let space = try DeterminantSpace(orbitalCount: sector.0, alphaCount: sector.1, betaCount: sector.2)
            let vector = (0..<space.dimension).map { _ in Double.random(in: -1...1, using: &generator) }
            let product = try DirectHamiltonian(integrals, on: space).apply(to: vector)
            let operation = SecondQuantizedOracle(integrals: integrals, space: space).fermionOperator()
            let image = try space.apply(operation, to: vector.map { Complex(0, $0) })
            for i in 0..<space.dimension {
                #expect((image[i] - Complex(0, product[i])).length < 1e-11, generator.comment)
            }
        }
    }

    @Test("operators that leave the sector, and vectors of another length, are refused")
    func refusals() throws {
        let space = try DeterminantSpace(orbitalCount: 2, alphaCount: 1, betaCount: 1)
        let zeros = [Complex<Double>](repeating: .zero, count: 4)
        let flip = FermionOperator(FermionProduct([.creation(0), .annihilation(1)]))
        #expect { try space.apply(flip, to: zeros) } throws: { "\($0)".contains("[0^ 1]") }
        let far = FermionOperator(FermionProduct([.creation(4), .annihilation(4)]))
        #expect { try space.apply(far, to: zeros) } throws: { "\($0)".contains("4 modes") }
        #expect(throws: FockSpaceError.self) { try space.apply(far, to: []) }
        let integrals = PackedIntegrals(
            orbitalCount: 2, constant: 0, one: [0, 0, 0], two: Array(repeating: 0, count: 6))
        let hamiltonian = try DirectHamiltonian(integrals, on: space)
        #expect(throws: FockSpaceError.self) { try hamiltonian.apply(to: [1]) }
        #expect(throws: FockSpaceError.self) {
            try DirectHamiltonian(integrals, on: DeterminantSpace(orbitalCount: 3, alphaCount: 1, betaCount: 1))
        }
    }

    @Test("integrals that are NaN or lack the symmetry of real orbitals are refused by name")
    func badIntegrals() throws {
        let space = try DeterminantSpace(orbitalCount: 2, alphaCount: 1, betaCount: 1)
        var nan = PackedIntegrals(orbitalCount: 2, constant: 0, one: [0, 0, 0], two: Array(repeating: 0, count: 6))
        nan.two[4] = .nan
        #expect { try DirectHamiltonian(nan, on: space) } throws: { "\($0)".contains("not finite") }
        struct Physicists: ElectronicIntegrals {
            let orbitalCount = 2
            let constant = 0.0
            func oneBody(_ p: Int, _ q: Int) -> Double { 0 }
            func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double { p == s && q == r ? 1 : 0 }
        }
        #expect { try DirectHamiltonian(Physicists(), on: space) } throws: { "\($0)".contains("chemists'") }
    }
}
