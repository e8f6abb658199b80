internal import ElectronicStructure
internal import HDF5Archives

/// Reads one OpenFermion molecule file.
struct OpenFermionReader {
    private typealias Name = OpenFermionDataset
    private let file: HDF5Reader

    init(_ path: String) throws(MolecularFileError) {
        do {
            file = try HDF5Reader(opening: path)
        } catch {
            throw .archive(error)
        }
    }

    func record() throws(MolecularFileError) -> MolecularRecord {
        var record = try header()
        record.energies = try energies()
        record.orbitalCount = try counts(record)
        record.orbitals = try array(Name.orbitals)
        record.overlap = try array(Name.overlap)
        record.orbitalEnergies = try array(Name.orbitalEnergies)
        record.oneBody = try array(Name.oneBody)
        record.twoBody = try array(Name.twoBody)
        record.cisdDensities.oneBody = try array(Name.cisdOneBodyDensity)
        record.cisdDensities.twoBody = try array(Name.cisdTwoBodyDensity)
        record.fciDensities.oneBody = try array(Name.fciOneBodyDensity)
        record.fciDensities.twoBody = try array(Name.fciTwoBodyDensity)
        record.ccsdSingles = try array(Name.ccsdSingles)
        record.ccsdDoubles = try array(Name.ccsdDoubles)
        record.calculations = try calculations()
        if try !isNone(Name.sortedAtoms) {
            record.atomList = try archive { () throws(HDF5Error) in try file.strings(from: Name.sortedAtoms) }
        }
        try ShapeCheck(record).run()
        return record
    }

    private func header() throws(MolecularFileError) -> MolecularRecord {
        MolecularRecord(
            source: file.path, geometry: try geometry(), basis: try string(Name.basis),
            multiplicity: try integer(Name.multiplicity), charge: try integer(Name.charge),
            remark: try string(Name.description), name: try string(Name.name),
            electronCount: try integer(Name.electronCount))
    }

    private func geometry() throws(MolecularFileError) -> MolecularRecord.Geometry {
        let symbols: HDF5Array<String> = try archive { () throws(HDF5Error) in try file.strings(from: Name.atoms) }
        if symbols.shape.isEmpty { return .named(symbols.elements[0]) }
        let positions: HDF5Array<Double> = try archive { () throws(HDF5Error) in
            try file.readFinite(Double.self, from: Name.positions)
        }
        guard positions.shape == [symbols.elements.count, 3] else {
            throw .archive(
                .wrongShape(
                    file: file.path, object: Name.positions, found: positions.shape,
                    expected: "(\(symbols.elements.count), 3): three coordinates for each atom of \"\(Name.atoms)\""))
        }
        return .atoms(symbols: symbols.elements, positions: positions)
    }

    private func energies() throws(MolecularFileError) -> MolecularEnergies {
        MolecularEnergies(
            nuclearRepulsion: try number(Name.nuclearRepulsion), hartreeFock: try number(Name.hartreeFock),
            mp2: try number(Name.mp2), cisd: try number(Name.cisd), ccsd: try number(Name.ccsd),
            fci: try number(Name.fci))
    }

    /// The number of orbitals, once the counts in the file agree with one another.
    private func counts(_ record: MolecularRecord) throws(MolecularFileError) -> Int? {
        if case .atoms(let symbols, _) = record.geometry {
            try expect(Name.atomCount, try integer(Name.atomCount), symbols.count, "the length of \"\(Name.atoms)\"")
        }
        let orbitals = try isNone(Name.orbitalCount) ? nil : try integer(Name.orbitalCount)
        guard let orbitals else { return nil }
        guard (1...1 << 20).contains(orbitals) else {
            throw .inconsistent(
                file: file.path, dataset: Name.orbitalCount, found: "\(orbitals)", expected: "1 or more orbitals")
        }
        if try !isNone(Name.qubitCount) {
            try expect(
                Name.qubitCount, try integer(Name.qubitCount), 2 * orbitals, "twice \"\(Name.orbitalCount)\"")
        }
        return orbitals
    }

    private func expect(
        _ dataset: String, _ found: Int, _ expected: Int, _ reason: String
    ) throws(MolecularFileError) {
        guard found == expected else {
            throw .inconsistent(
                file: file.path, dataset: dataset, found: "\(found)", expected: "\(expected), \(reason)")
        }
    }

    private func calculations() throws(MolecularFileError) -> [MolecularRecord.NamedValue] {
        guard try !isNone(Name.calculationNames), try !isNone(Name.calculationValues) else { return [] }
        let names: HDF5Array<String> = try archive { () throws(HDF5Error) in
            try file.strings(from: Name.calculationNames)
        }
        let values = try array(Name.calculationValues)
        guard let values, values.shape == names.shape, names.shape.count == 1 else {
            throw .archive(
                .wrongShape(
                    file: file.path, object: Name.calculationValues, found: values?.shape ?? [],
                    expected: "one number for each of the \(names.elements.count) names in "
                        + "\"\(Name.calculationNames)\""))
        }
        return zip(names.elements, values.elements).map { .init(name: $0, value: $1) }
    }
}

extension OpenFermionReader {
    /// Whether a dataset is absent, or the truth value that OpenFermion writes for Python's `None`.
    private func isNone(_ dataset: String) throws(MolecularFileError) -> Bool {
        guard file.contains(dataset) else { return true }
        let description: HDF5Description = try archive { () throws(HDF5Error) in try file.describe(dataset) }
        return description.type == .boolean
    }

    private func array(_ dataset: String) throws(MolecularFileError) -> HDF5Array<Double>? {
        guard try !isNone(dataset) else { return nil }
        return try archive { () throws(HDF5Error) in try file.readFinite(Double.self, from: dataset) }
    }

    private func number(_ dataset: String) throws(MolecularFileError) -> Double? {
        guard let array = try array(dataset) else { return nil }
        guard array.elements.count == 1 else {
            throw .archive(
                .wrongShape(file: file.path, object: dataset, found: array.shape, expected: "a single value"))
        }
        return array.elements[0]
    }

    private func integer(_ dataset: String) throws(MolecularFileError) -> Int {
        try archive { () throws(HDF5Error) in try file.scalar(Int.self, from: dataset) }
    }

    private func string(_ dataset: String) throws(MolecularFileError) -> String {
        try archive { () throws(HDF5Error) in try file.string(from: dataset) }
    }

    private func archive<Value>(_ body: () throws(HDF5Error) -> Value) throws(MolecularFileError) -> Value {
        do {
            return try body()
        } catch {
            throw .archive(error)
        }
    }
}
