import ElectronicStructure
import FermionEncodings
import Foundation
import MolecularFiles
import TestSupport
import Testing

/// A molecule file with its Hamiltonian.
struct MoleculeInput: CustomTestStringConvertible, Sendable {
    let url: URL
    var testDescription: String { url.lastPathComponent }

    func record() throws -> MolecularRecord { try OpenFermionFile.read(url.path) }

    /// The files of a folder whose names begin with `prefix`, by name.
    static func files(in folder: URL?, prefix: String) -> [MoleculeInput] {
        guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            return []
        }
        return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".hdf5") }.sorted().map {
            MoleculeInput(url: folder.appendingPathComponent($0))
        }
    }

    /// A file of the project's own `Molecules` folder.
    static func own(_ name: String) -> MoleculeInput { MoleculeInput(url: ownFolder.appendingPathComponent(name)) }

    static let ownFolder = SharedFiles.projectRoot.appendingPathComponent("Molecules")
    static let shippedFolder = SharedFiles.url("vectors/openfermion_shipped/testing_data")

    static let hydrogen =
        files(in: ownFolder, prefix: "H2_sto-3g_singlet_") + files(in: shippedFolder, prefix: "H2_sto-3g_singlet_")
    static let lithiumHydride =
        [own("H1-Li1_sto-3g_singlet_1.45.hdf5")]
        + files(in: shippedFolder, prefix: "H1-Li1_sto-3g_singlet_1.45")
}

/// The encodings that every algorithm must give the same energies under.
enum TestEncoding: String, CaseIterable, Sendable {
    case jordanWigner, bravyiKitaev, bravyiKitaevTree, parity

    func make(_ modeCount: Int) -> any FermionEncoding {
        switch self {
        case .jordanWigner: JordanWigner(modeCount: modeCount)
        case .bravyiKitaev: BravyiKitaev(modeCount: modeCount)
        case .bravyiKitaevTree: BravyiKitaevTree(modeCount: modeCount)
        case .parity: Parity(modeCount: modeCount)
        }
    }
}
