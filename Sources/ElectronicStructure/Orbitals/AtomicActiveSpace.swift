internal import DenseAlgebra

extension MeanField {
    /// Active orbitals by their share in atomic orbitals (AVAS: E. R. Sayfutyarova, Q. Sun, G. K.-L. Chan, G. Knizia,
    /// J. Chem. Theory Comput. 13, 4063, 2017).
    ///
    /// The doubly occupied orbitals are turned until the projector P on the atomic orbitals, of the minimal basis STO-3G, is
    /// diagonal among them; those with a share above the threshold are active. The same is done with the empty ones. Singly
    /// occupied orbitals are active in any case.
    ///
    /// - Parameters:
    ///   - labels: atomic orbitals such as `N 2p`; see ``AtomicOrbitalLabel``.
    ///   - threshold: the smallest share, 0 to 1.
    /// - Throws: `impossibleActiveSpace` for names that mean none of this molecule's orbitals, or where none has such a
    ///   share; `unsupportedMethod` for an unrestricted reference.
    public func activeSpace(
        ofAtomicOrbitals labels: [String], threshold: Double = 0.2
    ) throws(ElectronicStructureError) -> ActiveSpaceChoice {
        guard orbitals.count == 1 else {
            throw .unsupportedMethod(
                method: "Choosing active orbitals by atomic ones",
                reason: "both spins have orbitals of their own; take rhf or rohf")
        }
        let projector = try projector(on: labels)
        let pairs = electrons.down
        let occupied = try turned(0..<pairs, projector)
        let empty = try turned(electrons.up..<orbitals[0].columns, projector)
        let chosenOccupied = occupied.shares.indices.filter { occupied.shares[$0] > threshold }
        let chosenEmpty = empty.shares.indices.filter { empty.shares[$0] > threshold }
        guard !chosenOccupied.isEmpty || !chosenEmpty.isEmpty else {
            throw .impossibleActiveSpace(
                reason: "no orbital has a share above \(threshold) in \(labels.joined(separator: ", ")); name other "
                    + "atomic orbitals or lower the threshold")
        }
        let single = orbitals[0].columns(pairs..<electrons.up)
        let coefficients = occupied.orbitals.joined(single).joined(empty.orbitals)
        let core = occupied.shares.indices.filter { occupied.shares[$0] <= threshold }
        let chosen = try ActiveOrbitals(
            coefficients, core: core,
            active: chosenOccupied + Array(pairs..<electrons.up) + chosenEmpty.map { $0 + electrons.up })
        let weights = chosenOccupied.map { occupied.shares[$0] } + (pairs..<electrons.up).map { projector[$0, $0] }
        return ActiveSpaceChoice(
            orbitals: chosen, electrons: try chosen.electrons(of: electrons),
            weights: weights + chosenEmpty.map { empty.shares[$0] }, source: .atomicOrbitals(labels))
    }

    /// Cᵀ S_fa (S_aa)⁻¹ S_af C over the orbitals, for atomic orbitals a and basis functions f.
    private func projector(on labels: [String]) throws(ElectronicStructureError) -> Matrix {
        let minimal = try MolecularBasis(system.molecule, BasisSet.named("sto-3g"))
        var chosen: [Int] = []
        for text in labels {
            let functions = try AtomicOrbitalLabel(text).functions(of: minimal, in: system.molecule)
            guard !functions.isEmpty else {
                throw .impossibleActiveSpace(
                    reason: "\"\(text)\" means no atomic orbital of this molecule's atoms in the minimal basis sto-3g")
            }
            chosen += functions.filter { !chosen.contains($0) }
        }
        let both = try system.basis.overlap(with: minimal)
        let among = try minimal.overlap()
        let atomic = Matrix(
            chosen.count, chosen.count, chosen.flatMap { row in chosen.map { among[row, $0] } })
        let mixed = both.columns(chosen).transposed.times(orbitals[0])
        let solved = try linear("Projecting on atomic orbitals") { () throws(DenseAlgebraError) in
            try atomic.solve(mixed)
        }
        return mixed.transposed.times(solved).symmetrized
    }

    /// Some orbitals turned among themselves until the projector is diagonal, the largest share first.
    private func turned(
        _ range: Range<Int>, _ projector: Matrix
    ) throws(ElectronicStructureError) -> (orbitals: Matrix, shares: [Double]) {
        let block = projector.rows(range).columns(range)
        guard !range.isEmpty else { return (orbitals[0].columns(range), []) }
        let (values, vectors) = try linear("Projecting on atomic orbitals") { () throws(DenseAlgebraError) in
            try block.symmetricEigen()
        }
        let order = Array(values.indices.reversed())
        return (orbitals[0].columns(range).times(vectors.columns(order)), order.map { values[$0] })
    }
}

extension MolecularBasis {
    /// The overlaps of these functions (rows) with those of another basis (columns) on the same atoms.
    func overlap(with other: MolecularBasis) throws(ElectronicStructureError) -> Matrix {
        var shells = self.shells
        for shell in other.shells {
            shells.append(
                Shell(
                    atom: shell.atom, angularMomentum: shell.angularMomentum, exponents: shell.exponents,
                    coefficients: shell.coefficients, firstFunction: functionCount + shell.firstFunction,
                    functionCount: shell.functionCount))
        }
        let joined = try MolecularBasis(shells: shells, centers: centers, isCartesian: isCartesian)
        let all = try joined.overlap()
        return all.rows(0..<functionCount).columns(functionCount..<joined.functionCount)
    }
}

extension Matrix {
    /// The columns of this and of another matrix.
    func joined(_ other: Matrix) -> Matrix {
        var result: [Double] = []
        result.reserveCapacity(rows * (columns + other.columns))
        for row in 0..<rows {
            result += elements[row * columns..<(row + 1) * columns]
            result += other.elements[row * other.columns..<(row + 1) * other.columns]
        }
        return Matrix(rows, columns + other.columns, result)
    }
}
