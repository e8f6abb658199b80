internal import Foundation

/// A Python that tests compare with, where there is one: `AUFBAU_PYTHON` names it, else `python3` is tried.
public enum PythonPeer {
    /// Runs a script; `nil` where Python or a module it imports is missing (exit status 77 or 127), and the skip is printed.
    public static func run(
        _ script: String, _ arguments: [String], in folder: String? = nil
    ) throws -> (status: Int32, output: String)? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [ProcessInfo.processInfo.environment["AUFBAU_PYTHON"] ?? "python3", script] + arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if [77, 127].contains(process.terminationStatus) {
            let name = URL(fileURLWithPath: script).lastPathComponent
            print("skipped: no Python with what \(name) imports; name one in AUFBAU_PYTHON")
            return nil
        }
        return (process.terminationStatus, text)
    }
}
