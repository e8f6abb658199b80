internal import DenseAlgebra

/// The irreducible representations of orbitals.
public struct OrbitalSymmetry: Sendable {
    /// The group.
    public let group: AbelianPointGroup
    /// The representation of every orbital, numbered from 1 as Molpro does; as many lists as a mean field has orbitals.
    public let labels: [[Int]]

    /// The representation of the product of some: its number.
    public static func product(_ labels: some Sequence<Int>) -> Int { labels.reduce(0) { $0 ^ ($1 - 1) } + 1 }

    /// The names of representations.
    public func names(_ set: Int = 0) -> [String] {
        labels[set].map { group.name.irreducibleRepresentations[$0 - 1] }
    }
}

extension MeanField {
    /// The same solution over orbitals that belong to irreducible representations each, with their labels: orbitals of
    /// equal energy and occupation are turned within their space, and all are freed of what rounding leaves of others.
    ///
    /// - Returns: `nil` labels, and the orbitals as they are, where an orbital breaks the symmetry of the nuclei.
    /// - Throws: `calculationFailed`.
    public func symmetryAdapted() throws(ElectronicStructureError) -> (field: MeanField, symmetry: OrbitalSymmetry?) {
        let group = system.molecule.abelianPointGroup()
        var representations: [Matrix] = []
        for operation in group.generators {
            let atoms = system.molecule.atoms
            guard let permutation = operation.permutation(of: atoms, about: group.center, tolerance: 1e-5) else {
                return (self, nil)
            }
            representations.append(try system.basis.representation(of: operation, permutation: permutation))
        }
        var (adapted, labels): ([Matrix], [[Int]]) = ([], [])
        for set in orbitals.indices {
            let task = OrbitalAdaptation(overlap: system.overlap, representations: representations)
            guard let found = try task.adapt(orbitals[set], degenerate: degenerateBlocks(set)) else {
                return (self, nil)
            }
            adapted.append(found.orbitals)
            labels.append(found.labels)
        }
        return (MeanField(self, orbitals: adapted), OrbitalSymmetry(group: group, labels: labels))
    }

    /// Ranges of orbitals of one energy and one occupation.
    private func degenerateBlocks(_ set: Int) -> [Range<Int>] {
        let energies = orbitalEnergies[set]
        let ends = orbitals.count == 1 ? [electrons.up, electrons.down] : [[electrons.up, electrons.down][set]]
        var blocks: [Range<Int>] = []
        var first = 0
        for next in 1...max(1, energies.count) where energies.count > 0 {
            if next == energies.count || ends.contains(next) || energies[next] - energies[next - 1] > 1e-5 {
                blocks.append(first..<next)
                first = next
            }
        }
        return blocks
    }

    /// The same solution with orbitals that differ by rotations among equals, and their energies where they changed.
    init(_ other: MeanField, orbitals: [Matrix], energies: [[Double]]? = nil) {
        system = other.system
        reference = other.reference
        electrons = other.electrons
        energy = other.energy
        self.orbitals = orbitals
        orbitalEnergies = energies ?? other.orbitalEnergies
        densities = other.densities
        focks = other.focks
        iterations = other.iterations
        gradient = other.gradient
        stability = other.stability
    }
}

/// Turns orbitals into the irreducible representations of operations that commute.
private struct OrbitalAdaptation {
    let overlap: Matrix
    let representations: [Matrix]

    func adapt(
        _ orbitals: Matrix, degenerate blocks: [Range<Int>]
    ) throws(ElectronicStructureError) -> (orbitals: Matrix, labels: [Int])? {
        let m = orbitals.columns
        guard !representations.isEmpty else { return (orbitals, Array(repeating: 1, count: m)) }
        var turned = orbitals
        for block in blocks where block.count > 1 {
            let part = orbitals.columns(block)
            // Different weights tell every combination of signs apart.
            var sum = Matrix(rows: block.count, columns: block.count)
            for (k, action) in representations.enumerated() {
                sum = sum.adding(matrix(of: action, part), scaled: [1, 1.7, 3.1][k % 3])
            }
            let vectors = try linear("Sorting orbitals by symmetry") { () throws(DenseAlgebraError) in
                try sum.symmetrized.symmetricEigen().vectors
            }
            let mixed = part.times(vectors).withPositiveLeaders
            for (column, orbital) in block.enumerated() {
                for row in 0..<turned.rows { turned[row, orbital] = mixed[row, column] }
            }
        }
        var labels = [Int](repeating: 1, count: m)
        for (k, action) in representations.enumerated() {
            let images = action.times(turned)
            let products = turned.transposed.times(overlap).times(images)
            for orbital in 0..<m {
                let character = products[orbital, orbital]
                guard abs(abs(character) - 1) < 1e-3 else { return nil }
                if character < 0 { labels[orbital] += 1 << k }
                // What belongs to other representations is taken away.
                for row in 0..<turned.rows {
                    turned[row, orbital] =
                        0.5 * (turned[row, orbital] + (character < 0 ? -1 : 1) * images[row, orbital])
                }
            }
        }
        return (normalized(turned), labels)
    }

    private func matrix(of action: Matrix, _ part: Matrix) -> Matrix {
        part.transposed.times(overlap).times(action.times(part))
    }

    private func normalized(_ orbitals: Matrix) -> Matrix {
        let norms = orbitals.transposed.times(overlap).times(orbitals)
        var result = orbitals
        for column in 0..<orbitals.columns {
            let factor = 1 / norms[column, column].squareRoot()
            for row in 0..<orbitals.rows { result[row, column] *= factor }
        }
        return result
    }
}
