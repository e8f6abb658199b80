internal import HDF5Archives

/// OpenFermion's HDF5 molecule files: `MolecularData.save()` writes them, `MolecularData(filename=...)` reads them.
public enum OpenFermionFile {
    /// Reads a file whole.
    ///
    /// Every number must be finite, every array must have the shape the number of orbitals demands, and the counts of
    /// atoms, electrons and qubits must agree with one another.
    /// - Throws: `archive` or `inconsistent`.
    public static func read(_ path: String) throws(MolecularFileError) -> MolecularRecord {
        try OpenFermionReader(path).record()
    }

    /// Writes a record, so that OpenFermion loads it; the file appears whole or not at all.
    ///
    /// - Throws: `archive` if the file cannot be made.
    public static func write(_ record: MolecularRecord, to path: String) throws(MolecularFileError) {
        do {
            try OpenFermionWriter(path).write(record)
        } catch {
            throw .archive(error)
        }
    }
}
