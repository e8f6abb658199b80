import Foundation
import HDF5Archives
import Testing

/// A file appears whole or not at all.
@Suite struct AtomicWriteTests {
    private func contents(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func nothingIsThereBeforeTheCommit() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/result.h5"
            let writer = try HDF5Writer(creating: path)
            try writer.write(1.0, to: "value")
            #expect(!FileManager.default.fileExists(atPath: path))
            try writer.commit()
            #expect(try contents(folder) == ["result.h5"])
            #expect(throws: HDF5Error.self) { try writer.write(2.0, to: "late") }
            #expect(throws: HDF5Error.self) { try writer.commit() }
        }
    }

    @Test func withoutACommitTheOldFileStays() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/result.h5"
            let first = try HDF5Writer(creating: path)
            try first.write(1.0, to: "value")
            try first.commit()
            do {
                let abandoned = try HDF5Writer(creating: path)
                try abandoned.write(2.0, to: "value")
            }
            #expect(try contents(folder) == ["result.h5"])
            #expect(try HDF5Reader(opening: path).scalar(Double.self, from: "value") == 1)
            let second = try HDF5Writer(creating: path)
            try second.write(3.0, to: "value")
            try second.commit()
            #expect(try HDF5Reader(opening: path).scalar(Double.self, from: "value") == 3)
        }
    }

    @Test func aReaderKeepsTheFileItOpened() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/result.h5"
            for value in [1.0, 2.0] {
                let reader = value == 1 ? nil : try HDF5Reader(opening: path)
                let writer = try HDF5Writer(creating: path)
                try writer.write(value, to: "value")
                try writer.commit()
                if let reader { #expect(try reader.scalar(Double.self, from: "value") == 1) }
            }
        }
    }

    @Test func aDatasetIsWrittenOnce() throws {
        try withTemporaryFolder { folder in
            let writer = try HDF5Writer(creating: folder + "/twice.h5")
            try writer.write(1.0, to: "value")
            let error = #expect(throws: HDF5Error.self) { try writer.write(2.0, to: "value") }
            #expect(error?.kind == .cannotCreate)
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsRefusedAtOnce() throws {
        try withTemporaryFolder { folder in
            for path in [folder + "/nowhere/result.h5", folder] {
                let error = #expect(throws: HDF5Error.self) { try HDF5Writer(creating: path) }
                #expect(error?.kind == .cannotCreate)
                let present = try contents(folder)
                #expect(present.isEmpty)
            }
        }
    }
}
