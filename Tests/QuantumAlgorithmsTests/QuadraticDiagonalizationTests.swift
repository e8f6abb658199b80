import ComplexModule
import FermionEncodings
import OperatorAlgebra
import QuantumAlgorithms
import RealModule
import TestSupport
import Testing

@Suite struct QuadraticDiagonalizationTests {
    static func random(_ n: Int, pairing: Bool, using generator: inout SeededGenerator) throws -> QuadraticHamiltonian {
        func number() -> Complex<Double> {
            Complex(.random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator))
        }
        var (m, d) = (OneBodyTensor(modeCount: n), OneBodyTensor(modeCount: n))
        for p in 0..<n {
            m[p, p] = Complex(number().real, 0)
            for q in 0..<p {
                (m[p, q], d[p, q]) = (number(), pairing ? number() : .zero)
                (m[q, p], d[q, p]) = (m[p, q].conjugate, -d[p, q])
            }
        }
        return try QuadraticHamiltonian(
            constant: number().real, hermitianPart: m, antisymmetricPart: d, chemicalPotential: number().real)
    }

    /// OpenFermion's energies of the reference vectors.
    @Test(arguments: try ReferenceVectors.cases("quadratic_hamiltonian", file: "quadratic", from: .module))
    func energiesOfTheReference(_ test: ReferenceVectors.Case) throws {
        let hamiltonian = try QuadraticHamiltonian(
            constant: #require(test.input["constant"]?.double),
            hermitianPart: DensityTensorVectorTests.oneBody(test.input["hermitian_part"]),
            antisymmetricPart: DensityTensorVectorTests.oneBody(test.input["antisymmetric_part"]),
            chemicalPotential: #require(test.input["chemical_potential"]?.double))
        let modes = try hamiltonian.diagonalized()
        let orbitals = try #require(test.expect["orbital_energies"]?.list).compactMap(\.double)
        #expect(orbitals.count == hamiltonian.modeCount && modes.orbitalEnergies.count == orbitals.count)
        for (found, expected) in zip(modes.orbitalEnergies, orbitals) { #expect(abs(found - expected) < test.tol) }
        #expect(abs(modes.groundEnergy - (try #require(test.expect["ground_energy"]?.double))) < test.tol)
        #expect(abs(modes.constant - (try #require(test.expect["energy_constant"]?.double))) < test.tol)
        // Every level is the constant and some of the orbital energies.
        let spectrum = try #require(test.expect["spectrum"]?.list).compactMap(\.double)
        let levels = (0..<1 << orbitals.count).map { filled in
            orbitals.indices.reduce(modes.constant) { $0 + (filled >> $1 & 1 == 1 ? modes.orbitalEnergies[$1] : 0) }
        }.sorted()
        #expect(spectrum.count == levels.count)
        for (found, expected) in zip(levels, spectrum) { #expect(abs(found - expected) < 1e-8) }
    }

    /// {b_i, b†_j} = δ_ij, {b†_i, b†_j} = 0, and Σ ε b†b + constant is the Hamiltonian: the transformation, not only the
    /// energies.
    @Test func modesAreThoseOfTheHamiltonian() {
        forSeededCases(40) { generator in
            let n = Int.random(in: 1...6, using: &generator)
            let hamiltonian = try Self.random(n, pairing: .random(using: &generator), using: &generator)
            let modes = try hamiltonian.diagonalized()
            let creations = (0..<n).map(modes.creation)
            for i in 0..<n {
                for j in 0..<n {
                    let mixed = creations[i].adjoint.anticommutator(with: creations[j]).normalOrdered()
                    #expect(mixed.isClose(to: i == j ? .identity : .zero, tolerance: 1e-12), generator.comment)
                    let alike = creations[i].anticommutator(with: creations[j]).normalOrdered()
                    #expect(alike.isClose(to: .zero, tolerance: 1e-12), generator.comment)
                }
            }
            let sum = (0..<n).reduce(modes.constant * FermionOperator.identity) {
                $0 + modes.orbitalEnergies[$1] * creations[$1] * creations[$1].adjoint
            }
            let expected = hamiltonian.fermionOperator.normalOrdered()
            #expect(sum.normalOrdered().isClose(to: expected, tolerance: 1e-11), generator.comment)
            #expect(modes.orbitalEnergies == modes.orbitalEnergies.sorted())
            if !hamiltonian.conservesNumber { #expect(modes.occupiedInGroundState.isEmpty) }
        }
    }

    /// The ground energy is the lowest eigenvalue of the encoded Hamiltonian, whatever the encoding.
    @Test func groundEnergyIsThatOfTheEncodedHamiltonian() {
        forSeededCases(16) { generator in
            let n = Int.random(in: 1...5, using: &generator)
            let hamiltonian = try Self.random(n, pairing: .random(using: &generator), using: &generator)
            let encodings: [any FermionEncoding] = [JordanWigner(modeCount: n), BravyiKitaev(modeCount: n)]
            for encoding in encodings {
                let encoded = try encoding.encode(hamiltonian.fermionOperator).mapCoefficients { Complex($0.real, 0) }
                let lowest = try ExactDiagonalization.lowestStates(1, of: encoded, qubitCount: n).energies[0]
                let energy = try hamiltonian.diagonalized().groundEnergy
                #expect(abs(lowest - energy) < 1e-9, "\(encoding.name), \(generator.comment)")
            }
        }
    }

    /// Zero modes: an odd Kitaev chain at its sweet spot has two free Majorana operators at its ends.
    @Test(arguments: [1, 2, 5])
    func zeroModes(_ n: Int) throws {
        var (m, d) = (OneBodyTensor(modeCount: n), OneBodyTensor(modeCount: n))
        for p in 0..<n - 1 {
            (m[p, p + 1], m[p + 1, p]) = (Complex(-1, 0), Complex(-1, 0))
            (d[p, p + 1], d[p + 1, p]) = (Complex(1, 0), Complex(-1, 0))
        }
        let modes = try QuadraticHamiltonian(hermitianPart: m, antisymmetricPart: d).diagonalized()
        #expect(abs(modes.orbitalEnergies[0]) < 1e-14)
        for energy in modes.orbitalEnergies.dropFirst() { #expect(abs(energy - 2) < 1e-13) }
        #expect(abs(modes.groundEnergy + Double(n - 1)) < 1e-12)
    }
}
