import Foundation
import HDF5Archives
import Testing

/// What other programs write and Aufbau only reads: `Resources/foreign.hdf5`, made by h5py.
@Suite struct ForeignFileTests {
    private let path: String
    private let reader: HDF5Reader

    init() throws {
        let url = try #require(Bundle.module.url(forResource: "Resources/foreign", withExtension: "hdf5"))
        path = url.path
        reader = try HDF5Reader(opening: path)
    }

    @Test func strings() throws {
        #expect(try reader.string(from: "text/variable") == "café")
        #expect(try reader.strings(from: "text/variables") == HDF5Array(["a", "", "longer"]))
        #expect(try reader.strings(from: "text/padded") == HDF5Array(["H", "Li"]))
        #expect(try reader.strings(from: "text/spaces") == HDF5Array(["H", "Li"]))
        #expect(
            throws: HDF5Error.unreadable(file: path, object: "text/latin", reason: "its text is not UTF-8")
        ) {
            try reader.string(from: "text/latin")
        }
    }

    @Test func numbersOfOtherTypes() throws {
        #expect(try reader.read(Int.self, from: "number/int32").elements == [-1, 2])
        #expect(try reader.read(Double.self, from: "number/int32").elements == [-1, 2])
        #expect(try reader.read(Double.self, from: "number/float32").elements == [0.5, 0.25])
        #expect(try reader.read(Double.self, from: "number/bigEndian").elements == [1.5, -2.5])
        #expect(try reader.read(Double.self, from: "number/empty").shape == [0])
        #expect(try reader.read(Double.self, from: "number/none").shape == [0, 3])
        let shuffled = try reader.read(Double.self, from: "number/shuffled")
        #expect(shuffled == HDF5Array(shape: [3, 4, 5], elements: (0..<60).map(Double.init)))
        #expect(shuffled[2, 1, 3] == 48)
        #expect(try reader.booleans(from: "truth").elements == [true, false, true])
    }

    @Test(arguments: [
        ("number/uint64", "unsigned 64-bit integer", "64-bit integer"),
        ("number/float32", "32-bit floating point", "64-bit integer"),
        ("number/complex", "compound type", "64-bit integer"),
        ("truth", "boolean", "64-bit integer"),
        ("text/variable", "string of variable length", "64-bit integer"),
        ("text", "a group", "a dataset"),
    ])
    func aTypeThatDoesNotFitIsRefused(object: String, found: String, expected: String) {
        #expect(throws: HDF5Error.wrongType(file: path, object: object, found: found, expected: expected)) {
            try reader.read(Int.self, from: object)
        }
    }

    @Test func theFirstNumberThatIsNotFiniteIsNamed() {
        #expect(throws: HDF5Error.notFinite(file: path, object: "number/nan", index: [1, 0], value: "nan")) {
            try reader.readFinite(Double.self, from: "number/nan")
        }
    }

    @Test(arguments: ["nowhere", "text/nowhere", "dangling", "truth/below", ""])
    func aMissingDatasetIsNamedWithWhatIsThere(_ object: String) throws {
        let error = #expect(throws: HDF5Error.self) { try reader.read(Double.self, from: object) }
        guard case .missing(path, object, let present) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(present.contains("text/padded") && !present.contains("dangling"))
        #expect(try #require(error).description.contains("no dataset \"\(object)\""))
    }

    @Test func oneValueIsDemandedOfAScalar() {
        #expect(throws: HDF5Error.self) { try reader.scalar(Double.self, from: "number/float32") }
        #expect(throws: HDF5Error.self) { try reader.string(from: "text/padded") }
    }

    @Test func attributes() throws {
        #expect(try reader.attribute("program", on: "/") == .string("h5py"))
        #expect(try reader.attribute("version", on: "/") == .integer(3))
        #expect(try reader.attribute("bytes", on: "/") == .string("fixed"))
        #expect(throws: HDF5Error.self) { try reader.attribute("list", on: "/") }
    }

    @Test func manyThreadsReadAtOnce() async throws {
        let reader = reader
        let path = path
        let sums = try await withThrowingTaskGroup(of: Double.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let own = index.isMultiple(of: 2) ? reader : try HDF5Reader(opening: path)
                    _ = try? own.read(Double.self, from: "nowhere")
                    return try own.read(Double.self, from: "number/shuffled").elements.reduce(0, +)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sums == [Double](repeating: 1770, count: 200))
    }
}
