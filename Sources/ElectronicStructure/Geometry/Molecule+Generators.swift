internal import Foundation

/// Regular arrangements of atoms of one element; distances in angstrom. The center is at the origin unless said
/// otherwise. What `Molecule.init` refuses is refused here too.
extension Molecule {
    /// One atom at the origin.
    public static func atom(
        _ element: ChemicalElement, charge: Int = 0, multiplicity: Int = 1, basis: String = ""
    ) throws(ElectronicStructureError) -> Molecule {
        try Molecule(atoms: [.bohr(element, .zero)], charge: charge, multiplicity: multiplicity, basis: basis)
    }

    /// Two atoms on the z axis, the first at the origin.
    public static func diatomic(
        _ first: ChemicalElement, _ second: ChemicalElement, distance: Double, charge: Int = 0, multiplicity: Int = 1,
        basis: String = ""
    ) throws(ElectronicStructureError) -> Molecule {
        try Molecule(
            atoms: [.angstroms(first, .zero), .angstroms(second, SIMD3(0, 0, distance))], charge: charge,
            multiplicity: multiplicity, basis: basis)
    }

    /// `count` atoms on the z axis with equal distances between neighbours, the first at the origin.
    public static func chain(
        _ element: ChemicalElement, count: Int, spacing: Double, charge: Int = 0, multiplicity: Int = 1,
        basis: String = ""
    ) throws(ElectronicStructureError) -> Molecule {
        try lattice(
            element, counts: (1, 1, count), spacing: spacing, charge: charge, multiplicity: multiplicity, basis: basis)
    }

    /// `count` atoms on a circle in the xy plane with equal distances between neighbours, the first on the x axis:
    /// the circle's radius is d / (2 sin(π/n)).
    ///
    /// - Throws: `impossibleShape` for fewer than three atoms or a distance that is not positive.
    public static func ring(
        _ element: ChemicalElement, count: Int, spacing: Double, charge: Int = 0, multiplicity: Int = 1,
        basis: String = ""
    ) throws(ElectronicStructureError) -> Molecule {
        guard count >= 3, spacing > 0 else {
            throw .impossibleShape(
                reason: "a ring of \(count) atoms \(spacing) angstrom apart; expected at least three, a positive "
                    + "distance apart")
        }
        let radius = spacing / (2 * sin(.pi / Double(count)))
        let atoms = (0..<count).map { index in
            let angle = 2 * .pi * Double(index) / Double(count)
            return Atom.angstroms(element, SIMD3(radius * cos(angle), radius * sin(angle), 0))
        }
        return try Molecule(atoms: atoms, charge: charge, multiplicity: multiplicity, basis: basis)
    }

    /// Atoms on a cubic lattice, `counts` along x, y and z, the first at the origin.
    ///
    /// - Throws: `impossibleShape` for a count or distance that is not positive, or more than 10 000 atoms.
    public static func lattice(
        _ element: ChemicalElement, counts: (x: Int, y: Int, z: Int), spacing: Double, charge: Int = 0,
        multiplicity: Int = 1, basis: String = ""
    ) throws(ElectronicStructureError) -> Molecule {
        let (nx, ny, nz) = counts
        let most = 10_000
        guard min(nx, ny, nz) > 0, max(nx, ny, nz) <= most, nx * ny * nz <= most, spacing > 0 else {
            throw .impossibleShape(
                reason: "\(nx) x \(ny) x \(nz) atoms \(spacing) angstrom apart; expected positive numbers and at most "
                    + "\(most) atoms")
        }
        var atoms: [Atom] = []
        for x in 0..<nx {
            for y in 0..<ny {
                for z in 0..<nz {
                    atoms.append(.angstroms(element, SIMD3(Double(x), Double(y), Double(z)) * spacing))
                }
            }
        }
        return try Molecule(atoms: atoms, charge: charge, multiplicity: multiplicity, basis: basis)
    }
}
