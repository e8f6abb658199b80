import Foundation
import TestSupport

/// The files of this checkout that the rules are about.
enum Project {
    static func text(_ path: String) throws -> String {
        try String(contentsOf: SharedFiles.projectRoot.appendingPathComponent(path), encoding: .utf8)
    }

    static func manifest() throws -> Manifest { try Manifest(text: text("Package.swift")) }

    static func layering() throws -> Layering {
        Layering(manifest: try manifest(), table: try FloorTable(markdown: text("Documentation/Architecture.md")))
    }

    /// Every Swift, C and C++ file under the folders, resources aside, in a fixed order.
    static func sources(_ folders: String...) throws -> [SourceText] {
        let kinds: Set = ["swift", "c", "h", "cpp", "hpp", "inl", "inc"]
        return try folders.flatMap { folder in
            let root = SharedFiles.projectRoot.appendingPathComponent(folder)
            let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
            let chosen = paths.filter { path in
                let parts = path.split(separator: "/")
                return !parts.contains("Resources") && kinds.contains((path as NSString).pathExtension)
            }
            return try chosen.sorted().map { SourceText(path: "\(folder)/\($0)", raw: try text("\(folder)/\($0)")) }
        }
    }
}
