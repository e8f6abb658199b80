public import HDF5Archives

/// Everything an OpenFermion molecule file holds, as it holds it: positions in angstrom, energies in hartree,
/// two-body integrals in OpenFermion's index order.
///
/// `nil` is what the file marks as not computed (a truth value False) or does not contain. What was read is kept
/// bit for bit, so that writing a record gives the same numbers back.
public struct MolecularRecord: Equatable, Sendable {
    /// Where the nuclei are.
    public enum Geometry: Equatable, Sendable {
        /// Element symbols, and positions in angstrom, natom × 3, row-major.
        case atoms(symbols: [String], positions: HDF5Array<Double>)
        /// A name in place of coordinates, such as for a molecule known to a database.
        case named(String)
    }

    /// Where the record came from; what errors call it.
    public var source: String
    /// Where the nuclei are.
    public var geometry: Geometry { didSet { atomList = nil } }
    /// The name of the basis set.
    public var basis: String
    /// 2S + 1.
    public var multiplicity: Int
    /// The total charge.
    public var charge: Int
    /// A remark, such as a bond length.
    public var remark: String
    /// The name OpenFermion derives from geometry, basis, multiplicity, charge and remark.
    public var name: String
    /// The number of electrons.
    public var electronCount: Int
    /// The number n of spatial orbitals.
    public var orbitalCount: Int?
    /// Total energies by method.
    public var energies = MolecularEnergies()
    /// Coefficients of molecular orbitals (columns) over basis functions (rows).
    public var orbitals: HDF5Array<Double>?
    /// Overlaps of the basis functions.
    public var overlap: HDF5Array<Double>?
    /// Orbital energies in hartree.
    public var orbitalEnergies: HDF5Array<Double>?
    /// h_pq over spatial orbitals, n × n.
    public var oneBody: HDF5Array<Double>?
    /// h[p,q,r,s] = (ps|qr) over spatial orbitals, n × n × n × n; `integrals()` puts them in chemists' order.
    public var twoBody: HDF5Array<Double>?
    /// Density matrices of configuration interaction with singles and doubles.
    public var cisdDensities = ReducedDensityMatrices()
    /// Density matrices of full configuration interaction.
    public var fciDensities = ReducedDensityMatrices()
    /// Coupled-cluster amplitudes t[a,i] over spin orbitals, 2n × 2n.
    public var ccsdSingles: HDF5Array<Double>?
    /// Coupled-cluster amplitudes t[a,i,b,j] over spin orbitals, (2n)⁴. Programs differ by a factor of two: those of
    /// OpenFermion-PySCF are ½ t_ij^ab.
    public var ccsdDoubles: HDF5Array<Double>?
    /// Results that a user added under names of their own, in the file's order.
    public var calculations: [NamedValue] = []

    /// The file's own list of atoms, which programs spell in different ways and none uses; kept to be written back.
    var atomList: HDF5Array<String>?

    /// A result with the name a user gave it.
    public struct NamedValue: Equatable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: Double

        /// A named value.
        public init(name: String, value: Double) {
            self.name = name
            self.value = value
        }
    }
}

/// Total energies in hartree; `nil` where a method was not run.
public struct MolecularEnergies: Equatable, Sendable {
    /// Repulsion of the nuclei.
    public var nuclearRepulsion: Double?
    /// Hartree-Fock.
    public var hartreeFock: Double?
    /// Second-order perturbation theory.
    public var mp2: Double?
    /// Configuration interaction with singles and doubles.
    public var cisd: Double?
    /// Coupled cluster with singles and doubles.
    public var ccsd: Double?
    /// Full configuration interaction: exact in the basis.
    public var fci: Double?

    /// Energies, none by default.
    public init(
        nuclearRepulsion: Double? = nil, hartreeFock: Double? = nil, mp2: Double? = nil, cisd: Double? = nil,
        ccsd: Double? = nil, fci: Double? = nil
    ) {
        self.nuclearRepulsion = nuclearRepulsion
        self.hartreeFock = hartreeFock
        self.mp2 = mp2
        self.cisd = cisd
        self.ccsd = ccsd
        self.fci = fci
    }
}
