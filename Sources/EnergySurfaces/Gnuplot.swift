internal import Foundation

/// The program that draws plots, run with a script.
struct Gnuplot {
    static let program = "gnuplot"
    private let executable: URL

    /// The first program of that name on the search path.
    ///
    /// - Throws: `plotterMissing`.
    init(searchPath: String? = ProcessInfo.processInfo.environment["PATH"]) throws(SurfaceError) {
        let folders = (searchPath ?? "").split(separator: ":").map { URL(fileURLWithPath: String($0)) }
        let candidates = folders.map { $0.appendingPathComponent(Self.program) }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw .plotterMissing(program: Self.program)
        }
        executable = found
    }

    /// What the script draws to its standard output.
    ///
    /// - Throws: `plotterFailed`.
    func output(of script: String) throws(SurfaceError) -> String {
        let (result, complaint): (Data, Data)
        let process = Process()
        do {
            // A file as input: writing to a pipe whose reader died would end this process too.
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-\(UUID().uuidString).gp")
            try Data(script.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let errors = file.appendingPathExtension("log")
            _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
            defer { try? FileManager.default.removeItem(at: errors) }
            let output = Pipe()
            process.executableURL = executable
            process.arguments = ["-d"]
            process.standardInput = try FileHandle(forReadingFrom: file)
            process.standardOutput = output
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
            result = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            complaint = try Data(contentsOf: errors)
        } catch {
            throw .plotterFailed(program: Self.program, status: -1, message: error.localizedDescription)
        }
        guard process.terminationStatus == 0, !result.isEmpty else {
            let message = String(decoding: complaint, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            throw .plotterFailed(program: Self.program, status: process.terminationStatus, message: message)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
