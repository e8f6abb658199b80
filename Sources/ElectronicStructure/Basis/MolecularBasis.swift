internal import CLibint
internal import Foundation

/// The basis functions of a molecule: the shells of its elements on its atoms, in the atoms' order and within an atom
/// by angular momentum.
///
/// Functions within a shell: x, y, z for l = 1; real solid harmonics m = -l, …, l above, such as xy, yz, z², xz,
/// x²-y²; with `isCartesian` all xx, xy, xz, yy, yz, zz instead, each with the norm of xx. All but Cartesian mixed ones
/// are normalized.
public struct MolecularBasis: Sendable {
    /// One contraction on one atom.
    public struct Shell: Equatable, Sendable {
        /// The index of the atom.
        public let atom: Int
        /// The angular momentum.
        public let angularMomentum: Int
        /// The exponents in bohr⁻².
        public let exponents: [Double]
        /// The coefficients of normalized primitives.
        public let coefficients: [Double]
        /// The index of the first function.
        public let firstFunction: Int
        /// The number of functions.
        public let functionCount: Int

        /// The indices of the functions.
        public var functions: Range<Int> { firstFunction..<firstFunction + functionCount }
    }

    /// The shells.
    public let shells: [Shell]
    /// The number of functions.
    public let functionCount: Int
    /// Whether shells above p have all Cartesian components.
    public let isCartesian: Bool
    /// The positions of the atoms in bohr.
    public let centers: [SIMD3<Double>]
    let prepared: PreparedShells

    /// The functions of a basis set on the atoms of a molecule.
    ///
    /// - Throws: `missingBasisFunctions`, or `outOfMemory`.
    public init(
        _ molecule: Molecule, _ set: BasisSet, isCartesian: Bool = false
    ) throws(ElectronicStructureError) {
        var shells: [Shell] = []
        var next = 0
        for (atom, place) in molecule.atoms.enumerated() {
            for shell in try set.shells(of: place.element) {
                let l = shell.angularMomentum
                let size = isCartesian ? (l + 1) * (l + 2) / 2 : 2 * l + 1
                for row in shell.contractions {
                    let kept = row.indices.filter { row[$0] != 0 }
                    shells.append(
                        Shell(
                            atom: atom, angularMomentum: l, exponents: kept.map { shell.exponents[$0] },
                            coefficients: kept.map { row[$0] }, firstFunction: next, functionCount: size))
                    next += size
                }
            }
        }
        try self.init(shells: shells, centers: molecule.atoms.map(\.position), isCartesian: isCartesian)
    }

    init(shells: [Shell], centers: [SIMD3<Double>], isCartesian: Bool) throws(ElectronicStructureError) {
        self.shells = shells
        self.centers = centers
        self.isCartesian = isCartesian
        functionCount = shells.last.map { $0.functions.upperBound } ?? 0
        guard let prepared = PreparedShells(shells, centers, isCartesian) else {
            throw .calculationFailed(step: "Preparing \(shells.count) shells", reason: "libint2 refused them")
        }
        self.prepared = prepared
    }

    /// How many functions a basis set puts on a molecule, without making them.
    ///
    /// - Throws: `missingBasisFunctions`.
    public static func functionCount(
        _ molecule: Molecule, _ set: BasisSet, isCartesian: Bool = false
    ) throws(ElectronicStructureError) -> Int {
        var counts: [Int: Int] = [:]
        var total = 0
        for atom in molecule.atoms {
            let number = atom.element.atomicNumber
            if counts[number] == nil {
                var count = 0
                for shell in try set.shells(of: atom.element) {
                    let l = shell.angularMomentum
                    let each: Int = isCartesian ? (l + 1) * (l + 2) / 2 : 2 * l + 1
                    count += shell.contractions.count * each
                }
                counts[number] = count
            }
            total += counts[number] ?? 0
        }
        return total
    }

    /// The index of the atom of every function.
    public var atomOfFunction: [Int] { shells.flatMap { Array(repeating: $0.atom, count: $0.functionCount) } }
}

/// The shells as the integral library keeps them.
///
/// Safe to share: nothing changes after `init`.
final class PreparedShells: @unchecked Sendable {
    let pointer: OpaquePointer

    init?(_ shells: [MolecularBasis.Shell], _ centers: [SIMD3<Double>], _ isCartesian: Bool) {
        let exponents = shells.flatMap(\.exponents)
        let coefficients = shells.flatMap(\.coefficients)
        let made = exponents.withUnsafeBufferPointer { exponents in
            coefficients.withUnsafeBufferPointer { coefficients -> OpaquePointer? in
                var offset = 0
                var table: [aufbau_shell] = []
                for shell in shells {
                    let center = centers[shell.atom]
                    let isPure = !isCartesian && shell.angularMomentum > 1
                    table.append(
                        aufbau_shell(
                            angular_momentum: Int32(shell.angularMomentum), is_pure: isPure ? 1 : 0,
                            primitive_count: Int32(shell.exponents.count),
                            exponents: exponents.baseAddress.map { $0 + offset },
                            coefficients: coefficients.baseAddress.map { $0 + offset },
                            center: (center.x, center.y, center.z)))
                    offset += shell.exponents.count
                }
                return aufbau_basis_create(table, Int32(table.count))
            }
        }
        guard let made else { return nil }
        pointer = made
    }

    deinit { aufbau_basis_destroy(pointer) }
}
