/// Units of length.
public enum LengthUnit: Sendable {
    /// The atomic unit, which everything is stored in.
    case bohr
    /// 1e-10 m, the unit of geometries in files and on command lines.
    case angstrom

    /// The bohr radius in angstrom, 0.529177210903 (CODATA 2018).
    public static let bohrInAngstrom = 0.529177210903

    /// How many bohr one of this unit is.
    public var inBohr: Double {
        switch self {
        case .bohr: 1
        case .angstrom: 1 / Self.bohrInAngstrom
        }
    }
}

/// A nucleus at a place, or the place alone: a ghost has the basis functions of its element and neither charge nor
/// electrons.
public struct Atom: Equatable, Sendable {
    /// The element.
    public var element: ChemicalElement
    /// The position in bohr.
    public var position: SIMD3<Double>
    /// Whether only the basis functions are there.
    public var isGhost = false

    /// The charge of the nucleus: the atomic number, or 0 for a ghost.
    public var nuclearCharge: Int { isGhost ? 0 : element.atomicNumber }

    /// An atom at a position in bohr.
    public static func bohr(_ element: ChemicalElement, _ position: SIMD3<Double>) -> Atom {
        Atom(element: element, position: position)
    }

    /// An atom at a position in angstrom.
    public static func angstroms(_ element: ChemicalElement, _ position: SIMD3<Double>) -> Atom {
        Atom(element: element, position: position / LengthUnit.bohrInAngstrom)
    }

    /// The place of an atom without its nucleus and electrons: what a counterpoise correction needs.
    public static func ghost(of atom: Atom) -> Atom {
        Atom(element: atom.element, position: atom.position, isGhost: true)
    }

    /// The position in angstrom.
    public var positionInAngstroms: SIMD3<Double> { position * LengthUnit.bohrInAngstrom }
}

/// Nuclei, the number of electrons around them, their spin, and the name of a basis set.
///
/// A molecule that exists has at least one atom, finite positions no two of which nearly coincide, and a charge
/// and multiplicity that go together.
public struct Molecule: Equatable, Sendable {
    /// The atoms in the order given, positions in bohr.
    public let atoms: [Atom]
    /// The total charge in elementary charges.
    public let charge: Int
    /// 2S + 1: one more than the number of unpaired electrons.
    public let multiplicity: Int
    /// The name of the basis set, such as `sto-3g`; empty where none was chosen.
    public var basis: String
    /// A remark, such as a bond length; empty by default.
    public var remark: String

    /// The smallest distance between nuclei, in bohr: below, the coordinates are taken to be wrong.
    public static let smallestDistance = 0.02
    /// The largest coordinate in bohr, about half a millimetre: above, the coordinates are taken to be wrong.
    public static let largestCoordinate = 1e7

    /// A molecule.
    ///
    /// - Throws: `noAtoms`, `notFinite`, `farAway`, `overlappingNuclei`, `tooFewElectrons` or `impossibleSpin`.
    public init(
        atoms: [Atom], charge: Int = 0, multiplicity: Int = 1, basis: String = "", remark: String = ""
    ) throws(ElectronicStructureError) {
        try Self.check(atoms)
        let protons = atoms.reduce(0) { $0 + $1.nuclearCharge }
        let (electrons, overflow) = protons.subtractingReportingOverflow(charge)
        guard !overflow, electrons >= 0 else { throw .tooFewElectrons(protons: protons, charge: charge) }
        _ = try SpinCounts(electrons: electrons, multiplicity: multiplicity)
        self.atoms = atoms
        self.charge = charge
        self.multiplicity = multiplicity
        self.basis = basis
        self.remark = remark
    }

    private static func check(_ atoms: [Atom]) throws(ElectronicStructureError) {
        if atoms.isEmpty { throw .noAtoms }
        for (index, atom) in atoms.enumerated() {
            for axis in 0..<3 where !atom.position[axis].isFinite {
                throw .notFinite(quantity: "position", index: [index, axis], value: "\(atom.position[axis])")
            }
            for axis in 0..<3 where abs(atom.position[axis]) > largestCoordinate {
                throw .farAway(atom: index, coordinate: atom.position[axis])
            }
            for earlier in 0..<index {
                let distance = atoms[earlier].distance(to: atom)
                guard distance >= smallestDistance else {
                    throw .overlappingNuclei(first: earlier, second: index, distance: distance)
                }
            }
        }
    }
}

extension Molecule {
    /// The number of electrons: protons less the charge.
    public var electronCount: Int { atoms.reduce(0) { $0 + $1.nuclearCharge } - charge }

    /// The electrons of spin up and down; the unpaired ones point up.
    public var spinCounts: SpinCounts { SpinCounts(paired: electronCount, unpaired: multiplicity - 1) }

    /// The repulsion of the nuclei in hartree, Σ_{A<B} Z_A Z_B / |R_A - R_B|.
    public var nuclearRepulsion: Double {
        var sum = 0.0
        for (index, atom) in atoms.enumerated() {
            for earlier in atoms[..<index] {
                let charges = Double(earlier.nuclearCharge * atom.nuclearCharge)
                sum += charges / earlier.distance(to: atom)
            }
        }
        return sum
    }

    /// The number of spatial orbitals in the noble-gas cores of all atoms.
    public var coreOrbitalCount: Int { atoms.reduce(0) { $0 + ($1.isGhost ? 0 : $1.element.coreOrbitalCount) } }

    /// The atoms' symbols with their numbers, lightest first: `H2-O1`.
    public var formula: String {
        var counts: [Int: Int] = [:]
        for atom in atoms { counts[atom.element.atomicNumber, default: 0] += 1 }
        let lightestFirst = counts.sorted { $0.key < $1.key }
        return lightestFirst.map { number, count in
            let symbol = atoms.first { $0.element.atomicNumber == number }?.element.symbol ?? ""
            return "\(symbol)\(count)"
        }.joined(separator: "-")
    }

    /// The name OpenFermion gives the molecule: formula, basis, multiplicity, charge, remark, as in
    /// `H1-Li1_sto-3g_singlet_1.45`.
    public var name: String {
        var parts = [formula, basis, Self.multiplicityName(multiplicity)]
        if charge != 0 { parts.append("\(abs(charge))\(charge > 0 ? "+" : "-")") }
        if !remark.isEmpty { parts.append(remark) }
        return parts.joined(separator: "_")
    }

    private static func multiplicityName(_ multiplicity: Int) -> String {
        let names = [
            "singlet", "doublet", "triplet", "quartet", "quintet", "sextet", "septet", "octet", "nonet", "dectet",
            "undectet", "duodectet",
        ]
        return multiplicity <= names.count ? names[multiplicity - 1] : "\(multiplicity)-multiplet"
    }
}

extension Atom {
    /// The distance to another atom in bohr.
    public func distance(to other: Atom) -> Double {
        let difference = position - other.position
        return (difference * difference).sum().squareRoot()
    }
}
