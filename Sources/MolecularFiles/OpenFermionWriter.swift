internal import ElectronicStructure
internal import HDF5Archives

/// Writes one OpenFermion molecule file: every dataset `MolecularData.load()` asks for, `False` for what is not there.
struct OpenFermionWriter {
    private typealias Name = OpenFermionDataset
    private let file: HDF5Writer

    init(_ path: String) throws(HDF5Error) {
        file = try HDF5Writer(creating: path)
    }

    func write(_ record: MolecularRecord) throws(HDF5Error) {
        try writeGeometry(record)
        try file.write(record.basis, to: Name.basis)
        try file.write(record.multiplicity, to: Name.multiplicity)
        try file.write(record.charge, to: Name.charge)
        try file.write(record.remark, to: Name.description)
        try file.write(record.name, to: Name.name)
        try file.write(record.electronCount, to: Name.electronCount)
        try write(record.orbitalCount, Name.orbitalCount)
        try write(record.orbitalCount.map { 2 * $0 }, Name.qubitCount)
        try write(record.energies)
        try write(record.orbitals, Name.orbitals)
        try write(record.overlap, Name.overlap)
        try write(record.orbitalEnergies, Name.orbitalEnergies)
        try write(record.oneBody, Name.oneBody)
        try write(record.twoBody, Name.twoBody)
        try write(record.cisdDensities.oneBody, Name.cisdOneBodyDensity)
        try write(record.cisdDensities.twoBody, Name.cisdTwoBodyDensity)
        try write(record.fciDensities.oneBody, Name.fciOneBodyDensity)
        try write(record.fciDensities.twoBody, Name.fciTwoBodyDensity)
        try write(record.ccsdSingles, Name.ccsdSingles)
        try write(record.ccsdDoubles, Name.ccsdDoubles)
        try writeCalculations(record.calculations)
        try file.commit()
    }

    private func writeGeometry(_ record: MolecularRecord) throws(HDF5Error) {
        switch record.geometry {
        case .named(let name):
            try file.write(name, to: Name.atoms)
            try file.write(false, to: Name.positions)
            try file.write(0, to: Name.atomCount)
            try file.write(0, to: Name.protons)
            try writeAtomList(record.atomList, symbols: [])
        case .atoms(let symbols, let positions):
            try file.write(symbols, to: Name.atoms)
            try file.write(positions, to: Name.positions, storage: .contiguous)
            try file.write(symbols.count, to: Name.atomCount)
            let numbers = symbols.map { (try? ChemicalElement(symbol: $0))?.atomicNumber ?? 0 }
            let lightestFirst = zip(numbers, symbols).sorted { $0.0 < $1.0 }
            try file.write(HDF5Array(lightestFirst.map(\.0)), to: Name.protons, storage: .contiguous)
            try writeAtomList(record.atomList, symbols: lightestFirst.map(\.1))
        }
    }

    /// The list as it was read, or else Python's spelling of it, which is what OpenFermion writes.
    private func writeAtomList(_ list: HDF5Array<String>?, symbols: [String]) throws(HDF5Error) {
        switch list {
        case .some(let list) where list.shape.count == 1: try file.write(list.elements, to: Name.sortedAtoms)
        case .some(let list) where list.shape.isEmpty: try file.write(list.elements[0], to: Name.sortedAtoms)
        default:
            let spelled = symbols.map { "'\($0)'" }.joined(separator: ", ")
            try file.write("[\(spelled)]", to: Name.sortedAtoms)
        }
    }

    private func write(_ energies: MolecularEnergies) throws(HDF5Error) {
        try write(energies.nuclearRepulsion, Name.nuclearRepulsion)
        try write(energies.hartreeFock, Name.hartreeFock)
        try write(energies.mp2, Name.mp2)
        try write(energies.cisd, Name.cisd)
        try write(energies.ccsd, Name.ccsd)
        try write(energies.fci, Name.fci)
    }

    private func writeCalculations(_ calculations: [MolecularRecord.NamedValue]) throws(HDF5Error) {
        if calculations.isEmpty {
            try file.write(false, to: Name.calculationNames)
            try file.write(false, to: Name.calculationValues)
        } else {
            try file.write(calculations.map(\.name), to: Name.calculationNames)
            try file.write(HDF5Array(calculations.map(\.value)), to: Name.calculationValues, storage: .contiguous)
        }
    }

    private func write<Number: HDF5Number>(_ value: Number?, _ dataset: String) throws(HDF5Error) {
        if let value { try file.write(value, to: dataset) } else { try file.write(false, to: dataset) }
    }

    private func write(_ array: HDF5Array<Double>?, _ dataset: String) throws(HDF5Error) {
        if let array { try file.write(array, to: dataset) } else { try file.write(false, to: dataset) }
    }
}
