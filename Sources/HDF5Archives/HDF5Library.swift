internal import CHDF5
internal import Foundation

/// The one door to the HDF5 library, which may not be entered by two threads at once.
///
/// Every public operation begins with `enter()` and ends with `leave()`. The lock is recursive because public
/// operations use one another.
enum HDF5Library {
    private static let lock = NSRecursiveLock()

    /// Keeps the library from closing files when the program ends: of a file that could not be written, to a full
    /// disk say, it would try to write the rest once more and crash. Readers and writers close their own.
    private static let leavesFilesAtExit = H5dont_atexit() >= 0

    /// Waits for the library, and turns its printing of errors off (a setting each thread has for itself).
    static func enter() {
        lock.lock()
        _ = leavesFilesAtExit
        H5Eset_auto2(0, nil, nil)
    }

    static func leave() {
        lock.unlock()
    }

    /// What the library says about the call that just failed.
    static func reason() -> String {
        var text = [CChar](repeating: 0, count: 512)
        aufbau_h5_last_error(&text, text.count)
        let message = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // What the system said stands in the middle of addresses and byte counts.
        if let start = message.range(of: "error message = '")?.upperBound {
            return String(message[start...].prefix { $0 != "'" })
        }
        return message.isEmpty ? "the HDF5 library gave no reason" : message
    }
}
