internal import Foundation

/// Text files read and written whole.
enum TextFiles {
    static func read(_ path: String) throws(MolecularFileError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw .cannotOpen(file: path, reason: exists ? "it is no readable text file" : "no such file")
        }
    }

    /// Writes beside and renames, so that the file is whole or not there.
    static func write(_ text: String, to path: String) throws(MolecularFileError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .cannotCreate(file: path, reason: error.localizedDescription)
        }
    }
}
