internal import HDF5Archives

/// Checks that the arrays of a record have the extents that its number of orbitals demands.
struct ShapeCheck {
    private typealias Name = OpenFermionDataset
    private let record: MolecularRecord

    init(_ record: MolecularRecord) {
        self.record = record
    }

    func run() throws(MolecularFileError) {
        guard let n = record.orbitalCount else {
            // Without a number of orbitals no integral can be placed.
            if record.oneBody != nil || record.twoBody != nil {
                throw .notComputed(
                    file: record.source, dataset: Name.orbitalCount, program: Name.origin(of: Name.orbitalCount))
            }
            return
        }
        try check(Name.oneBody, record.oneBody, rank: 2, extents: [n], "orbitals")
        try check(Name.twoBody, record.twoBody, rank: 4, extents: [n], "orbitals")
        try check(Name.orbitalEnergies, record.orbitalEnergies, rank: 1, extents: [n], "orbitals")
        try check(Name.ccsdSingles, record.ccsdSingles, rank: 2, extents: [2 * n], "spin orbitals")
        try check(Name.ccsdDoubles, record.ccsdDoubles, rank: 4, extents: [2 * n], "spin orbitals")
        try check(record.cisdDensities, Name.cisdOneBodyDensity, Name.cisdTwoBodyDensity, n)
        try check(record.fciDensities, Name.fciOneBodyDensity, Name.fciTwoBodyDensity, n)
        try checkBasis(n)
    }

    private func check(
        _ densities: ReducedDensityMatrices, _ oneBody: String, _ twoBody: String, _ n: Int
    ) throws(MolecularFileError) {
        let either = "orbitals (or 2n spin orbitals)"
        try check(oneBody, densities.oneBody, rank: 2, extents: [n, 2 * n], either)
        let extents = densities.oneBody?.shape.first.map { [$0] } ?? [n, 2 * n]
        try check(twoBody, densities.twoBody, rank: 4, extents: extents, either)
    }

    /// Orbitals are columns over as many basis functions as the overlap has.
    private func checkBasis(_ n: Int) throws(MolecularFileError) {
        if let orbitals = record.orbitals, orbitals.shape.count != 2 || orbitals.shape[1] != n {
            throw wrong(Name.orbitals, orbitals.shape, "(basis functions, \(n) orbitals)")
        }
        let functions = record.orbitals?.shape[0] ?? record.overlap?.shape.first ?? n
        try check(Name.overlap, record.overlap, rank: 2, extents: [functions], "basis functions")
    }

    private func check(
        _ dataset: String, _ array: HDF5Array<Double>?, rank: Int, extents: [Int], _ what: String
    ) throws(MolecularFileError) {
        guard let array else { return }
        if extents.contains(where: { array.shape == Array(repeating: $0, count: rank) }) { return }
        let expected = Array(repeating: String(extents[0]), count: rank).joined(separator: ", ")
        throw wrong(dataset, array.shape, "(\(expected)\(rank == 1 ? "," : "")) for \(extents[0]) \(what)")
    }

    private func wrong(_ dataset: String, _ found: [Int], _ expected: String) -> MolecularFileError {
        .archive(.wrongShape(file: record.source, object: dataset, found: found, expected: expected))
    }
}
