internal import Foundation

/// The files that writers have begun and not finished: a program that ends without letting its writers go, as on Ctrl-C,
/// removes them.
public enum UnfinishedFiles {
    private static let lock = NSLock()
    nonisolated(unsafe) private static var paths: Set<String> = []

    /// Removes every file that is not finished. Nothing can be written afterwards: end the process.
    public static func removeAll() {
        lock.lock()
        // Held to the end, so that no file is begun any more.
        for path in paths { unlink(path) }
    }

    static func insert(_ path: String) {
        lock.lock()
        defer { lock.unlock() }
        paths.insert(path)
    }

    static func remove(_ path: String) {
        lock.lock()
        defer { lock.unlock() }
        paths.remove(path)
    }
}
