import Foundation
import HDF5Archives
import Testing

/// Files that are not what they should be give an error and never a wrong number.
@Suite struct DamagedFileTests {
    private func makeFile(_ path: String) throws {
        let writer = try HDF5Writer(creating: path)
        try writer.write(HDF5Array((0..<2000).map(Double.init)), to: "group/numbers")
        try writer.write("text", to: "text")
        try writer.commit()
    }

    @Test func aMissingFile() {
        let error = #expect(throws: HDF5Error.self) { try HDF5Reader(opening: "/nowhere/at/all.hdf5") }
        #expect(error == .noSuchFile(file: "/nowhere/at/all.hdf5"))
        #expect(error?.kind == .noInput)
    }

    @Test func aFolder() throws {
        try withTemporaryFolder { folder in
            let error = #expect(throws: HDF5Error.self) { try HDF5Reader(opening: folder) }
            #expect(error == .cannotOpen(file: folder, reason: "it is a folder"))
        }
    }

    @Test(arguments: ["", "H 0 0 0\n", String(repeating: "x", count: 10_000)])
    func aFileOfAnotherKind(_ content: String) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/other.hdf5"
            try content.write(toFile: path, atomically: true, encoding: .utf8)
            let error = #expect(throws: HDF5Error.self) { try HDF5Reader(opening: path) }
            #expect(error == .notHDF5(file: path, bytes: content.utf8.count))
            #expect(error?.kind == .badData)
        }
    }

    @Test func aTruncatedFileOfAnyLength() throws {
        try withTemporaryFolder { folder in
            let whole = folder + "/whole.hdf5"
            try makeFile(whole)
            let data = try Data(contentsOf: URL(fileURLWithPath: whole))
            let path = folder + "/cut.hdf5"
            for length in stride(from: 8, to: data.count, by: 97) {
                try data.prefix(length).write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: HDF5Error.self) { try HDF5Reader(opening: path) }
                guard case .damaged = error else {
                    Issue.record("\(length) bytes: \(String(describing: error))")
                    return
                }
                #expect(error?.kind == .badData)
            }
        }
    }

    @Test func compressedNumbersThatWereOverwritten() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/scrambled.hdf5"
            try makeFile(path)
            var data = try Data(contentsOf: URL(fileURLWithPath: path))
            // A compressed chunk begins with zlib's two bytes.
            let chunk = try #require(data.range(of: Data([0x78, 0x5e])))
            data.replaceSubrange(chunk.upperBound..<chunk.upperBound + 40, with: Data(repeating: 0xff, count: 40))
            try data.write(to: URL(fileURLWithPath: path))
            let reader = try HDF5Reader(opening: path)
            #expect(try reader.string(from: "text") == "text")
            let error = #expect(throws: HDF5Error.self) { try reader.read(Double.self, from: "group/numbers") }
            guard case .unreadable(path, "group/numbers", _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func aDatasetLargerThanMemory() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/huge.hdf5"
            let writer = try HDF5Writer(creating: path)
            // Chunks that are never written take no room in the file.
            try writer.create(Double.self, at: "huge", shape: [1 << 24, 1 << 24])
            try writer.commit()
            let error = #expect(throws: HDF5Error.self) {
                try HDF5Reader(opening: path).read(Double.self, from: "huge")
            }
            guard case .doesNotFit(path, "huge", 1 << 51, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.kind == .outOfMemory)
        }
    }
}
