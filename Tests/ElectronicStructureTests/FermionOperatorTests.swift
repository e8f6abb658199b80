import ComplexModule
import ElectronicStructure
import FockSpace
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct FermionOperatorTests {
    /// Applies a product of ladder operators to a determinant; the oracle behind these tests.
    ///
    /// The sign counts the occupied modes below the one acted on.
    private func apply(_ product: FermionProduct, to determinant: UInt64) -> (sign: Double, result: UInt64)? {
        var state = determinant
        var sign = 1.0
        for factor in product.factors.reversed() {
            let bit: UInt64 = 1 << UInt64(factor.mode)
            guard (state & bit == 0) == factor.isCreation else { return nil }
            if !(state & (bit - 1)).nonzeroBitCount.isMultiple(of: 2) { sign = -sign }
            state ^= bit
        }
        return (sign, state)
    }

    private func matrix(_ operand: FermionOperator, modes: Int) -> [[Double]] {
        let size = 1 << modes
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for column in 0..<size {
            for (term, coefficient) in operand {
                guard let (sign, row) = apply(term, to: UInt64(column)) else { continue }
                matrix[Int(row)][column] += sign * coefficient.real
            }
        }
        return matrix
    }

    @Test func diagonalElementsAreEnergiesOfDeterminants() {
        forSeededCases(10) { generator in
            let n = Int.random(in: 1...3, using: &generator)
            let integrals = try randomIntegrals(orbitals: n, using: &generator)
            let hamiltonian = try ElectronicHamiltonian(integrals, electrons: SpinCounts(up: 0, down: 0))
            let matrix = matrix(hamiltonian.fermionOperator(), modes: 2 * n)
            for determinant in 0..<1 << (2 * n) {
                let up = (0..<n).filter { determinant >> (2 * $0) & 1 == 1 }
                let down = (0..<n).filter { determinant >> (2 * $0 + 1) & 1 == 1 }
                let expected = hamiltonian.determinantEnergy(up: up, down: down)
                #expect(abs(matrix[determinant][determinant] - expected) < 1e-12, generator.comment)
            }
        }
    }

    @Test func theMatrixIsSymmetricAndKeepsParticlesAndSpin() {
        forSeededCases(5) { generator in
            let n = Int.random(in: 2...3, using: &generator)
            let matrix = matrix(FermionOperator(try randomIntegrals(orbitals: n, using: &generator)), modes: 2 * n)
            let up = (0..<n).reduce(0) { $0 | 1 << (2 * $1) }
            var offDiagonal = 0
            for row in matrix.indices {
                for column in matrix.indices where matrix[row][column] != 0 {
                    #expect(abs(matrix[row][column] - matrix[column][row]) < 1e-12, generator.comment)
                    #expect((row & up).nonzeroBitCount == (column & up).nonzeroBitCount, generator.comment)
                    #expect(row.nonzeroBitCount == column.nonzeroBitCount, generator.comment)
                    offDiagonal += row == column ? 0 : 1
                }
            }
            #expect(offDiagonal > 0, generator.comment)
        }
    }

    /// Direct configuration interaction, which knows nothing of ladder operators, gives the same H v.
    @Test func theActionIsThatOfDirectConfigurationInteraction() {
        forSeededCases(10) { generator in
            let n = Int.random(in: 2...4, using: &generator)
            let up = Int.random(in: 0...n, using: &generator)
            let down = Int.random(in: 0...n, using: &generator)
            let integrals = try randomIntegrals(orbitals: n, using: &generator)
            let hamiltonian = try ElectronicHamiltonian(integrals, electrons: SpinCounts(up: up, down: down))
            let space = try DeterminantSpace(orbitalCount: n, alphaCount: up, betaCount: down)
            let vector = (0..<space.dimension).map { _ in Double.random(in: -1...1, using: &generator) }
            let direct = try DirectHamiltonian(hamiltonian, on: space).apply(to: vector)
            let termByTerm = try space.apply(hamiltonian.fermionOperator(), to: vector.map { Complex($0, 0) })
            for (left, right) in zip(direct, termByTerm) {
                #expect(abs(left - right.real) < 1e-11 && right.imaginary == 0, generator.comment)
            }
        }
    }

    @Test func smallIntegralsAreLeftOut() throws {
        var twoBody = TwoBodyIntegrals(orbitalCount: 2)
        twoBody[0, 0, 0, 0] = 0.5
        twoBody[0, 1, 0, 1] = 1e-9
        let integrals = try MolecularIntegrals(nuclearRepulsion: 1, oneBody: [1, 1e-9, 1e-9, 2], twoBody: twoBody)
        let exact = FermionOperator(integrals)
        let pruned = FermionOperator(integrals, threshold: 1e-8)
        // 1 constant, 4 one-body terms, and (00|00) with opposite spins in two orders.
        #expect(pruned.count == 7)
        #expect(exact.count > pruned.count)
        let pair = FermionProduct([.creation(0), .creation(1), .annihilation(1), .annihilation(0)])
        #expect(pruned[pair].real == 0.25)
    }
}
