internal import DenseAlgebra
internal import Dispatch
public import ElectronicStructure
internal import Foundation

/// Values on a grid in Gaussian's cube form, which viewers draw as surfaces: title, atoms, grid, then values, z fastest.
public struct CubeFile: Sendable {
    /// What is drawn.
    public enum Quantity: Sendable {
        /// An orbital, counted from 0; of spin down where the second is true and the spins have their own.
        case orbital(Int, down: Bool)
        /// The density of all electrons, in bohr⁻³.
        case density
        /// The density of spin up less that of spin down, in bohr⁻³.
        case spinDensity
    }

    /// Points on a box around the nuclei, the corners included.
    public struct Grid: Equatable, Sendable {
        /// The first corner in bohr.
        public var origin: SIMD3<Double>
        /// From one point to the next along x, y and z, in bohr.
        public var step: SIMD3<Double>
        /// How many points along x, y and z.
        public var count: SIMD3<Int>

        /// So many points along every side of a box that leaves `margin` bohr around the nuclei.
        public init(around molecule: Molecule, points: Int = 80, margin: Double = 3) {
            var (low, high) = (molecule.atoms[0].position, molecule.atoms[0].position)
            for atom in molecule.atoms {
                low.replace(with: atom.position, where: atom.position .< low)
                high.replace(with: atom.position, where: atom.position .> high)
            }
            let points = max(2, points)
            origin = low - SIMD3(repeating: margin)
            step = (high - low + SIMD3(repeating: 2 * margin)) / Double(points - 1)
            count = SIMD3(repeating: points)
        }

        /// A point in bohr.
        func point(_ i: Int, _ j: Int, _ k: Int) -> SIMD3<Double> {
            origin + step * SIMD3(Double(i), Double(j), Double(k))
        }
    }

    /// The grid.
    public let grid: Grid
    /// One value a point, z fastest.
    public let values: [Double]
    private let field: MeanField
    private let title: String

    /// Evaluates a quantity of a mean field on a grid.
    ///
    /// - Throws: `structure` for an orbital that does not exist.
    /// - Complexity: n operations a point for n basis functions; n² for a density.
    public init(_ quantity: Quantity, of field: MeanField, on grid: Grid? = nil) throws(MolecularFileError) {
        self.field = field
        let grid = grid ?? Grid(around: field.system.molecule)
        self.grid = grid
        let functions = BasisFunctionValues(field.system.basis)
        let evaluate: @Sendable ([Double]) -> Double
        switch quantity {
        case .orbital(let number, let isDown):
            let orbitals = field.orbitals[isDown ? field.orbitals.count - 1 : 0]
            guard 0..<orbitals.columns ~= number else {
                throw .structure(
                    file: "the cube",
                    error: .impossibleActiveSpace(
                        reason: "orbital \(number) does not exist; expected numbers from 0 to \(orbitals.columns - 1)"))
            }
            let column = orbitals.column(number)
            evaluate = { zip($0, column).reduce(0) { $0 + $1.0 * $1.1 } }
            title = "orbital \(number)\(isDown ? " (down)" : "") of \(field.system.molecule.name)"
        case .density, .spinDensity:
            let (up, down) = (field.densities[0].elements, field.densities[1].elements)
            var isSpin = false
            if case .spinDensity = quantity { isSpin = true }
            let density = zip(up, down).map { isSpin ? $0 - $1 : $0 + $1 }
            evaluate = { Self.quadraticForm(density, $0) }
            title = "\(isSpin ? "spin " : "")density of \(field.system.molecule.name)"
        }
        let plane = grid.count.y * grid.count.z
        values = [Double](unsafeUninitializedCapacity: grid.count.x * plane) { buffer, initialized in
            initialized = grid.count.x * plane
            // Safe: every plane is written by one thread.
            nonisolated(unsafe) let target = buffer
            DispatchQueue.concurrentPerform(iterations: grid.count.x) { i in
                for j in 0..<grid.count.y {
                    for k in 0..<grid.count.z {
                        target[i * plane + j * grid.count.z + k] = evaluate(functions.values(at: grid.point(i, j, k)))
                    }
                }
            }
        }
    }

    /// Σ_μν D_μν χ_μ χ_ν over the functions that are not zero.
    private static func quadraticForm(_ density: [Double], _ functions: [Double]) -> Double {
        let n = functions.count
        let present = functions.indices.filter { functions[$0] != 0 }
        var sum = 0.0
        for i in present {
            var row = 0.0
            for j in present { row += density[i * n + j] * functions[j] }
            sum += row * functions[i]
        }
        return sum
    }

    /// Writes the file; it appears whole or not at all.
    ///
    /// - Throws: `cannotCreate`.
    public func write(to path: String) throws(MolecularFileError) { try TextFiles.write(text, to: path) }

    /// The text of the file.
    var text: String {
        func row(_ first: Int, _ x: Double, _ y: Double, _ z: Double) -> String {
            String(format: "%5d%12.6f%12.6f%12.6f\n", first, x, y, z)
        }
        let atoms = field.system.molecule.atoms
        var text = "\(title)\nmade by Aufbau; lengths in bohr, z fastest\n"
        text += row(atoms.count, grid.origin.x, grid.origin.y, grid.origin.z)
        text += row(grid.count.x, grid.step.x, 0, 0) + row(grid.count.y, 0, grid.step.y, 0)
        text += row(grid.count.z, 0, 0, grid.step.z)
        for atom in atoms {
            let r = atom.position
            text += String(
                format: "%5d%12.6f%12.6f%12.6f%12.6f\n", atom.element.atomicNumber, Double(atom.nuclearCharge), r.x,
                r.y,
                r.z)
        }
        var lines: [String] = []
        for start in stride(from: 0, to: values.count, by: grid.count.z) {
            for first in stride(from: start, to: start + grid.count.z, by: 6) {
                lines.append(
                    values[first..<min(first + 6, start + grid.count.z)].map { String(format: "%13.5E", $0) }.joined())
            }
        }
        return text + lines.joined(separator: "\n") + "\n"
    }
}
