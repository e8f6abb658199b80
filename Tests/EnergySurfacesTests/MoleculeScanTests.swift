import ElectronicStructure
import Foundation
import HDF5Archives
import MolecularFiles
import QuantumAlgorithms
import TestSupport
import Testing

@testable import EnergySurfaces

@Suite struct MoleculeScanTests {
    @Test(arguments: SurfaceEncoding.allCases)
    func hydrogenCurve(_ encoding: SurfaceEncoding) throws {
        let files = try Files.all("H2_").shuffled()
        var progress: [Int] = []
        let surface = try MoleculeScan(methods: [.hf, .fci, .vqe], encoding: encoding).run(
            files: files, onPoint: { progress.append($0.finished) })
        #expect(progress == Array(1...files.count))
        #expect(surface.points.count == 29)
        #expect(surface.title == "H₂, sto-3g")
        #expect(surface.coordinates == [.bondLength])
        #expect(surface.isConverged)
        let lengths = surface.points.compactMap { $0.at[0] }
        #expect(lengths == lengths.sorted())
        #expect(lengths.contains(0.7414))
        for point in surface.points {
            let record = try OpenFermionFile.read(point.source)
            let reference = record.energies
            #expect(abs(point.energies[.hf, default: 0] - (try #require(reference.hartreeFock))) < 1e-8)
            #expect(abs(point.energies[.fci, default: 0] - (try #require(reference.fci))) < 1e-8)
            #expect(abs(point.energies[.vqe, default: 0] - (try #require(reference.fci))) < 1e-8)
            #expect(point.message == nil)
        }
        let minimum = try #require(surface.minimum)
        #expect(minimum.at == [0.7414])
        #expect(minimum.method == .fci)
        // 0.7349 Å is where full CI in sto-3g has its minimum; a parabola over points 0.04 to 0.06 apart is near.
        let interpolated = try #require(surface.interpolatedMinimum)
        #expect(abs(interpolated.at[0] - 0.735) < 0.01)
        #expect(interpolated.energy < minimum.energy)
    }

    @Test func lithiumHydrideIsNeverAboveItsOwnStart() throws {
        let files = try Files.all("H1-Li1_")
        let surface = try MoleculeScan(methods: [.vqe, .fci]).run(files: files)
        #expect(surface.points.count == 15)
        for point in surface.points {
            let vqe = try #require(point.energies[.vqe])
            let fci = try #require(point.energies[.fci])
            let alone = try MoleculeScan(methods: [.vqe]).run(files: [point.source])
            #expect(vqe <= (try #require(alone.points[0].energies[.vqe])) + 1e-12)
            #expect(vqe >= fci - 1e-8)
        }
        let near = try #require(surface.points.first { $0.at == [1.45] })
        #expect(near.energies[.vqe, default: 0] - near.energies[.fci, default: -9] < 5e-5)
    }

    @Test func differentMoleculesAreCounted() throws {
        let files = Files.lithiumHydride(["1.45"]) + Files.hydrogen(["0.7", "1.1"])
        let surface = try MoleculeScan(methods: [.hf]).run(files: files)
        #expect(surface.coordinates == [.index])
        #expect(surface.points.map(\.at) == [[0], [1], [2]])
        #expect(surface.points.map(\.source) == files)
        #expect(surface.title == "")
        #expect(surface.interpolatedMinimum == nil)
    }

