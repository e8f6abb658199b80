import DenseAlgebra
import ElectronicStructure
import FockSpace
import Foundation
import HDF5Archives
import MolecularFiles
import Testing

/// Files of OpenFermion-PySCF made again from the geometry alone: everything that does not depend on the signs and
/// rotations of orbitals is the same. PySCF stopped at energies good to 1e-9, so its orbitals are good to about 1e-5.
@Suite struct ReproductionTests {
    static let files = ((try? hdf5Files(in: Bundle.module.bundleURL.appendingPathComponent("Resources"))) ?? [])
        .map { URL(fileURLWithPath: $0).lastPathComponent }

    private func matrix(_ array: HDF5Array<Double>?) throws -> Matrix {
        let array = try #require(array)
        return try Matrix(rows: array.shape[0], columns: array.shape[1], elements: array.elements)
    }

    private func spectrum(_ matrix: Matrix) throws -> [Double] { try matrix.symmetricEigen().values }

    private func difference(_ a: [Double], _ b: [Double]) -> Double {
        a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    /// (pq|rs) as a matrix of pairs pq by pairs rs: a rotation of orbitals is a rotation of it.
    private func pairs(_ integrals: MolecularIntegrals) throws -> Matrix {
        let n = integrals.orbitalCount
        var result = Matrix(rows: n * n, columns: n * n)
        for p in 0..<n {
            for q in 0..<n {
                for r in 0..<n {
                    for s in 0..<n { result[p * n + q, r * n + s] = integrals.twoBody(p, q, r, s) }
                }
            }
        }
        return result
    }

    /// The solution that the file has: two of PySCF's are no minima.
    private func field(_ record: MolecularRecord) throws -> MeanField {
        try HartreeFock.solve(
            ElectronicSystem(record.molecule()), options: HartreeFockOptions(stability: .skip))
    }

    @Test(arguments: files) func everyInvariant(_ name: String) throws {
        let record = try OpenFermionFile.read(resource(name))
        let field = try field(record)
        let (found, expected) = (try field.integrals(), try record.integrals())
        #expect(abs(found.nuclearRepulsion - expected.nuclearRepulsion) < 1e-8)
        #expect(difference(try spectrum(field.system.overlap), try spectrum(matrix(record.overlap))) < 1e-9)
        #expect(difference(field.system.overlap.elements, record.overlap?.elements ?? []) < 1e-9)
        let n = found.orbitalCount
        let oneBody = try [found, expected].map {
            try spectrum(Matrix(rows: n, columns: n, elements: $0.oneBodyIntegrals))
        }
        #expect(difference(oneBody[0], oneBody[1]) < 1e-7)
        #expect(difference(try spectrum(pairs(found)), try spectrum(pairs(expected))) < 1e-7)
        let hartreeFock = try #require(record.energies.hartreeFock)
        if field.energy > hartreeFock - 1e-6 {
            #expect(abs(field.energy - hartreeFock) < 1e-8)
            try compareOrbitals(field, record)
            try compareCorrelation(field, record)
        } else {
            // PySCF stopped at a saddle point of the square of hydrogen, 0.08 hartree above the minimum.
            #expect(name == "H4_sto-3g_singlet_H4square_1.23.hdf5", "\(field.energy - hartreeFock)")
        }
        try compareExact(field, record)
    }

    /// The spaces of occupied orbitals, and the orbital energies.
    private func compareOrbitals(_ field: MeanField, _ record: MolecularRecord) throws {
        let theirs = try matrix(record.orbitals)
        for (spin, count) in [field.electrons.up, field.electrons.down].enumerated() {
            var worst = 0.0
            for i in 0..<theirs.rows {
                for j in 0..<theirs.rows {
                    let expected = (0..<count).reduce(0.0) { $0 + theirs[i, $1] * theirs[j, $1] }
                    worst = max(worst, abs(field.densities[spin][i, j] - expected))
                }
            }
            #expect(worst < 2e-5, "density of spin \(spin): \(worst)")
        }
        if field.reference == .restricted, let energies = record.orbitalEnergies?.elements {
            let worst = difference(field.orbitalEnergies[0], energies)
            #expect(worst < 2e-5, "orbital energies: \(worst)")
        }
    }

    private func compareCorrelation(_ field: MeanField, _ record: MolecularRecord) throws {
        let energies = record.energies
        let hamiltonian = try SpinOrbitalHamiltonian(field)
        if field.reference == .restricted, let mp2 = energies.mp2 {
            #expect(abs(try hamiltonian.mp2Energy() - mp2) < 1e-7)
        }
        if let cisd = energies.cisd { #expect(abs(try hamiltonian.cisdEnergy() - cisd) < 1e-7) }
        if let ccsd = energies.ccsd {
            let found = try hamiltonian.ccsd().energy
            // PySCF's default stops at changes of 1e-7: of two electrons its CCSD is up to 1.7e-7 from the exact energy.
            #expect(abs(found - ccsd) < 3e-7, "CCSD \(found - ccsd)")
        }
    }

    private func compareExact(_ field: MeanField, _ record: MolecularRecord) throws {
        guard let fci = record.energies.fci else { return }
        let exact = try fullConfigurationInteraction(
            field.hamiltonian(), alphaCount: field.electrons.up, betaCount: field.electrons.down)
        #expect(abs(exact.states[0].energy - fci) < 1e-7)
        if let density = record.fciDensities.oneBody, density.shape[0] == field.orbitals[0].columns {
            let occupations = try spectrum(exact.densityMatrices().oneParticle)
            let worst = difference(occupations, try spectrum(matrix(density)))
            #expect(worst < 1e-5, "natural occupations: \(worst)")
        }
    }
}
