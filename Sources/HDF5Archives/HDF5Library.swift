internal import CHDF5
internal import Foundation

/// The one door to the HDF5 library, which may not be entered by two threads at once.
///
/// Every public operation begins with `enter()` and ends with `leave()`. The lock is recursive because public
/// operations use one another.
enum HDF5Library {
    private static let lock = NSRecursiveLock()

    /// Waits for the library, and turns its printing of errors off (a setting each thread has for itself).
    static func enter() {
        lock.lock()
        H5Eset_auto2(0, nil, nil)
    }

    static func leave() {
        lock.unlock()
    }

    /// What the library says about the call that just failed.
    static func reason() -> String {
        var text = [CChar](repeating: 0, count: 512)
        aufbau_h5_last_error(&text, text.count)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? "the HDF5 library gave no reason" : String(decoding: bytes, as: UTF8.self)
    }
}
