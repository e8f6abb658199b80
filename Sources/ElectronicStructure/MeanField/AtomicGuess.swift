internal import DenseAlgebra

/// A density to start from: the sum of those of neutral, spherical atoms (J. H. Van Lenthe et al., J. Comput. Chem. 27,
/// 926, 2006).
///
/// Each atom is solved by restricted Hartree-Fock in its own basis functions of occupied angular momenta, the electrons
/// of an open shell spread evenly over it: a few functions, so that it costs next to nothing.
struct AtomicGuess {
    let system: ElectronicSystem

    /// Σ_A D_A over the basis functions, both spins.
    func density() throws(ElectronicStructureError) -> Matrix {
        var atoms: [Int: Matrix] = [:]
        let n = system.basis.functionCount
        var total = Matrix(rows: n, columns: n)
        for (index, atom) in system.molecule.atoms.enumerated() where !atom.isGhost {
            let density: Matrix
            if let known = atoms[atom.element.atomicNumber] {
                density = known
            } else {
                density = try SphericalAtom(atom.element, system.set).density()
                atoms[atom.element.atomicNumber] = density
            }
            let places = places(atom: index, highest: SphericalAtom.highestAngularMomentum(atom.element))
            // Cartesian d functions differ from pure ones: then only s and p, which come first, are filled.
            for (row, i) in places.enumerated() {
                for (column, j) in places.enumerated() { total[i, j] = density[row, column] }
            }
        }
        return total
    }

    /// The functions of an atom up to an angular momentum.
    private func places(atom: Int, highest: Int) -> [Int] {
        let limit = system.basis.isCartesian ? min(highest, 1) : highest
        return system.basis.shells.filter { $0.atom == atom && $0.angularMomentum <= limit }.flatMap(\.functions)
    }
}

/// A neutral atom with its electrons spread evenly over each shell.
struct SphericalAtom {
    private let electrons: [Double]
    private let basis: MolecularBasis
    private let element: ChemicalElement

    init(_ element: ChemicalElement, _ set: BasisSet) throws(ElectronicStructureError) {
        self.element = element
        electrons = Self.electrons(element)
        let highest = electrons.count - 1
        let shells = try set.shells(of: element).filter { $0.angularMomentum <= highest }
        let atom = try Molecule(
            atoms: [.bohr(element, .zero)], multiplicity: 1 + element.atomicNumber % 2)
        basis = try MolecularBasis(
            atom, BasisSet(name: set.name, shells: [element.atomicNumber: shells]), isCartesian: false)
    }

    static func highestAngularMomentum(_ element: ChemicalElement) -> Int { electrons(element).count - 1 }

    /// Electrons by angular momentum, filled in the order 1s 2s 2p 3s 3p 4s 3d 4p 5s 4d 5p 6s 4f 5d 6p 7s 5f 6d 7p.
    private static func electrons(_ element: ChemicalElement) -> [Double] {
        var rest = element.atomicNumber
        var result: [Double] = []
        for l in [0, 0, 1, 0, 1, 0, 2, 1, 0, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1] where rest > 0 {
            while result.count <= l { result.append(0) }
            let taken = min(rest, 2 * (2 * l + 1))
            result[l] += Double(taken)
            rest -= taken
        }
        return result
    }

    /// The density of both spins over the atom's functions. A guess, so the iteration need not converge.
    func density() throws(ElectronicStructureError) -> Matrix {
        let molecule = try Molecule(
            atoms: [.bohr(element, .zero)], multiplicity: 1 + element.atomicNumber % 2)
        let core = try basis.kinetic() + basis.nuclearAttraction(of: molecule)
        let overlap = try basis.overlap()
        let contraction = StoredRepulsion(try basis.repulsions())
        var density = try filled(fock: core, overlap)
        var diis = DIIS(size: 6)
        for _ in 0..<40 {
            let (coulomb, exchange) = contraction.coulombExchange([density])
            let fock = core + coulomb[0].adding(exchange[0], scaled: -0.5)
            let product = fock.times(density).times(overlap)
            let error = product - product.transposed
            let extrapolated = diis.extrapolate([fock], error: [error])[0]
            density = try filled(fock: extrapolated, overlap)
            if error.largestMagnitude < 1e-4 { break }
        }
        return density
    }

    /// The density of the lowest shells of a Fock matrix, averaged over directions.
    private func filled(fock: Matrix, _ overlap: Matrix) throws(ElectronicStructureError) -> Matrix {
        var density = Matrix(rows: basis.functionCount, columns: basis.functionCount)
        for (l, count) in electrons.enumerated() {
            let shells = basis.shells.filter { $0.angularMomentum == l }
            guard !shells.isEmpty else { continue }
            let directions = 2 * l + 1
            let radial = try orbitals(average(fock, shells, directions), average(overlap, shells, directions))
            var rest = count
            for orbital in 0..<radial.columns where rest > 0 {
                let occupation = min(rest, Double(2 * directions)) / Double(directions)
                rest -= occupation * Double(directions)
                for (a, left) in shells.enumerated() {
                    for (b, right) in shells.enumerated() {
                        let value = occupation * radial[a, orbital] * radial[b, orbital]
                        for m in 0..<directions { density[left.firstFunction + m, right.firstFunction + m] += value }
                    }
                }
            }
        }
        return density
    }

    private func average(_ matrix: Matrix, _ shells: [MolecularBasis.Shell], _ directions: Int) -> Matrix {
        var result = Matrix(rows: shells.count, columns: shells.count)
        for (a, left) in shells.enumerated() {
            for (b, right) in shells.enumerated() {
                for m in 0..<directions { result[a, b] += matrix[left.firstFunction + m, right.firstFunction + m] }
                result[a, b] /= Double(directions)
            }
        }
        return result.symmetrized
    }

    private func orbitals(_ fock: Matrix, _ overlap: Matrix) throws(ElectronicStructureError) -> Matrix {
        try linear("Solving an atom") { () throws(DenseAlgebraError) in
            let (values, vectors) = try overlap.symmetricEigen()
            var x = vectors
            for column in values.indices {
                for row in 0..<x.rows { x[row, column] /= max(values[column], 1e-10).squareRoot() }
            }
            return x.times(try fock.transformed(by: x).symmetrized.symmetricEigen().vectors)
        }
    }
}
