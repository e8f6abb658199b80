internal import CircuitFiles
internal import DenseAlgebra
internal import ElectronicStructure
internal import EnergySurfaces
internal import FermionEncodings
internal import FockSpace
internal import HDF5Archives
internal import MolecularFiles
internal import OperatorAlgebra
internal import QuantumAlgorithms
internal import QuantumCircuits
internal import QuantumNoise
internal import StateVectors

/// What a command tells the shell, after sysexits.h; part of the contract.
enum ExitStatus: Int32, Sendable {
    /// Everything was done.
    case done = 0
    /// The command line is wrong.
    case usage = 64
    /// The content of a file or an argument is wrong.
    case badData = 65
    /// There is no such input.
    case noInput = 66
    /// A device, engine or program that was asked for is missing.
    case unavailable = 69
    /// A fault of the program.
    case internalError = 70
    /// It does not fit in memory.
    case outOfMemory = 71
    /// A file cannot be created.
    case cannotCreate = 73
    /// It did not converge; what there is so far was kept.
    case notConverged = 75
    /// Interrupted; what was finished was kept.
    case interrupted = 130
}

/// A failure that the commands themselves find.
struct CommandFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    let description: String

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }
}

/// An error that knows its exit status.
protocol ExitStatusProviding: Error {
    var exitStatus: ExitStatus { get }
}

extension CommandFailure: ExitStatusProviding {
    var exitStatus: ExitStatus { status }
}

extension CircuitFileError: ExitStatusProviding {
    var exitStatus: ExitStatus {
        // A file that an include asks for is a fault of the including file.
        if case .unreadable(_, _, includedFrom: nil) = self { .noInput } else { .badData }
    }
}

extension CircuitError: ExitStatusProviding {
    var exitStatus: ExitStatus { .badData }
}

extension OperatorError: ExitStatusProviding {
    var exitStatus: ExitStatus { .badData }
}

extension StateVectorError: ExitStatusProviding {
    var exitStatus: ExitStatus {
        switch self {
        case .outOfMemory, .tooManyQubits, .tooManyShots: .outOfMemory
        case .unavailableInstructionSet: .unavailable
        case .file(let problem):
            switch problem.kind {
            case .noInput: .noInput
            case .badData: .badData
            case .outOfMemory: .outOfMemory
            case .cannotCreate: .cannotCreate
            }
        case .negativeShots: .usage
        default: .badData
        }
    }
}

extension MolecularFileError: ExitStatusProviding {
    var exitStatus: ExitStatus {
        switch kind {
        case .noInput: .noInput
        case .badData: .badData
        case .outOfMemory: .outOfMemory
        case .cannotCreate: .cannotCreate
        case .unavailable: .unavailable
        case .notConverged: .notConverged
        case .internalError: .internalError
        }
    }
}

extension ElectronicStructureError: ExitStatusProviding {
    var exitStatus: ExitStatus {
        switch kind {
        case .noInput: .noInput
        case .badData: .badData
        case .outOfMemory: .outOfMemory
        case .notConverged: .notConverged
        case .internalError: .internalError
        }
    }
}

extension FockSpaceError: ExitStatusProviding {
    var exitStatus: ExitStatus {
        switch self {
        case .memory, .dimensionOverflow: .outOfMemory
        case .eigensolver(.notConverged), .eigensolver(.notConvergedComplex): .notConverged
        default: .badData
        }
    }
}

extension EncodingError: ExitStatusProviding {
    var exitStatus: ExitStatus { .badData }
}

extension QuantumAlgorithmError: ExitStatusProviding {
    var exitStatus: ExitStatus {
        switch self {
        case .simulation(let error): error.exitStatus
        case .sectorTooLarge: .outOfMemory
        case .eigensolver(.notConverged), .eigensolver(.notConvergedComplex): .notConverged
        default: .badData
        }
    }
}

extension NoiseError: ExitStatusProviding {
    var exitStatus: ExitStatus {
        switch self {
        case .state(let error): error.exitStatus
        case .densityMatrixTooLarge: .outOfMemory
        case .file: .noInput
        default: .badData
        }
    }
}
