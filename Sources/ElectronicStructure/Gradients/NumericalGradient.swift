/// The derivatives of a molecule's energy with respect to the positions of its nuclei.
public struct MolecularGradient: Sendable {
    /// The energy, and what neighbouring geometries start from.
    public let point: EnergyCalculation.Point
    /// ∂E/∂R of every atom in hartree per bohr.
    public let values: [SIMD3<Double>]

    /// The largest component.
    public var largest: Double { values.reduce(0) { max($0, abs($1.x), abs($1.y), abs($1.z)) } }
    /// The root of the mean square of the components.
    public var rootMeanSquare: Double {
        (values.reduce(0) { $0 + ($1 * $1).sum() } / Double(max(1, 3 * values.count))).squareRoot()
    }
}

extension EnergyCalculation {
    /// Steps of this length, in bohr, leave errors of about 1e-6 hartree per bohr.
    public static let gradientStep = 1e-3

    /// The gradient at a geometry by central differences, [E(x + h) - E(x - h)]/2h: at any level. Every displaced energy
    /// starts from the orbitals in the middle.
    ///
    /// - Parameters:
    ///   - step: h in bohr.
    ///   - neighbour: the molecule in a geometry close by.
    /// - Throws: what the energies throw; `impossibleShape` for a step that is not positive.
    /// - Complexity: 6 N + 1 energies for N atoms.
    public func gradient(
        of molecule: Molecule, step: Double = gradientStep, beside neighbour: Point? = nil
    ) throws(ElectronicStructureError) -> MolecularGradient {
        guard step > 0, step < 0.1 else {
            throw .impossibleShape(reason: "a step of \(step) bohr; expected one above 0 and below 0.1")
        }
        let center = try point(molecule, beside: neighbour)
        return try gradient(of: molecule, step: step, around: center)
    }

    /// The gradient where the energy is known.
    func gradient(
        of molecule: Molecule, step: Double = gradientStep, around center: Point
    ) throws(ElectronicStructureError) -> MolecularGradient {
        var values = [SIMD3<Double>](repeating: .zero, count: molecule.atoms.count)
        for atom in molecule.atoms.indices {
            for axis in 0..<3 {
                var energies: [Double] = []
                for sign in [1.0, -1.0] {
                    var atoms = molecule.atoms
                    atoms[atom].position[axis] += sign * step
                    energies.append(try point(molecule.moved(to: atoms), beside: center).energy)
                }
                values[atom][axis] = (energies[0] - energies[1]) / (2 * step)
            }
        }
        return MolecularGradient(point: center, values: values)
    }
}

extension Molecule {
    /// The molecule with its atoms elsewhere.
    public func moved(to atoms: [Atom]) throws(ElectronicStructureError) -> Molecule {
        try Molecule(atoms: atoms, charge: charge, multiplicity: multiplicity, basis: basis, remark: remark)
    }

    /// The content of an .xyz file: the number of atoms, a comment, and a line an atom with its position in angstrom.
    public func xyz(comment: String = "") -> String {
        let lines = atoms.map { atom in
            let place = atom.positionInAngstroms
            return "\(atom.isGhost ? "@" : "")\(atom.element.symbol) \(place.x) \(place.y) \(place.z)"
        }
        let remark = comment.split(whereSeparator: \.isNewline).joined(separator: " ")
        return (["\(atoms.count)", remark] + lines).joined(separator: "\n") + "\n"
    }
}
