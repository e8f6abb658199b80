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
    /// A program that was asked for is not there; `installation` says how to get it.
    case engineMissing(engine: String, installation: String)
    /// A program that was asked for gave no result; the last of what it said.
    case engineFailed(engine: String, said: String)
    /// A program that was asked for did not converge.
    case engineNotConverged(engine: String, said: String)

    /// The kinds of trouble a program reacts to differently.
    public enum Kind: Sendable {
        /// An input that does not exist.
        case noInput
        /// An input whose content is wrong.
        case badData
        /// Something that does not fit in memory.
        case outOfMemory
        /// A file that cannot be made.
        case cannotCreate
        /// A program that is not there.
        case unavailable
        /// An iteration that did not converge.
        case notConverged
        /// A fault of a program.
        case internalError
    }

    /// Which kind of trouble this is.
    public var kind: Kind {
        switch self {
        case .archive(let error):
            switch error.kind {
            case .noInput: .noInput
            case .badData: .badData
            case .outOfMemory: .outOfMemory
            case .cannotCreate: .cannotCreate
            }
        case .structure(_, let error):
            switch error.kind {
            case .noInput: .noInput
            case .outOfMemory: .outOfMemory
            case .notConverged: .notConverged
            case .internalError: .internalError
            case .badData: .badData
            }
        case .cannotOpen: .noInput
        case .cannotCreate: .cannotCreate
        case .engineMissing: .unavailable
        case .engineFailed: .internalError
        case .engineNotConverged: .notConverged
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
        case .engineMissing(let engine, let installation):
            "\(engine) is not installed. Install it: \(installation). Without --engine Aufbau computes by itself."
        case .engineFailed(let engine, let said):
            "\(engine) gave no result; it said: \(said)"
        case .engineNotConverged(let engine, let said):
            "\(engine) did not converge: \(said)"
        }
    }

    private static func advice(_ error: HDF5Error) -> String {
        guard case .missing(_, let dataset, _) = error else { return "" }
        return " " + OpenFermionDataset.origin(of: dataset)
    }
}
