internal import DenseAlgebra
internal import FockSpace

/// The generalized Fock matrix of a state with density matrices D and d over the active orbitals,
///
/// F_iq = 2 (F^I + F^A)_iq, F_uq = Σ_v D_uv F^I_vq + Q_uq, F_aq = 0,
/// F^A_pq = Σ_uv D_uv [(pq|uv) - ½ (pu|qv)], Q_uq = Σ_vxy d_uvxy (qv|xy),
///
/// whose antisymmetric part is the gradient: the energy of orbitals C (1 + κ) is E + 2 Σ_pq F_pq κ_qp + … (T. Helgaker,
/// P. Jørgensen, J. Olsen, Molecular Electronic-Structure Theory, chapter 10.8).
struct GeneralizedFock: Sendable {
    let integrals: ActiveSpaceIntegrals
    /// D, m × m.
    let one: Matrix
    /// d, row u m + v, column x m + y, made symmetric in u, v and in x, y as the integrals are.
    let two: Matrix
    /// F^A.
    let activeFock: Matrix
    /// Q, m × n.
    let active: Matrix
    /// F.
    let matrix: Matrix

    init(_ integrals: ActiveSpaceIntegrals, _ densities: DensityMatrices) {
        self.init(integrals, one: densities.oneParticle, two: densities.twoParticle, hasCore: true)
    }

    /// - Parameter hasCore: whether D and d are of a state; else they are a change of it, which leaves the core alone.
    init(_ integrals: ActiveSpaceIntegrals, one: Matrix, two: Matrix, hasCore: Bool) {
        let partition = integrals.partition
        let (n, m, core) = (partition.count, partition.active, partition.core)
        self.integrals = integrals
        self.one = one
        var symmetric = two
        for uv in 0..<m * m {
            for x in 0..<m {
                for y in 0..<m { symmetric[uv, x * m + y] = 0.5 * (two[uv, x * m + y] + two[uv, y * m + x]) }
            }
        }
        self.two = symmetric
        let weights = Matrix(m * m, 1, one.elements)
        let field = integrals.coulomb.times(weights).adding(integrals.exchange.times(weights), scaled: -0.5)
        activeFock = Matrix(n, n, field.elements)
        // Row u, column q of Q: d as m × m³ times (vq|xy) as m³ × n.
        var mixed: [Double] = []
        mixed.reserveCapacity(n * m * m * m)
        for q in 0..<n {
            for v in 0..<m {
                let start = (q * n + core + v) * m * m
                mixed += integrals.coulomb.elements[start..<start + m * m]
            }
        }
        active = Matrix(m, m * m * m, symmetric.elements).timesTransposed(Matrix(n, m * m * m, mixed))
        let inactive = hasCore ? integrals.coreFock + activeFock : activeFock
        var result = Matrix(rows: n, columns: n)
        for i in 0..<core {
            for q in 0..<n { result[i, q] = 2 * inactive[i, q] }
        }
        let dressed = one.times(integrals.coreFock.rows(partition.activeRange)) + active
        for u in 0..<m {
            for q in 0..<n { result[core + u, q] = dressed[u, q] }
        }
        matrix = result
    }

    /// 2 (F_po - F_op) over the rotations (o, p).
    var gradient: [Double] { Self.antisymmetric(matrix.scaled(by: 2), integrals.partition) }

    /// A_po - A_op over the rotations (o, p).
    static func antisymmetric(_ matrix: Matrix, _ partition: OrbitalPartition) -> [Double] {
        partition.rotations.map { matrix[$0.p, $0.o] - matrix[$0.o, $0.p] }
    }

    /// About the diagonal of the second derivatives, 2 (D_pp f_oo + D_oo f_pp - F_oo - F_pp) with f = F^I + F^A
    /// (G. Chaban, M. W. Schmidt, M. S. Gordon, Theor. Chem. Acc. 97, 88, 1997).
    var approximateDiagonal: [Double] {
        let partition = integrals.partition
        let fock = integrals.coreFock + activeFock
        func occupation(_ p: Int) -> Double {
            if p < partition.core { return 2 }
            return p < partition.occupied ? one[p - partition.core, p - partition.core] : 0
        }
        return partition.rotations.map { o, p in
            2 * (occupation(p) * fock[o, o] + occupation(o) * fock[p, p] - matrix[o, o] - matrix[p, p])
        }
    }
}

extension Matrix {
    /// Some of the rows.
    func rows(_ range: Range<Int>) -> Matrix {
        Matrix(range.count, columns, Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
    }
}
