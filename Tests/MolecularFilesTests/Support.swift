import Foundation
import HDF5Archives
import Testing

/// Runs `body` with the path of a new, empty folder, which is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-molecules-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
}

/// The path of a file among this target's resources.
func resource(_ name: String) throws -> String {
    let url = Bundle.module.bundleURL.appendingPathComponent("Resources/\(name)")
    try #require(FileManager.default.fileExists(atPath: url.path), "\(name)")
    return url.path
}

/// The HDF5 files of a folder, in order.
func hdf5Files(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".hdf5") }.sorted()
        .map { folder.appendingPathComponent($0).path }
}

/// The content of a dataset of one of the types an OpenFermion file has.
enum Content: Equatable {
    case numbers(HDF5Array<Double>)
    case integers(HDF5Array<Int64>)
    case booleans(HDF5Array<Bool>)
    case strings(HDF5Array<String>)

    init(_ dataset: String, of reader: HDF5Reader) throws {
        switch try reader.describe(dataset).type {
        case .float: self = .numbers(try reader.read(Double.self, from: dataset))
        case .integer: self = .integers(try reader.read(Int64.self, from: dataset))
        case .boolean: self = .booleans(try reader.booleans(from: dataset))
        default: self = .strings(try reader.strings(from: dataset))
        }
    }

    func write(to dataset: String, of writer: HDF5Writer) throws {
        switch self {
        case .numbers(let array): try writer.write(array, to: dataset)
        case .integers(let array): try writer.write(array, to: dataset)
        case .booleans(let array): try writer.write(array.elements[0], to: dataset)
        case .strings(let array) where array.shape.isEmpty: try writer.write(array.elements[0], to: dataset)
        case .strings(let array): try writer.write(array.elements, to: dataset)
        }
    }

    /// Shape and bits, which tell -0 from 0.
    var bits: [UInt64] {
        switch self {
        case .numbers(let array): array.shape.map { UInt64($0) } + array.elements.map(\.bitPattern)
        case .integers(let array): array.shape.map { UInt64($0) } + array.elements.map { UInt64(bitPattern: $0) }
        default: []
        }
    }
}

/// Copies an HDF5 file, passing each dataset through `change`; one that becomes `nil` is left out.
func copy(
    _ source: String, to destination: String, change: (String, Content) throws -> Content? = { $1 }
) throws {
    let reader = try HDF5Reader(opening: source)
    let writer = try HDF5Writer(creating: destination)
    for dataset in reader.datasets() {
        if let content = try change(dataset, Content(dataset, of: reader)) {
            try content.write(to: dataset, of: writer)
        }
    }
    try writer.commit()
}
