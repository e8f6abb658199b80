internal import Foundation

/// Where things are printed: results on standard output, everything else on standard error.
enum Console {
    /// A line of a result.
    static func result(_ line: String) { print(line) }

    /// A remark, unless the user asked for quiet.
    static func note(_ line: String, quiet: Bool) {
        if !quiet { write(line) }
    }

    /// The message of a failure.
    static func fail(_ line: String) { write(line) }

    private static func write(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Prints exactly one JSON object.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let text = String(bytes: try encoder.encode(value), encoding: .utf8) else {
            throw CommandFailure(.internalError, "the result cannot be written as JSON")
        }
        print(text)
    }
}

/// Seconds since the stopwatch was started.
struct Stopwatch {
    private let start = ContinuousClock.now

    var seconds: Double {
        let elapsed = start.duration(to: .now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
}

/// Text files that the user names.
enum TextFile {
    /// The content of a file; `-` is standard input.
    static func read(_ path: String) throws -> String {
        if path == "-" {
            let data = FileHandle.standardInput.readDataToEndOfFile()
            guard let text = String(bytes: data, encoding: .utf8) else {
                throw CommandFailure(.badData, "standard input is not text in UTF-8")
            }
            return text
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            throw CommandFailure(.noInput, "there is no file '\(path)'")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.noInput, "'\(path)' cannot be read; check its permissions")
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw CommandFailure(.badData, "\(path): not text in UTF-8")
        }
        return text
    }

    /// Removes a file, if it is there.
    static func remove(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw CommandFailure(.cannotCreate, "cannot remove '\(path)': \(error.localizedDescription)")
        }
    }

    /// Writes a file beside and renames it, so that it is whole or not there.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(.cannotCreate, "cannot create '\(path)': \(error.localizedDescription)")
        }
    }
}
