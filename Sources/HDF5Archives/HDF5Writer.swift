internal import CHDF5
internal import Foundation

/// An HDF5 file being written: beside its destination, and renamed onto it by `commit()`.
///
/// A reader of the destination sees the old file or the new one and never a half. A writer that goes without
/// `commit()` removes what it wrote and leaves the destination as it was.
public final class HDF5Writer {
    /// The path that `commit()` gives the file.
    public let path: String
    let temporaryPath: String
    var file: hid_t

    /// Begins a file that will replace whatever is at `path`.
    ///
    /// - Throws: `cannotWrite` if a file cannot be made in that folder.
    public init(creating path: String) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        self.path = path
        temporaryPath = try Self.reserve(beside: path)
        UnfinishedFiles.insert(temporaryPath)
        let access = H5Pcreate(aufbau_h5_property_file_access())
        defer { H5Pclose(access) }
        // Nothing may keep the file open once it is to be renamed.
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG)
        file = H5Fcreate(temporaryPath, aufbau_h5_exclusive(), 0, access)
        if file < 0 { throw .cannotWrite(file: path, object: "", reason: HDF5Library.reason()) }
    }

    deinit {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        if file >= 0 { abandon() }
        UnfinishedFiles.remove(temporaryPath)
    }

    /// Finishes the file: flushes it to the disk and renames it onto `path`.
    ///
    /// - Throws: `cannotWrite`; the destination is then as it was before.
    public func commit() throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        guard file >= 0 else { throw .cannotWrite(file: path, object: "", reason: "it has been committed already") }
        guard H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0 else {
            let reason = HDF5Library.reason()
            abandon()
            throw .cannotWrite(file: path, object: "", reason: reason)
        }
        H5Fclose(file)
        file = -1
        if let reason = Self.synchronize(temporaryPath) ?? Self.rename(temporaryPath, path) {
            unlink(temporaryPath)
            throw .cannotWrite(file: path, object: "", reason: reason)
        }
    }

    /// Removes the temporary file.
    ///
    /// The library crashes when it is told to close a file that it cannot write (HDF5 1.10), so a file that cannot
    /// be flushed is emptied, to give its room back, and left open.
    private func abandon() {
        if H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0 { H5Fclose(file) } else { truncate(temporaryPath, 0) }
        file = -1
        unlink(temporaryPath)
    }

    private static func rename(_ source: String, _ destination: String) -> String? {
        Foundation.rename(source, destination) == 0 ? nil : String(cString: strerror(errno))
    }

    /// Waits until the file is on the disk; the reason if it cannot get there.
    private static func synchronize(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        return fsync(descriptor) == 0 ? nil : String(cString: strerror(errno))
    }

    /// A name beside `path` that no file has yet, in a folder where a file may be made.
    private static func reserve(beside path: String) throws(HDF5Error) -> String {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue else {
            throw .cannotWrite(file: path, object: "", reason: "there is no folder \(folder)")
        }
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw .cannotWrite(file: path, object: "", reason: "a folder of that name is there")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw .cannotWrite(file: path, object: "", reason: "the folder \(folder) may not be written")
        }
        return folder + "/." + url.lastPathComponent + "." + UUID().uuidString.prefix(8) + ".partial"
    }
}
