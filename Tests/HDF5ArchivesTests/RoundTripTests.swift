import HDF5Archives
import TestSupport
import Testing

/// What is written is read back bit for bit.
@Suite struct RoundTripTests {
    @Test(arguments: [HDF5Storage.automatic, .contiguous, .gzip(level: 1), .gzip(level: 9)])
    func arraysOfAnyRank(_ storage: HDF5Storage) throws {
        try withTemporaryFolder { folder in
            forSeededCases(20) { generator in
                let shape = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    Int.random(in: 0...7, using: &generator)
                }
                let count = shape.reduce(1, *)
                let doubles = (0..<count).map { _ in Double(bitPattern: UInt64.random(in: 0...(~0), using: &generator))
                }
                let integers = (0..<count).map { _ in Int64.random(in: .min ... .max, using: &generator) }
                let path = folder + "/arrays.h5"
                let writer = try HDF5Writer(creating: path)
                try writer.write(HDF5Array(shape: shape, elements: doubles), to: "deep/er/doubles", storage: storage)
                try writer.write(HDF5Array(shape: shape, elements: integers), to: "integers", storage: storage)
                try writer.commit()
                let reader = try HDF5Reader(opening: path)
                let readBack = try reader.read(Double.self, from: "deep/er/doubles")
                #expect(readBack.shape == shape, generator.comment)
                #expect(readBack.elements.map(\.bitPattern) == doubles.map(\.bitPattern), generator.comment)
                #expect(
                    try reader.read(Int64.self, from: "integers") == HDF5Array(shape: shape, elements: integers),
                    generator.comment)
            }
        }
    }

    @Test func singleValuesAndStrings() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/values.h5"
            let writer = try HDF5Writer(creating: path)
            try writer.write(-0.0, to: "double")
            try writer.write(Float(0.1), to: "float")
            try writer.write(-7, to: "integer")
            try writer.write(true, to: "yes")
            try writer.write(false, to: "no")
            try writer.write("", to: "empty")
            try writer.write("Ångström", to: "text")
            try writer.write(["H", "Li", ""], to: "geometry/atoms")
            try writer.commit()
            let reader = try HDF5Reader(opening: path)
            #expect(try reader.scalar(Double.self, from: "double").bitPattern == (-0.0).bitPattern)
            #expect(try reader.scalar(Float.self, from: "float") == 0.1)
            #expect(try reader.scalar(Int.self, from: "integer") == -7)
            #expect(try reader.booleans(from: "yes") == HDF5Array(shape: [], elements: [true]))
            #expect(try reader.booleans(from: "no").elements == [false])
            #expect(try reader.string(from: "empty") == "")
            #expect(try reader.string(from: "text") == "Ångström")
            #expect(try reader.strings(from: "geometry/atoms") == HDF5Array(["H", "Li", ""]))
            #expect(try reader.describe("empty").type == .string(bytes: 1))
            #expect(try reader.describe("empty").shape.isEmpty)
            #expect(try reader.describe("float").type == .float(bytes: 4))
            #expect(
                reader.datasets() == ["double", "empty", "float", "geometry/atoms", "integer", "no", "text", "yes"])
            #expect(reader.names(inGroup: "geometry") == ["atoms"])
        }
    }

    @Test func attributes() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/attributes.h5"
            let writer = try HDF5Writer(creating: path)
            try writer.write(1.0, to: "group/data")
            try writer.setAttribute(.string("sha256:0123"), named: "checksum", on: "group/data")
            try writer.setAttribute(.integer(.max), named: "count", on: "group")
            try writer.setAttribute(.double(0.1), named: "scale", on: "/")
            #expect(throws: HDF5Error.self) {
                try writer.setAttribute(.double(0.2), named: "scale", on: "/")
            }
            #expect(throws: HDF5Error.missing(file: path, object: "nowhere", present: [])) {
                try writer.setAttribute(.double(1), named: "scale", on: "nowhere")
            }
            try writer.commit()
            let reader = try HDF5Reader(opening: path)
            #expect(try reader.attribute("checksum", on: "group/data") == .string("sha256:0123"))
            #expect(try reader.attribute("count", on: "group") == .integer(.max))
            #expect(try reader.attribute("scale", on: "/") == .double(0.1))
            #expect(try reader.attribute("absent", on: "/") == nil)
        }
    }

    @Test(arguments: [HDF5Storage.contiguous, .gzip(level: 4)])
    func piecesMakeAWhole(_ storage: HDF5Storage) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/pieces.h5"
            let whole = (0..<100_000).map { Float($0) }
            let writer = try HDF5Writer(creating: path)
            try writer.create(Float.self, at: "amplitudes", shape: [whole.count, 2], storage: storage)
            for start in stride(from: 0, to: whole.count, by: 30_000) {
                let rows = min(30_000, whole.count - start)
                let piece = whole[start..<start + rows].flatMap { [$0, -$0] }
                try piece.withUnsafeBufferPointer {
                    try writer.writeSlab($0, to: "amplitudes", start: [start, 0], count: [rows, 2])
                }
            }
            try writer.commit()
            let reader = try HDF5Reader(opening: path)
            #expect(try reader.read(Float.self, from: "amplitudes").elements == whole.flatMap { [$0, -$0] })
            var column = [Double](repeating: 0, count: 5)
            try column.withUnsafeMutableBufferPointer {
                try reader.readSlab(into: $0, from: "amplitudes", start: [29_998, 1], count: [5, 1])
            }
            #expect(column == [-29_998, -29_999, -30_000, -30_001, -30_002])
        }
    }

    @Test(arguments: [([0, 0], [4, 2]), ([2, 1], [2, 2]), ([-1, 0], [2, 2]), ([0], [4]), ([0, 0], [1, 3])])
    func aPieceOutsideIsRefused(start: [Int], count: [Int]) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/outside.h5"
            let writer = try HDF5Writer(creating: path)
            try writer.create(Double.self, at: "data", shape: [3, 2])
            let values = [Double](repeating: 1, count: count.reduce(1, *))
            #expect(throws: HDF5Error.self) {
                try values.withUnsafeBufferPointer { try writer.writeSlab($0, to: "data", start: start, count: count) }
            }
            try writer.commit()
            let reader = try HDF5Reader(opening: path)
            var target = values
            #expect(throws: HDF5Error.self) {
                try target.withUnsafeMutableBufferPointer {
                    try reader.readSlab(into: $0, from: "data", start: start, count: count)
                }
            }
            #expect(try reader.read(Double.self, from: "data").elements == [0, 0, 0, 0, 0, 0])
        }
    }

    @Test func largeArraysAreCompressed() throws {
        try withTemporaryFolder { folder in
            let zeros = HDF5Array(shape: [100, 100], elements: [Double](repeating: 0, count: 10_000))
            let sizes = try [HDF5Storage.contiguous, .automatic].map { storage in
                let path = folder + "/size.h5"
                let writer = try HDF5Writer(creating: path)
                try writer.write(zeros, to: "zeros", storage: storage)
                try writer.commit()
                return try fileSize(path)
            }
            #expect(sizes[0] > 80_000)
            #expect(sizes[1] < 10_000)
        }
    }
}
