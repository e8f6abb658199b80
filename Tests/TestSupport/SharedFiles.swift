public import Foundation

/// Reference files that live beside the project and are not part of it (`../shared`).
///
/// Tests that read them run when the folder is present, and print the skip when it is not.
public enum SharedFiles {
    /// The root of the project's checkout.
    public static let projectRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The URL of `../shared/PATH` if it exists; otherwise `nil`, and the skip is printed.
    public static func url(_ path: String) -> URL? {
        let root =
            ProcessInfo.processInfo.environment["AUFBAU_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? projectRoot.deletingLastPathComponent().appendingPathComponent("shared")
        let url = root.appendingPathComponent(path)
        if FileManager.default.fileExists(atPath: url.path) { return url }
        print("skipped: \(url.path) is not present")
        return nil
    }
}
