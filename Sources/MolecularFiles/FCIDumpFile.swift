public import ElectronicStructure

/// A molecule's integrals over orbitals in an FCIDUMP file (P. J. Knowles and N. C. Handy, Comput. Phys. Commun. 54, 75,
/// 1989), as PySCF, Psi4 and Molpro write it: a heading `&FCI NORB=…, NELEC=…, MS2=…, ORBSYM=…, ISYM=…, &END`, then lines
/// of a value and four indices from 1: (ij|kl), h_ij (`i j 0 0`), ε_i (`i 0 0 0`), the constant (`0 0 0 0`).
public struct FCIDumpFile: Equatable, Sendable {
    /// The integrals; the constant is their nuclear repulsion, with whatever is frozen.
    public var integrals: MolecularIntegrals
    /// The electrons of spin up and down.
    public var electrons: SpinCounts
    /// The irreducible representation of every orbital, numbered as Molpro does from 1.
    public var orbitalSymmetries: [Int]
    /// The irreducible representation of the state.
    public var stateSymmetry: Int
    /// Orbital energies in hartree, where the file has them.
    public var orbitalEnergies: [Double]?

    /// The content of a file; without symmetries all orbitals are in the first representation.
    public init(
        integrals: MolecularIntegrals, electrons: SpinCounts, orbitalSymmetries: [Int]? = nil, stateSymmetry: Int = 1,
        orbitalEnergies: [Double]? = nil
    ) {
        self.integrals = integrals
        self.electrons = electrons
        self.orbitalSymmetries = orbitalSymmetries ?? Array(repeating: 1, count: integrals.orbitalCount)
        self.stateSymmetry = stateSymmetry
        self.orbitalEnergies = orbitalEnergies
    }

    /// The Hamiltonian.
    ///
    /// - Throws: `tooManyElectrons`.
    public func hamiltonian() throws(ElectronicStructureError) -> ElectronicHamiltonian {
        try ElectronicHamiltonian(integrals, electrons: electrons)
    }

    /// Reads a file.
    ///
    /// - Throws: `cannotOpen`; `malformedText` with the line for a heading without NORB or NELEC, indices out of range,
    ///   values that are not finite, and integrals of unrestricted orbitals; `structure` for impossible electrons.
    public init(reading path: String) throws(MolecularFileError) {
        self = try FCIDumpParser(try TextFiles.read(path), source: path).parse()
    }

    /// Reads text that a file would have.
    public init(text: String, source: String = "FCIDUMP") throws(MolecularFileError) {
        self = try FCIDumpParser(text, source: source).parse()
    }

    /// Writes a file; it appears whole or not at all. Numbers read back as the same doubles.
    ///
    /// - Parameter threshold: values of smaller magnitude, in hartree, are left out.
    /// - Throws: `cannotCreate`.
    public func write(to path: String, threshold: Double = 1e-16) throws(MolecularFileError) {
        try TextFiles.write(text(threshold: threshold), to: path)
    }

    /// The text of a file.
    public func text(threshold: Double = 1e-16) -> String {
        let n = integrals.orbitalCount
        var text =
            " &FCI NORB=\(n),NELEC=\(electrons.total),MS2=\(electrons.up - electrons.down),\n"
            + "  ORBSYM=\(orbitalSymmetries.map { "\($0)," }.joined())\n  ISYM=\(stateSymmetry),\n &END\n"
        func add(_ value: Double, _ i: Int, _ j: Int, _ k: Int, _ l: Int) {
            if abs(value) >= threshold { text += " \(value) \(i) \(j) \(k) \(l)\n" }
        }
        for i in 0..<n {
            for j in 0...i {
                for k in 0...i {
                    for l in 0...(k == i ? j : k) {
                        add(integrals.twoBody(i, j, k, l), i + 1, j + 1, k + 1, l + 1)
                    }
                }
            }
        }
        for i in 0..<n {
            for j in 0...i { add(integrals.oneBody(i, j), i + 1, j + 1, 0, 0) }
        }
        for (i, energy) in (orbitalEnergies ?? []).enumerated() { text += " \(energy) \(i + 1) 0 0 0\n" }
        return text + " \(integrals.nuclearRepulsion) 0 0 0 0\n"
    }
}
