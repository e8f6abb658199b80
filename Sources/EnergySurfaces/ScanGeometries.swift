internal import ElectronicStructure
internal import MolecularFiles

/// The geometries of a scan: what they differ in, and the order to compute them in.
struct ScanGeometries {
    /// Where a molecule and its Hamiltonian come from.
    enum Source {
        case file(String)
        case nuclei(Result<Molecule, ElectronicStructureError>)
    }

    let sources: [Source]
    /// What a point says it came from.
    let names: [String]
    let coordinates: [SurfaceCoordinate]
    /// The coordinates of each geometry; `nil` for a file that cannot be read.
    let values: [[Double?]]
    /// Places of files by coordinate, those without one at the end; equal ones as given.
    let order: [Int]
    let title: String

    init(_ files: [String]) {
        let molecules = files.map { file in try? OpenFermionFile.read(file).molecule() }
        sources = files.map { .file($0) }
        names = files
        let readable = molecules.compactMap { $0 }
        if Self.isOneBond(readable) {
            coordinates = [.bondLength]
            values = molecules.map { [$0.map(Self.bondLength)] }
        } else {
            coordinates = [.index]
            values = molecules.indices.map { [Double($0)] }
        }
        order = files.indices.sorted { [values] left, right in
            let (first, second) = (values[left][0] ?? .infinity, values[right][0] ?? .infinity)
            return first == second ? left < right : first < second
        }
        title = Self.title(readable)
    }

    /// Every point of a template's grid, in its order.
    init(_ template: GeometryTemplate) {
        let grid = template.grid
        let molecules = grid.map { values in
            Result { () throws(ElectronicStructureError) in try template.molecule(values) }
        }
        sources = molecules.map { .nuclei($0) }
        names = grid.map(template.geometry)
        coordinates = template.variables.map { SurfaceCoordinate(name: $0.name, label: $0.name, unit: "") }
        values = grid.map { $0.map { $0 } }
        order = Array(grid.indices)
        title = Self.title(molecules.compactMap { try? $0.get() })
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