    @Test func aBadFileDoesNotLoseTheOthers() throws {
        try Files.withFolder { folder in
            let truncated = folder.appendingPathComponent("truncated.hdf5").path
            let whole = try Data(contentsOf: URL(fileURLWithPath: Files.hydrogen(["1.0"])[0]))
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: truncated))
            var bare = try OpenFermionFile.read(Files.hydrogen(["1.2"])[0])
            bare.twoBody = nil
            let withoutIntegrals = folder.appendingPathComponent("bare.hdf5").path
            try OpenFermionFile.write(bare, to: withoutIntegrals)
            let missing = folder.appendingPathComponent("missing.hdf5").path
            let files = [truncated] + Files.hydrogen(["0.7"]) + [missing, withoutIntegrals] + Files.hydrogen(["0.5"])
            let surface = try MoleculeScan(methods: [.hf, .fci]).run(files: files)
            #expect(surface.coordinates == [.bondLength])
            #expect(surface.points.map(\.at) == [[0.5], [0.7], [1.2], [nil], [nil]])
            #expect(surface.points.map { $0.energies.count } == [2, 2, 0, 0, 0])
            #expect(surface.points.map(\.isConverged) == [true, true, false, false, false])
            #expect(surface.points[2].message?.contains("two_body_integrals") == true)
            #expect(surface.points[3].message?.contains("truncated.hdf5") == true)
            guard case .input(let error) = surface.points[4].problems.first else {
                Issue.record("the missing file is an input problem")
                return
            }
            #expect(error.kind == .noInput)
            #expect(surface.minimum?.at == [0.7])
            #expect(surface.csv.split(separator: "\n").last == ",,")
        }
    }

    @Test func anEnergyThatIsNotFinalIsKeptAndNotTheMinimum() throws {
        var scan = try MoleculeScan(methods: [.vqe])
        scan.minimizer.maximumIterations = 1
        let surface = try scan.run(files: Files.lithiumHydride(["1.45", "1.8"]))
        #expect(surface.points.allSatisfy { !$0.isConverged && $0.energies[.vqe] != nil })
        #expect(surface.points[0].message?.contains("vqe did not converge") == true)
        #expect(!surface.isConverged)
        #expect(surface.minimum == nil)
    }

    @Test func stoppingKeepsFinishedPoints() throws {
        var finished = 0
        let files = try Files.all("H2_")
        let surface = try MoleculeScan(methods: [.hf, .vqe]).run(
            files: files, shouldStop: { finished >= 3 }, onPoint: { finished = $0.finished })
        #expect(surface.wasInterrupted)
        #expect(!surface.isConverged)
        #expect(surface.points.count == 3)
        #expect(surface.points.allSatisfy { $0.energies.count == 2 })
        // In the middle of a point: that point is not finished.
        var asked = 0
        let early = try MoleculeScan(methods: [.vqe]).run(
            files: Files.lithiumHydride(["1.45"]),
            shouldStop: {
                asked += 1
                return asked > 5
            })
        #expect(early.wasInterrupted)
        #expect(early.points.isEmpty)
    }

    @Test func orbitalsCanBeLeftOut() throws {
        let files = Files.lithiumHydride(["1.5949"])
        let energies = try [MoleculeScan.Orbitals.all, .frozenCore, .active(ActiveSpace(electrons: 2, orbitals: 2))]
            .map { orbitals in
                let surface = try MoleculeScan(methods: [.hf, .fci, .vqe], orbitals: orbitals).run(files: files)
                return surface.points[0].energies
            }
        let hartreeFock = try #require(energies[0][.hf])
        for set in energies { #expect(abs(set[.hf, default: 0] - hartreeFock) < 1e-9) }
        let exact = energies.map { $0[.fci, default: 0] }
        #expect(exact[0] < exact[1] && exact[1] < exact[2] && exact[2] < hartreeFock)
        #expect(abs(energies[2][.vqe, default: 0] - exact[2]) < 1e-8)
        let impossible = try MoleculeScan(methods: [.hf], orbitals: .active(ActiveSpace(electrons: 2, orbitals: 20)))
            .run(files: files)
        #expect(impossible.points[0].message?.contains("20 orbitals") == true)
    }

    @Test func requestsThatMakeNoSenseAreRefused() throws {
        #expect(throws: SurfaceError.noMethods) { try MoleculeScan(methods: []) }
        #expect(throws: SurfaceError.duplicateMethod("hf")) { try MoleculeScan(methods: [.hf, .hf]) }
        #expect(throws: SurfaceError.noMolecules) { try MoleculeScan(methods: [.hf]).run(files: []) }
        let error = #expect(throws: SurfaceError.self) { try EnergyMethod(name: "dft") }
        #expect(error?.description == "there is no method 'dft'; available: hf, mp2, cisd, ccsd, fci, vqe")
        #expect(throws: SurfaceError.self) { try SurfaceEncoding(name: "quaternary") }
        #expect(throws: SurfaceError.self) { try SurfaceAnsatz(name: "adapt") }
        #expect(try SurfaceEncoding(name: "BK") == .bravyiKitaev)
        #expect(try EnergyMethod(name: "VQE") == .vqe)
    }
}
