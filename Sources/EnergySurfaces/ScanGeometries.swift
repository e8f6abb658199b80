internal import ElectronicStructure
internal import MolecularFiles

/// The geometries of a set of files: what they differ in, and the order to compute them in.
struct ScanGeometries {
    let files: [String]
    let coordinate: SurfaceCoordinate
    /// The coordinate of each file; `nil` for a file that cannot be read.
    let values: [Double?]
    /// Places of files by coordinate, those without one at the end; equal ones as given.
    let order: [Int]
    let title: String

    init(_ files: [String]) {
        let molecules = files.map { file in try? OpenFermionFile.read(file).molecule() }
        self.files = files
        let readable = molecules.compactMap { $0 }
        if Self.isOneBond(readable) {
            coordinate = .bondLength
            values = molecules.map { $0.map(Self.bondLength) }
        } else {
            coordinate = .index
            values = molecules.indices.map(Double.init)
        }
        order = files.indices.sorted { [values] left, right in
            let (first, second) = (values[left] ?? .infinity, values[right] ?? .infinity)
            return first == second ? left < right : first < second
        }
        title = Self.title(readable)
    }

    /// Whether all are of two atoms of the same two elements, in any order.
    private static func isOneBond(_ molecules: [Molecule]) -> Bool {
        guard let first = molecules.first, first.atoms.count == 2 else { return false }
        return molecules.allSatisfy { $0.atoms.count == 2 && $0.formula == first.formula }
    }

    /// In ångström, without the rounding that the way through bohr leaves.
    private static func bondLength(_ molecule: Molecule) -> Double {
        let distance = molecule.atoms[0].distance(to: molecule.atoms[1]) * LengthUnit.bohrInAngstrom
        return (distance * 1e10).rounded() / 1e10
    }

    /// Formula and basis as in `H₂, sto-3g`, if all molecules share them.
    private static func title(_ molecules: [Molecule]) -> String {
        guard let first = molecules.first,
            molecules.allSatisfy({ $0.formula == first.formula && $0.charge == first.charge })
        else { return "" }
        let sameBasis = molecules.allSatisfy { $0.basis.lowercased() == first.basis.lowercased() }
        let charge = first.charge == 0 ? "" : "\(abs(first.charge))\(first.charge > 0 ? "+" : "-")"
        let name = formulaInWords(first) + (charge.isEmpty ? "" : " (\(charge))")
        return sameBasis && !first.basis.isEmpty ? "\(name), \(first.basis)" : name
    }

    /// Symbols with counts above one, the heaviest element first, hydrogen last: `LiH`, `OH₂`.
    private static func formulaInWords(_ molecule: Molecule) -> String {
        let numbers = Set(molecule.atoms.map(\.element.atomicNumber)).sorted(by: >)
        return numbers.map { number in
            let atoms = molecule.atoms.filter { $0.element.atomicNumber == number }
            return atoms[0].element.symbol + (atoms.count > 1 ? lowered(atoms.count) : "")
        }.joined()
    }

    private static func lowered(_ number: Int) -> String {
        let digits = Array("₀₁₂₃₄₅₆₇₈₉")
        return String("\(number)".compactMap { $0.wholeNumberValue.map { digits[$0] } })
    }
}
