public import ElectronicStructure
public import HDF5Archives

/// What is wrong with a molecule file: what was found, what was expected, what to do.
public enum MolecularFileError: Error, Equatable, Sendable {
    /// The HDF5 file or one of its datasets cannot be read or written.
    case archive(HDF5Error)
    /// A dataset that is asked for is absent or marked as not computed; `program` says what writes it.
    case notComputed(file: String, dataset: String, program: String)
    /// Datasets contradict one another.
    case inconsistent(file: String, dataset: String, found: String, expected: String)
    /// A text file cannot be read; `line` counts from 1.
    case malformedText(file: String, line: Int, found: String, expected: String)
    /// A text file does not exist or is no text.
    case cannotOpen(file: String, reason: String)
    /// A text file cannot be made.
    case cannotCreate(file: String, reason: String)
    /// The molecule, its integrals or its spin make no sense.
    case structure(file: String, error: ElectronicStructureError)

    /// The kinds of trouble a program reacts to differently.
    public typealias Kind = HDF5Error.Kind

    /// Which kind of trouble this is: no such input, bad data, out of memory, or no output.
    public var kind: Kind {
        switch self {
        case .archive(let error): error.kind
        case .cannotOpen: .noInput
        case .cannotCreate: .cannotCreate
        default: .badData
        }
    }
}

extension MolecularFileError: CustomStringConvertible {
    /// The error in words: the file, what was found, what was expected, and what to do.
    public var description: String {
        switch self {
        case .archive(let error):
            error.description + Self.advice(error)
        case .notComputed(let file, let dataset, let program):
            "\(file): dataset \"\(dataset)\" was not computed (absent or False). \(program)"
        case .inconsistent(let file, let dataset, let found, let expected):
            "\(file): dataset \"\(dataset)\" is \(found); expected \(expected)."
        case .malformedText(let file, let line, let found, let expected):
            "\(file), line \(line): found \(found); expected \(expected)."
        case .cannotOpen(let file, let reason):
            "\(file): cannot be opened: \(reason). Check the path."
        case .cannotCreate(let file, let reason):
            "\(file): cannot be created: \(reason). Choose another place."
        case .structure(let file, let error):
            "\(file): \(error)"
        }
    }

    private static func advice(_ error: HDF5Error) -> String {
        guard case .missing(_, let dataset, _) = error else { return "" }
        return " " + OpenFermionDataset.origin(of: dataset)
    }
}
