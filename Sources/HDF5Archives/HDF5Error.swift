/// What went wrong with an HDF5 file: what was found, what was expected and what to do about it.
public enum HDF5Error: Error, Equatable, Sendable {
    /// The file does not exist.
    case noSuchFile(file: String)
    /// The file exists and cannot be opened for reading.
    case cannotOpen(file: String, reason: String)
    /// The file exists and does not begin as an HDF5 file does.
    case notHDF5(file: String, bytes: Int)
    /// The file begins as an HDF5 file does, and its inside cannot be read (truncated, for example).
    case damaged(file: String, reason: String)
    /// No object of that name is in the file; `present` lists what is.
    case missing(file: String, object: String, present: [String])
    /// An object has another type than the one asked for.
    case wrongType(file: String, object: String, found: String, expected: String)
    /// A dataset has another shape than the one asked for.
    case wrongShape(file: String, object: String, found: [Int], expected: String)
    /// A number in a dataset is infinite or not a number; `index` says which, one entry a dimension.
    case notFinite(file: String, object: String, index: [Int], value: String)
    /// A dataset is there and its content could not be read.
    case unreadable(file: String, object: String, reason: String)
    /// A dataset is larger than the memory of this machine.
    case doesNotFit(file: String, object: String, bytesNeeded: Int, bytesAvailable: Int)
    /// The file or one of its datasets could not be written.
    case cannotWrite(file: String, object: String, reason: String)

    /// The kinds of trouble a program reacts to differently.
    public enum Kind: Sendable {
        /// The input does not exist or may not be read.
        case noInput
        /// The input exists and its content is wrong.
        case badData
        /// The content does not fit into memory.
        case outOfMemory
        /// The output cannot be made.
        case cannotCreate
    }

    /// Which kind of trouble this is.
    public var kind: Kind {
        switch self {
        case .noSuchFile, .cannotOpen: .noInput
        case .doesNotFit: .outOfMemory
        case .cannotWrite: .cannotCreate
        default: .badData
        }
    }
}

extension HDF5Error: CustomStringConvertible {
    /// The error in words: the file, what was found, what was expected, and what to do.
    public var description: String {
        switch self {
        case .noSuchFile(let file):
            "\(file): no such file. Check the path."
        case .cannotOpen(let file, let reason):
            "\(file): cannot be opened for reading: \(reason)."
        case .notHDF5(let file, let bytes):
            "\(file): not an HDF5 file (\(bytes) bytes, without the HDF5 signature). Expected an HDF5 file, "
                + "such as one saved by OpenFermion or h5py."
        case .damaged(let file, let reason):
            "\(file): begins as an HDF5 file does, but is damaged: \(reason). "
                + "It was probably cut short while it was copied or written; copy or make it again."
        case .missing(let file, let object, let present):
            "\(file): no dataset \"\(object)\". Found: \(Self.list(present))."
        case .wrongType(let file, let object, let found, let expected):
            "\(file): \"\(object)\" is \(found); expected \(expected)."
        case .wrongShape(let file, let object, let found, let expected):
            "\(file): dataset \"\(object)\" has shape \(Self.shape(found)); expected \(expected)."
        case .notFinite(let file, let object, let index, let value):
            "\(file): dataset \"\(object)\" holds \(value)\(Self.place(index)); expected finite numbers only. "
                + "The calculation that wrote it has probably failed; run it again."
        case .unreadable(let file, let object, let reason):
            "\(file): dataset \"\(object)\" cannot be read: \(reason). The file is probably damaged; make it again."
        case .doesNotFit(let file, let object, let needed, let available):
            "\(file): dataset \"\(object)\" needs \(needed) bytes of memory; this machine has \(available). "
                + "Read it in pieces, or use a machine with more memory."
        case .cannotWrite(let file, let object, let reason):
            object.isEmpty
                ? "\(file): cannot be written: \(reason). Check that its folder exists, may be written, and has room."
                : "\(file): dataset \"\(object)\" cannot be written: \(reason)."
        }
    }

    static func shape(_ dimensions: [Int]) -> String {
        dimensions.isEmpty ? "() (a single value)" : "(" + dimensions.map(String.init).joined(separator: ", ") + ")"
    }

    private static func place(_ index: [Int]) -> String {
        index.isEmpty ? "" : " at [" + index.map(String.init).joined(separator: ", ") + "]"
    }

    private static func list(_ names: [String]) -> String {
        if names.isEmpty { return "nothing" }
        let shown = names.prefix(40).joined(separator: ", ")
        return names.count > 40 ? "\(shown), and \(names.count - 40) more" : shown
    }
}
