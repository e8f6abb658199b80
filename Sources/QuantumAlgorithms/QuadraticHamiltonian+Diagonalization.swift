internal import ComplexModule
public import DenseAlgebra
public import OperatorAlgebra
internal import RealModule

/// The modes in which a quadratic Hamiltonian is diagonal: H = Σ_j ε_j b†_j b_j + constant.
///
/// b†_j = Σ_p (U_jp a†_p + V_jp a_p), the Bogoliubov transformation. Where particles are conserved V is zero and the ε_j,
/// of either sign, are the eigenvalues of M − μ; otherwise all ε_j are at least 0.
public struct BogoliubovModes: Sendable {
    /// ε_j, ascending.
    public let orbitalEnergies: [Double]
    /// The energy of the state without b particles.
    public let constant: Double
    /// U and V side by side: row j holds b†_j, first the coefficients of all a†_p, then of all a_p.
    ///
    /// OpenFermion's `diagonalizing_bogoliubov_transform` leaves the second half away where particles are conserved.
    public let transformation: ComplexMatrix

    /// The lowest eigenvalue of H: the constant and all negative ε_j.
    public var groundEnergy: Double { orbitalEnergies.reduce(constant) { $0 + Swift.min(0, $1) } }

    /// The modes j that the ground state fills.
    public var occupiedInGroundState: QubitMask {
        QubitMask(orbitalEnergies.indices.filter { orbitalEnergies[$0] < 0 })
    }

    /// The operator b†_j.
    ///
    /// - Precondition: j is a mode.
    public func creation(_ j: Int) -> FermionOperator {
        let n = orbitalEnergies.count
        return FermionOperator(
            (0..<2 * n).map { column -> FermionOperator.Element in
                let ladder = LadderOperator(mode: column % n, isCreation: column < n)
                return (FermionProduct([ladder]), transformation[j, column])
            })
    }
}

extension QuadraticHamiltonian {
    /// The modes in which H is diagonal.
    ///
    /// Where Δ is zero they come from the eigenvectors of M − μ. Otherwise H = (i/2) Σ_jk A_jk f_j f_k + constant
    /// (``OperatorAlgebra/QuadraticHamiltonian/majoranaForm``) and an orthogonal R with R A Rᵀ = [[0, E], [−E, 0]] gives
    /// f' = R f, b†_j = (f'_j − i f'_(j+n))/√2 and H = Σ_j ε_j (b†_j b_j − ½) + constant (J. Blaizot and G. Ripka, Quantum
    /// Theory of Finite Systems, MIT Press 1986; the form is OpenFermion's).
    ///
    /// - Throws: `DenseAlgebraError` for tensors that are not finite.
    /// - Complexity: O(n³).
    public func diagonalized() throws(DenseAlgebraError) -> BogoliubovModes {
        let n = modeCount
        var transformation = ComplexMatrix(rows: n, columns: 2 * n)
        if conservesNumber {
            let matrix = try ComplexMatrix(rows: n, columns: n, elements: combinedHermitianPart.elements)
            let (energies, vectors) = try matrix.hermitianEigen()
            for j in 0..<n {
                for p in 0..<n { transformation[j, p] = vectors[p, j] }
            }
            return BogoliubovModes(orbitalEnergies: energies, constant: constant, transformation: transformation)
        }
        let majorana = majoranaForm
        let form = try Matrix(rows: 2 * n, columns: 2 * n, elements: majorana.matrix).antisymmetricForm()
        for j in 0..<n {
            for p in 0..<n {
                let f = Complex(form.rotation[j, p], -form.rotation[j + n, p])
                let g = Complex(form.rotation[j, p + n], -form.rotation[j + n, p + n])
                // f_p = (a†_p + a_p)/√2 and f_(p+n) = i(a†_p − a_p)/√2.
                let turned = Complex(-g.imaginary, g.real)
                transformation[j, p] = Complex(0.5, 0) * (f + turned)
                transformation[j, p + n] = Complex(0.5, 0) * (f - turned)
            }
        }
        let zeroPoint = form.values.reduce(0, +) / 2
        return BogoliubovModes(
            orbitalEnergies: form.values, constant: majorana.constant - zeroPoint, transformation: transformation)
    }
}
