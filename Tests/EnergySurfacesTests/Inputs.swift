import Foundation
import MolecularFiles
import TestSupport

@testable import EnergySurfaces

enum Files {
    static let folder = SharedFiles.projectRoot.appendingPathComponent("Molecules")

    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    static func hydrogen(_ lengths: [String]) -> [String] { lengths.map { path("H2_sto-3g_singlet_\($0).hdf5") } }
    static func lithiumHydride(_ lengths: [String]) -> [String] {
        lengths.map { path("H1-Li1_sto-3g_singlet_\($0).hdf5") }
    }

    static func all(_ prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix(prefix) && $0.hasSuffix(".hdf5") }.map(path)
    }

    /// A folder that is removed afterwards.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}

extension EnergySurface {
    /// A surface of a bond with given energies.
    static func curve(_ method: EnergyMethod, _ values: [(Double, Double)], title: String = "X2") -> EnergySurface {
        let points = values.map { place, energy in
            SurfacePoint(
                at: [place], source: "\(place)", energies: [method: energy], standardErrors: [:], problems: [], vqe: nil
            )
        }
        return EnergySurface(
            title: title, coordinates: [.bondLength], methods: [method], points: points, seconds: 0.5,
            wasInterrupted: false)
    }
}
