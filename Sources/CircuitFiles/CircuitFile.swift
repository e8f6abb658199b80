internal import Foundation
public import QuantumCircuits

/// Reads and writes circuit files.
public enum CircuitFile {
    /// The widest circuit that is read; whether it fits into memory is for the simulator to say.
    public static let largestQubitCount = 1 << 20
    /// The longest circuit that is read, after registers and gate definitions are expanded.
    public static let largestOperationCount = 10_000_000

    /// Reads a circuit from text.
    ///
    /// - Parameters:
    ///   - text: The file's content.
    ///   - format: The format; `nil` decides by `name` and content.
    ///   - name: The file's name, for messages.
    ///   - searchPath: Folders in which OpenQASM's `include` looks, in order. `qelib1.inc` is built in.
    /// - Throws: ``CircuitFileError`` with line and column.
    public static func read(
        _ text: String, format: CircuitFormat? = nil, name: String = "circuit", searchPath: [String] = []
    ) throws(CircuitFileError) -> Circuit {
        let source = SourceText(text, name: name)
        switch format ?? .detect(name: name, content: text) {
        case .qsim: return try QsimReader.read(source)
        case .openQASM2: return try OpenQASM2Parser.read(source, searchPath: searchPath)
        }
    }

    /// Reads a circuit file; included files are looked up in its folder.
    ///
    /// - Throws: ``CircuitFileError/unreadable(path:reason:includedFrom:)`` if it cannot be opened, and what
    ///   ``read(_:format:name:searchPath:)`` throws.
    public static func read(contentsOf path: String, format: CircuitFormat? = nil) throws(CircuitFileError) -> Circuit {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try read(content(of: path), format: format, name: path, searchPath: [folder])
    }

    /// Writes a circuit as text in a format.
    ///
    /// Gates that the format lacks are written as gates that it has; OpenQASM 2 has no global phase and loses it.
    ///
    /// - Throws: ``CircuitFileError/notExpressible(operation:format:reason:)`` for what the format cannot say: free
    ///   parameters in any, reset and conditions in qsim text, matrices on several qubits.
    public static func write(_ circuit: Circuit, as format: CircuitFormat) throws(CircuitFileError) -> String {
        switch format {
        case .openQASM2: try OpenQASM2Writer.write(circuit)
        case .qsim: try QsimWriter.write(circuit)
        }
    }

    /// The text of a file.
    static func content(of path: String, includedFrom: SourceLocation? = nil) throws(CircuitFileError) -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .unreadable(path: path, reason: "there is no such file", includedFrom: includedFrom)
        }
        guard !isFolder.boolValue, let data = FileManager.default.contents(atPath: path) else {
            let reason = isFolder.boolValue ? "it is a folder" : "it may not be read; check its permissions"
            throw .unreadable(path: path, reason: reason, includedFrom: includedFrom)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            let source = SourceText(bytes: Array(data), name: path)
            throw .malformed(
                at: source.location(at: source.validPrefixLength), found: "a byte that is not text in UTF-8",
                expected: "a text file")
        }
        return text
    }
}
