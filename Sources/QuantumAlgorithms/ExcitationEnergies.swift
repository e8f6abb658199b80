internal import ComplexModule
internal import DenseAlgebra
public import OperatorAlgebra
internal import RealModule

/// Excitation energies from the density matrices of a ground state: the extended random-phase approximation.
public enum ExcitationEnergies {
    /// The energies ω of singlet excitations Σ_pq c_pq E_pq, E_pq = Σ_σ a†_pσ a_qσ with p ≠ q, ascending: A c = ω M c with
    /// A = ⟨[E†_i, [H, E_j]]⟩ and M = ⟨[E†_i, E_j]⟩ (D. J. Rowe, Rev. Mod. Phys. 40, 153 (1968); K. Chatterjee and K. Pernal,
    /// J. Chem. Phys. 137, 204109 (2012)).
    ///
    /// Only one- and two-particle matrices are needed. The real and symmetric part of A is taken, which for the ground state
    /// is all of A, and positive; energies come in pairs ± ω, of which the positive are given. Combinations in which M
    /// vanishes, by orbitals of equal occupation, are no excitations.
    ///
    /// - Parameters:
    ///   - hamiltonian: H on interleaved spin orbitals.
    ///   - state: The matrices of its ground state, as many modes.
    /// - Returns: the energies in hartree.
    /// - Throws: ``QuantumAlgorithmError/operators(_:)`` for sizes that do not fit,
    ///   ``QuantumAlgorithmError/notPositive(quantity:value:)`` if A is not positive: the state is no ground state, and
    ///   ``QuantumAlgorithmError/eigensolver(_:)``.
    /// - Complexity: O(n⁸) for n orbitals: two commutators for each pair of excitations.
    public static func singlets(
        of hamiltonian: InteractionOperator, state: ReducedDensityTensors
    ) throws(QuantumAlgorithmError) -> [Double] {
        let modes = state.oneBody.modeCount
        guard hamiltonian.modeCount == modes, modes % 2 == 0 else {
            let expected = hamiltonian.modeCount == modes ? modes + 1 : modes
            throw .operators(.tensorSize(found: hamiltonian.modeCount, expected: expected))
        }
        let excitations = singlets(orbitalCount: modes / 2)
        let fermions = hamiltonian.fermionOperator.normalOrdered()
        let count = excitations.count
        var (energy, metric) = (Matrix(rows: count, columns: count), Matrix(rows: count, columns: count))
        for (j, excitation) in excitations.enumerated() {
            let change = fermions.commutator(with: excitation).normalOrdered()
            for (i, other) in excitations.enumerated() {
                let left = other.adjoint
                // Half to either side of the diagonal: the symmetric part.
                let a = 0.5 * (try mean(left.commutator(with: change), state))
                let m = 0.5 * (try mean(left.commutator(with: excitation), state))
                energy[i, j] += a
                energy[j, i] += a
                metric[i, j] += m
                metric[j, i] += m
            }
        }
        return try positive(energy, metric)
    }

    /// The positive ω of A c = ω M c: with A = B Bᵀ on the space where M does not vanish, B⁻¹ M B⁻ᵀ has eigenvalues 1/ω.
    private static func positive(_ energy: Matrix, _ metric: Matrix) throws(QuantumAlgorithmError) -> [Double] {
        let inverse: [Double]
        var lowest = 1.0
        do throws(DenseAlgebraError) {
            let (weights, directions) = try metric.symmetricEigen()
            let kept = weights.indices.filter { weights[$0].magnitude > 1e-8 }
            var basis = Matrix(rows: metric.rows, columns: kept.count)
            for (column, index) in kept.enumerated() {
                for row in 0..<metric.rows { basis[row, column] = directions[row, index] }
            }
            let (values, vectors) = try symmetric(basis.transposed * (energy * basis)).symmetricEigen()
            lowest = values.first ?? lowest
            var root = vectors
            for column in values.indices {
                let scale = 1 / Swift.max(values[column], .leastNormalMagnitude).squareRoot()
                for row in values.indices { root[row, column] *= lowest > 1e-10 ? scale : 0 }
            }
            let projected = try basis * root
            inverse = try symmetric(projected.transposed * (metric * projected)).symmetricEigen().values
        } catch {
            throw .eigensolver(error)
        }
        guard lowest > 1e-10 else {
            throw .notPositive(
                quantity: "the lowest second derivative of the energy (of a state that is not the ground state)",
                value: lowest)
        }
        return inverse.reversed().filter { $0 > 1e-10 }.map { 1 / $0 }
    }

    /// Rounding leaves products a little asymmetric.
    private static func symmetric(_ matrix: Matrix) -> Matrix {
        var result = matrix
        for i in 0..<matrix.rows {
            for j in 0..<matrix.rows { result[i, j] = 0.5 * (matrix[i, j] + matrix[j, i]) }
        }
        return result
    }

    private static func singlets(orbitalCount n: Int) -> [FermionOperator] {
        var result = [FermionOperator]()
        for p in 0..<n {
            for q in 0..<n where q != p {
                let up = FermionOperator.excitation(from: 2 * q, to: 2 * p)
                result.append(up + FermionOperator.excitation(from: 2 * q + 1, to: 2 * p + 1))
            }
        }
        return result
    }

    private static func mean(
        _ fermions: FermionOperator, _ state: ReducedDensityTensors
    ) throws(QuantumAlgorithmError) -> Double {
        // Terms of three bodies cancel in exact numbers.
        do { return try state.expectation(of: fermions.normalOrdered().pruned(below: 1e-12)).real } catch {
            throw .operators(error)
        }
    }
}
