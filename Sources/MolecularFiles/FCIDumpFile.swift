public import ElectronicStructure

/// A molecule's integrals over orbitals in an FCIDUMP file (P. J. Knowles and N. C. Handy, Comput. Phys. Commun. 54, 75,
/// 1989), as PySCF, Psi4 and Molpro write it: a heading `&FCI NORB=…, NELEC=…, MS2=…, ORBSYM=…, ISYM=…, &END`, then lines
/// of a value and four indices from 1: (ij|kl), h_ij (`i j 0 0`), ε_i (`i 0 0 0`), the constant (`0 0 0 0`).
///
/// Orbitals that differ for the two spins come in two forms: counted through, 2p - 1 up and 2p down, under `UHF=.TRUE.`
/// (Psi4); or in six blocks, each ended by a line of zeros, of (↑↑|↑↑), (↓↓|↓↓), (↑↑|↓↓), h_↑, h_↓ and the constant, under
/// `IUHF=1` (Molpro). Both are read; the first is written.
public struct FCIDumpFile: Equatable, Sendable {
    /// The integrals; the constant is their nuclear repulsion, with whatever is frozen. Where each spin has its own
    /// orbitals, those of spin up.
    public var integrals: MolecularIntegrals
    /// The integrals of both spins, where each has its own orbitals.
    public var unrestricted: UnrestrictedIntegrals?
    /// The electrons of spin up and down.
    public var electrons: SpinCounts
    /// The irreducible representation of every orbital, numbered as Molpro does from 1.
    public var orbitalSymmetries: [Int]
    /// The irreducible representation of the state.
    public var stateSymmetry: Int
    /// Orbital energies in hartree, where the file has them; those of spin up where each spin has its own.
    public var orbitalEnergies: [Double]?

    /// The content of a file; without symmetries all orbitals are in the first representation.
    public init(
        integrals: MolecularIntegrals, electrons: SpinCounts, orbitalSymmetries: [Int]? = nil, stateSymmetry: Int = 1,
        orbitalEnergies: [Double]? = nil
    ) {
        self.integrals = integrals
        unrestricted = nil
        self.electrons = electrons
        self.orbitalSymmetries = orbitalSymmetries ?? Array(repeating: 1, count: integrals.orbitalCount)
        self.stateSymmetry = stateSymmetry
        self.orbitalEnergies = orbitalEnergies
    }

    /// The content of a file whose spins have orbitals of their own.
    ///
    /// - Throws: what `MolecularIntegrals` refuses.
    public init(
        unrestricted: UnrestrictedIntegrals, electrons: SpinCounts, orbitalSymmetries: [Int]? = nil,
        stateSymmetry: Int = 1
    ) throws(ElectronicStructureError) {
        self.init(
            integrals: try MolecularIntegrals(
                nuclearRepulsion: unrestricted.constant, oneBody: unrestricted.oneBody[0], twoBody: unrestricted.upUp),
            electrons: electrons, orbitalSymmetries: orbitalSymmetries, stateSymmetry: stateSymmetry)
        self.unrestricted = unrestricted
    }

    /// The Hamiltonian.
    ///
    /// - Throws: `tooManyElectrons`, or `unsupportedMethod` where the spins have orbitals of their own.
    public func hamiltonian() throws(ElectronicStructureError) -> ElectronicHamiltonian {
        guard unrestricted == nil else {
            throw .unsupportedMethod(
                method: "A Hamiltonian over orbitals that both spins share",
                reason: "the file has orbitals of their own for each; use hf, mp2, cisd or ccsd")
        }
        return try ElectronicHamiltonian(integrals, electrons: electrons)
    }

    /// What perturbation theory, configuration interaction and coupled cluster are computed from.
    ///
    /// - Throws: `tooManyElectrons`.
    public func spinOrbitals() throws(ElectronicStructureError) -> SpinOrbitalHamiltonian {
        if let unrestricted { return try SpinOrbitalHamiltonian(unrestricted, electrons: electrons) }
        return SpinOrbitalHamiltonian(try hamiltonian())
    }

    /// Reads a file.
    ///
    /// - Throws: `cannotOpen`; `malformedText` with the line for a heading without NORB or NELEC, indices out of range,
    ///   and values that are not finite; `structure` for impossible electrons.
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
        let sets = unrestricted == nil ? 1 : 2
        let labels = orbitalSymmetries.flatMap { Array(repeating: "\($0),", count: sets) }.joined()
        var text =
            " &FCI NORB=\(sets * n),NELEC=\(electrons.total),MS2=\(electrons.up - electrons.down),\n"
            + (sets == 2 ? "  UHF=.TRUE.,\n" : "") + "  ORBSYM=\(labels)\n  ISYM=\(stateSymmetry),\n &END\n"
        func add(_ value: Double, _ i: Int, _ j: Int, _ k: Int, _ l: Int) {
            if abs(value) >= threshold { text += " \(value) \(i) \(j) \(k) \(l)\n" }
        }
        // Spatial orbital p of spin s, counted from 1.
        func place(_ p: Int, _ spin: Int) -> Int { sets * p + spin + 1 }
        for (bra, ket) in sets == 1 ? [(0, 0)] : [(0, 0), (1, 1), (0, 1)] {
            for i in 0..<n {
                for j in 0...i {
                    for k in 0..<(bra == ket ? i + 1 : n) {
                        for l in 0...(bra == ket && k == i ? j : k) {
                            let value =
                                unrestricted?.repulsion(bra, ket, i, j, k, l) ?? integrals.twoBody(i, j, k, l)
                            add(value, place(i, bra), place(j, bra), place(k, ket), place(l, ket))
                        }
                    }
                }
            }
        }
        for spin in 0..<sets {
            let h = unrestricted?.oneBody[spin] ?? integrals.oneBodyIntegrals
            for i in 0..<n {
                for j in 0...i { add(h[i * n + j], place(i, spin), place(j, spin), 0, 0) }
            }
        }
        for (i, energy) in (orbitalEnergies ?? []).enumerated() { text += " \(energy) \(place(i, 0)) 0 0 0\n" }
        return text + " \(integrals.nuclearRepulsion) 0 0 0 0\n"
    }
}
