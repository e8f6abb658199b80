public import ElectronicStructure
internal import HDF5Archives

extension MolecularRecord {
    /// The molecule, positions converted to bohr.
    ///
    /// - Throws: `inconsistent` for a geometry that is only named or a number of electrons that does not go with it,
    ///   `structure` for what `Molecule` refuses.
    public func molecule() throws(MolecularFileError) -> Molecule {
        guard case .atoms(let symbols, let positions) = geometry else {
            throw .inconsistent(
                file: source, dataset: OpenFermionDataset.atoms, found: "a name in place of a geometry",
                expected: "element symbols and positions")
        }
        let molecule: Molecule
        do throws(ElectronicStructureError) {
            var atoms: [Atom] = []
            for (index, symbol) in symbols.enumerated() {
                let position = SIMD3(positions[index, 0], positions[index, 1], positions[index, 2])
                atoms.append(.angstroms(try ChemicalElement(symbol: symbol), position))
            }
            molecule = try Molecule(
                atoms: atoms, charge: charge, multiplicity: multiplicity, basis: basis, remark: remark)
        } catch {
            throw .structure(file: source, error: error)
        }
        guard molecule.electronCount == electronCount else {
            throw .inconsistent(
                file: source, dataset: OpenFermionDataset.electronCount, found: "\(electronCount)",
                expected: "\(molecule.electronCount), from the atoms and the charge")
        }
        return molecule
    }

    /// (pq|rs), chemists' notation, from the file's h[p,q,r,s] = (ps|qr).
    ///
    /// - Precondition: the record has two-body integrals, and the indices are below the number of orbitals.
    private func chemists(_ array: HDF5Array<Double>, _ n: Int, _ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        array.elements[((p * n + r) * n + s) * n + q]
    }

    /// The integrals over the file's orbitals.
    ///
    /// - Throws: `notComputed` naming the dataset that lacks, `structure` if symmetry is violated by more than
    ///   `tolerance` hartree.
    public func integrals(
        tolerance: Double = MolecularIntegrals.symmetryTolerance
    ) throws(MolecularFileError) -> MolecularIntegrals {
        let n = try required(orbitalCount, OpenFermionDataset.orbitalCount)
        let nuclearRepulsion = try required(energies.nuclearRepulsion, OpenFermionDataset.nuclearRepulsion)
        let oneBody = try required(oneBody, OpenFermionDataset.oneBody)
        let twoBody = try required(twoBody, OpenFermionDataset.twoBody)
        do throws(ElectronicStructureError) {
            let packed = try TwoBodyIntegrals(orbitalCount: n, tolerance: tolerance) {
                chemists(twoBody, n, $0, $1, $2, $3)
            }
            return try MolecularIntegrals(
                nuclearRepulsion: nuclearRepulsion, oneBody: oneBody.elements, twoBody: packed, tolerance: tolerance)
        } catch {
            throw .structure(file: source, error: error)
        }
    }

    /// The Hamiltonian of all electrons in all orbitals.
    ///
    /// - Throws: as `integrals`, and `structure` for a multiplicity that does not go with the number of electrons.
    public func hamiltonian(
        tolerance: Double = MolecularIntegrals.symmetryTolerance
    ) throws(MolecularFileError) -> ElectronicHamiltonian {
        let integrals = try integrals(tolerance: tolerance)
        do throws(ElectronicStructureError) {
            let electrons = try SpinCounts(electrons: electronCount, multiplicity: multiplicity)
            return try ElectronicHamiltonian(integrals, electrons: electrons)
        } catch {
            throw .structure(file: source, error: error)
        }
    }

    private func required<Value>(_ value: Value?, _ dataset: String) throws(MolecularFileError) -> Value {
        guard let value else {
            throw .notComputed(file: source, dataset: dataset, program: OpenFermionDataset.origin(of: dataset))
        }
        return value
    }
}

extension MolecularRecord {
    /// A record of a molecule, to be written to a file, with its integrals and energies where they are known.
    ///
    /// Positions are converted to angstrom; the repulsion of the nuclei is that of the integrals, if given.
    public init(_ molecule: Molecule, integrals: MolecularIntegrals? = nil, energies: MolecularEnergies = .init()) {
        let positions = molecule.atoms.flatMap { atom in (0..<3).map { atom.positionInAngstroms[$0] } }
        self.init(
            source: molecule.name,
            geometry: .atoms(
                symbols: molecule.atoms.map(\.element.symbol),
                positions: HDF5Array(shape: [molecule.atoms.count, 3], elements: positions)),
            basis: molecule.basis, multiplicity: molecule.multiplicity, charge: molecule.charge,
            remark: molecule.remark, name: molecule.name, electronCount: molecule.electronCount)
        self.energies = energies
        self.energies.nuclearRepulsion = integrals?.nuclearRepulsion ?? molecule.nuclearRepulsion
        if let integrals { setIntegrals(integrals) }
    }

    /// Stores integrals in OpenFermion's order.
    private mutating func setIntegrals(_ integrals: MolecularIntegrals) {
        let n = integrals.orbitalCount
        orbitalCount = n
        oneBody = HDF5Array(shape: [n, n], elements: integrals.oneBodyIntegrals)
        var elements: [Double] = []
        elements.reserveCapacity(n * n * n * n)
        for p in 0..<n {
            for q in 0..<n {
                for r in 0..<n {
                    for s in 0..<n { elements.append(integrals.twoBody(p, s, q, r)) }
                }
            }
        }
        twoBody = HDF5Array(shape: [n, n, n, n], elements: elements)
    }
}
