import Foundation

/// Runs the commands as a user would: the built executables, their output and exit status.
struct Command {
    let status: Int32
    let output: String
    let errors: String

    /// Runs a command to its end.
    ///
    /// - Parameter environment: variables set beside those of the tests.
    static func run(
        _ name: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Command {
        let process = Process()
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.executableURL = folder.appendingPathComponent(name)
        process.arguments = arguments
        let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = standardInput
        try process.run()
        standardInput.fileHandleForWriting.write(Data((input ?? "").utf8))
        try standardInput.fileHandleForWriting.close()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let messages = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Command(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: messages, as: UTF8.self))
    }

    /// The one JSON object a command printed.
    func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
    }

    /// Where the executables were built: beside the tests' resources.
    static var folder: URL { Bundle.module.bundleURL.deletingLastPathComponent() }

    /// A file of these tests.
    static func resource(_ name: String) -> String {
        Bundle.module.bundleURL.appendingPathComponent("Resources/\(name)").path
    }
}

/// A folder that is removed when the test ends.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ text: String, as name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }
}
