internal import Foundation

/// A Python that tests compare with, where there is one: `AUFBAU_PYTHON` names it, else `python3` is tried.
public enum PythonPeer {
    /// Runs a script; `nil` where Python or a module it imports is missing (exit status 77 or 127), and the skip is printed.
    public static func run(
        _ script: String, _ arguments: [String], in folder: String? = nil
    ) throws -> (status: Int32, output: String)? {
        let python = ProcessInfo.processInfo.environment["AUFBAU_PYTHON"] ?? "python3"
        return try run(command: [python, script] + arguments, in: folder)
    }

    /// Runs a command; `nil` where it is missing or says so (exit status 127 or 77), and the skip is printed.
    public static func run(command: [String], in folder: String? = nil) throws -> (status: Int32, output: String)? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if [77, 127].contains(process.terminationStatus) {
            let names = command.map { URL(fileURLWithPath: $0).lastPathComponent }.prefix(2).joined(separator: " ")
            print(
                "skipped: \(names): no such program, or a Python without what it imports; AUFBAU_PYTHON names another")
            return nil
        }
        return (process.terminationStatus, text)
    }
}
