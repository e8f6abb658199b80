import ComplexModule
import ElectronicStructure
import FermionEncodings
import MolecularFiles
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

@testable import QuantumAlgorithms

@Suite struct UnitaryCoupledClusterTests {
    /// exp(θ(T − T†))|ψ⟩ by the Taylor series of the encoded generator.
    private func exponential(
        _ generator: PauliSum, _ angle: Double, _ state: StateVector
    ) throws -> [Complex<Double>] {
        let backend = try VectorizedBackend()
        var (sum, term) = (state.amplitudes, state)
        for order in 1...40 {
            term = try backend.applied((angle / Double(order)) * generator, to: term)
            for (index, amplitude) in term.amplitudes.enumerated() { sum[index] += amplitude }
        }
        return sum
    }

    private func randomState(_ qubitCount: Int, using generator: inout SeededGenerator) throws -> StateVector {
        var amplitudes = (0..<(1 << qubitCount)).map { _ in
            Complex(Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator))
        }
        let norm = amplitudes.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
        amplitudes = amplitudes.map { Complex($0.real / norm, $0.imaginary / norm) }
        return try StateVector(amplitudes)
    }

    @Test(arguments: TestEncoding.allCases)
    func rotationsAreTheExponentialOfTheGenerator(_ kind: TestEncoding) {
        forSeededCases(12) { random in
            let encoding = kind.make(6)
            let modes = Array(0..<6).shuffled(using: &random)
            let electrons = Int.random(in: 1...2, using: &random)
            let excitation = Excitation(
                from: Array(modes[..<electrons]), to: Array(modes[electrons..<(2 * electrons)]))
            let angle = Double.random(in: -3...3, using: &random)
            let rotations = try excitation.rotations(encoding)
            #expect(rotations.count == (electrons == 1 ? 2 : 8), random.comment)
            for (first, _) in rotations {
                #expect(rotations.allSatisfy { $0.string.commutes(with: first) }, random.comment)
            }
            let start = try randomState(6, using: &random)
            var state = start
            try VectorizedBackend().apply(
                rotations.map {
                    .pauliRotation(PauliRotation($0.string, angle: .value(-2 * $0.weight * angle)))
                }, to: &state)
            let expected = try exponential(try encoding.encode(excitation.generator), angle, start)
            let difference = zip(state.amplitudes, expected).map { ($0 - $1).length }.max() ?? .nan
            #expect(difference < 1e-12, random.comment)
        }
    }

    /// Singles o v a spin; doubles of opposite spins o↑v↑o↓v↓, of equal spins C(o, 2) C(v, 2).
    @Test(arguments: [(4, 2, 2), (4, 2, 1), (3, 3, 0), (4, 1, 1), (2, 2, 2), (5, 3, 2)])
    func independentAmplitudesAreCounted(_ orbitals: Int, _ up: Int, _ down: Int) {
        let space = ExcitationSpace(orbitalCount: orbitals, electrons: SpinCounts(up: up, down: down))
        let singles = [up, down].map { $0 * (orbitals - $0) }
        let pairs = [up, down].map { $0 * ($0 - 1) / 2 * (orbitals - $0) * (orbitals - $0 - 1) / 2 }
        #expect(space.singles.count == singles[0] + singles[1])
        #expect(space.doubles.count == singles[0] * singles[1] + pairs[0] + pairs[1])
        let all = space.singles + space.doubles
        #expect(Set(all).count == all.count)
        let spin = { (modes: [Int]) in modes.reduce(0) { $0 + $1 % 2 } }
        #expect(all.allSatisfy { spin($0.sources) == spin($0.targets) })
    }

    /// As many as OpenFermion's `uccsd_singlet_paramsize` gives for these.
    @Test(arguments: [(4, 2, 2), (6, 2, 5), (8, 4, 14), (8, 2, 9)])
    func sharedAmplitudesAreCounted(_ qubits: Int, _ electrons: Int, _ expected: Int) {
        let space = ExcitationSpace(
            orbitalCount: qubits / 2, electrons: SpinCounts(up: electrons / 2, down: electrons / 2))
        #expect(space.sharedSingles.count + space.sharedDoubles.count == expected)
        let s = electrons / 2 * (qubits - electrons) / 2
        #expect(expected == s + s * (s + 1) / 2)
    }

    /// The generator of each shared amplitude commutes with S₊ = Σ a†_p↑ a_p↓, so it is a spin singlet.
    @Test(arguments: [(3, 1), (4, 2), (5, 2)])
    func sharedAmplitudesAreSinglets(_ orbitals: Int, _ pairs: Int) {
        let space = ExcitationSpace(orbitalCount: orbitals, electrons: SpinCounts(up: pairs, down: pairs))
        let raising = (0..<orbitals).reduce(FermionOperator.zero) {
            $0 + FermionOperator(FermionProduct([.creation(2 * $1), .annihilation(2 * $1 + 1)]))
        }
        for term in space.sharedSingles + space.sharedDoubles {
            let generator = term.excitations.reduce(FermionOperator.zero) { $0 + $1.factor * $1.excitation.generator }
            #expect(generator.commutes(with: raising, tolerance: 1e-12), "\(term.name)")
        }
    }

    @Test func excitationsFlipTheDeterminantsTheyName() throws {
        let excitation = Excitation(from: [3, 0], to: [7, 4])
        #expect(excitation.description == "0 3 -> 4 7")
        let product = try #require(excitation.generator.first { $0.term.factors.first == .creation(4) }?.term)
        #expect(product.applied(to: [0, 1, 3])?.occupied == [1, 4, 7])
    }

    @Test(arguments: TestEncoding.allCases)
    func theReferenceHasTheEnergyOfHartreeFock(_ kind: TestEncoding) throws {
        let record = try MoleculeInput.own("H1-Li1_sto-3g_singlet_1.5949.hdf5").record()
        let hamiltonian = try record.hamiltonian()
        let encoding = kind.make(hamiltonian.spinOrbitalCount)
        let ansatz = try UnitaryCoupledCluster.singlesAndDoubles(for: hamiltonian, encoding: encoding)
        let energy = try encoding.encode(hamiltonian)
        let expected = try #require(record.energies.hartreeFock)
        #expect(abs(energy.expectation(inBasisState: ansatz.reference).real - expected) < 1e-9)
        let zeros = [Double](repeating: 0, count: ansatz.parameterCount)
        let vqe = try VQE(ansatz, minimizing: energy)
        #expect(abs(try vqe.energy(at: zeros) - expected) < 1e-9)
        let prepared = try VectorizedBackend().finalState(of: ansatz.preparation().bound(to: zeros))
        #expect(abs(prepared[Int(ansatz.reference.word)].length - 1) < 1e-12)
        // The perturbative amplitudes recover most of the correlation energy.
        let exact = try #require(record.energies.fci)
        let start = try vqe.energy(at: ansatz.initialParameters)
        #expect(start < expected - 0.3 * (expected - exact))
    }

    @Test func perturbationAmplitudesGiveTheSecondOrderEnergy() throws {
        for name in ["H1-Li1_sto-3g_singlet_1.5949.hdf5", "H2_sto-3g_singlet_1.1.hdf5"] {
            let record = try MoleculeInput.own(name).record()
            let hamiltonian = try record.hamiltonian()
            let perturbation = PerturbationAmplitudes(hamiltonian)
            let space = ExcitationSpace(
                orbitalCount: hamiltonian.orbitalCount, electrons: hamiltonian.electrons)
            var energy = try #require(record.energies.hartreeFock)
            for double in space.doubles {
                let amplitude = perturbation.amplitude(of: double)
                energy -= amplitude * amplitude * perturbation.gap(of: double)
            }
            #expect(abs(energy - (try #require(record.energies.mp2))) < 1e-8)
            #expect(space.singles.allSatisfy { abs(perturbation.amplitude(of: $0)) < 1e-5 })
        }
    }

    @Test func screeningLeavesOutWhatSymmetryForbids() throws {
        let hydrogen = try MoleculeInput.own("H2_sto-3g_singlet_0.7414.hdf5").record().hamiltonian()
        #expect(Set(OrbitalParities(hydrogen).labels).count == 2)
        let encoding = JordanWigner(modeCount: 4)
        let screened = try UnitaryCoupledCluster.singlesAndDoubles(for: hydrogen, encoding: encoding)
        let full = try UnitaryCoupledCluster.singlesAndDoubles(for: hydrogen, encoding: encoding, screened: false)
        #expect(screened.parameterCount == 1)
        #expect(full.parameterCount == 3)
        #expect(full.circuit.operations.count == 8 + 2 * 2)
    }

    @Test func badRequestsAreRefused() throws {
        let hamiltonian = try MoleculeInput.own("H2_sto-3g_singlet_0.7414.hdf5").record().hamiltonian()
        let narrow = #expect(throws: QuantumAlgorithmError.self) {
            try UnitaryCoupledCluster.singlesAndDoubles(for: hamiltonian, encoding: JordanWigner(modeCount: 3))
        }
        #expect(narrow?.description.contains("modeCount: 4") == true)
        let cation = ElectronicHamiltonianFixture.hydrogenCation(hamiltonian)
        let open = #expect(throws: QuantumAlgorithmError.self) {
            try UnitaryCoupledCluster.singlesAndDoubles(
                for: try cation(), encoding: JordanWigner(modeCount: 4), amplitudes: .shared)
        }
        #expect(open?.description.contains("independent") == true)
    }
}

/// The same integrals with other electrons.
enum ElectronicHamiltonianFixture {
    static func hydrogenCation(_ hamiltonian: ElectronicHamiltonian) -> () throws -> ElectronicHamiltonian {
        { try withElectrons(hamiltonian, SpinCounts(up: 1, down: 0)) }
    }

    static func withElectrons(
        _ hamiltonian: ElectronicHamiltonian, _ electrons: SpinCounts
    ) throws -> ElectronicHamiltonian {
        let integrals = try MolecularIntegrals(
            nuclearRepulsion: hamiltonian.constant, oneBody: hamiltonian.oneBodyIntegrals,
            twoBody: hamiltonian.twoBodyIntegrals)
        return try ElectronicHamiltonian(integrals, electrons: electrons)
    }
}
