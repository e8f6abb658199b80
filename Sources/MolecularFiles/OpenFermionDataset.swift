/// The names of the datasets of an OpenFermion molecule file.
enum OpenFermionDataset {
    static let atoms = "geometry/atoms"
    static let positions = "geometry/positions"
    static let basis = "basis"
    static let multiplicity = "multiplicity"
    static let charge = "charge"
    static let description = "description"
    static let name = "name"
    static let atomCount = "n_atoms"
    static let sortedAtoms = "atoms"
    static let protons = "protons"
    static let electronCount = "n_electrons"
    static let orbitalCount = "n_orbitals"
    static let qubitCount = "n_qubits"
    static let nuclearRepulsion = "nuclear_repulsion"
    static let hartreeFock = "hf_energy"
    static let orbitals = "canonical_orbitals"
    static let overlap = "overlap_integrals"
    static let orbitalEnergies = "orbital_energies"
    static let oneBody = "one_body_integrals"
    static let twoBody = "two_body_integrals"
    static let mp2 = "mp2_energy"
    static let cisd = "cisd_energy"
    static let cisdOneBodyDensity = "cisd_one_rdm"
    static let cisdTwoBodyDensity = "cisd_two_rdm"
    static let fci = "fci_energy"
    static let fciOneBodyDensity = "fci_one_rdm"
    static let fciTwoBodyDensity = "fci_two_rdm"
    static let ccsd = "ccsd_energy"
    static let ccsdSingles = "ccsd_single_amps"
    static let ccsdDoubles = "ccsd_double_amps"
    static let calculationNames = "general_calculations_keys"
    static let calculationValues = "general_calculations_values"

    /// What program writes a dataset, as advice for whoever misses it.
    static func origin(of dataset: String) -> String {
        let run = "OpenFermion-PySCF (run_pyscf) or OpenFermion-Psi4 (run_psi4)"
        switch dataset {
        case nuclearRepulsion, hartreeFock, orbitals, overlap, orbitalEnergies, oneBody, twoBody, orbitalCount,
            qubitCount:
            return "\(run) writes it with run_scf=True; run that and save the molecule again."
        case mp2, cisd, ccsd, fci:
            return "\(run) writes it with run_\(dataset.prefix { $0 != "_" })=True; run that and save again."
        case cisdOneBodyDensity, cisdTwoBodyDensity, fciOneBodyDensity, fciTwoBodyDensity, ccsdSingles, ccsdDoubles:
            return "\(run) writes it with run_\(dataset.prefix { $0 != "_" })=True; run that and save again."
        default:
            return "OpenFermion's MolecularData.save() writes it into every file; save the molecule again."
        }
    }
}
