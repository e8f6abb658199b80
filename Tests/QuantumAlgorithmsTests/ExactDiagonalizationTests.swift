import ComplexModule
import ElectronicStructure
import FermionEncodings
import MolecularFiles
import OperatorAlgebra
import RealModule
import StateVectors
import TestSupport
import Testing

@testable import QuantumAlgorithms

@Suite struct ExactDiagonalizationTests {
    @Test(arguments: MoleculeInput.lithiumHydride + MoleculeInput.hydrogen, TestEncoding.allCases)
    func encodedHamiltoniansHaveTheExactEnergy(_ input: MoleculeInput, _ kind: TestEncoding) throws {
        let record = try input.record()
        let hamiltonian = try record.hamiltonian()
        let encoding = kind.make(hamiltonian.spinOrbitalCount)
        let sector = try DeterminantSector(hamiltonian.electrons, encoding: encoding)
        let ground = try ExactDiagonalization.groundState(of: encoding.encode(hamiltonian), in: sector)
        let exact = try #require(record.energies.fci)
        #expect(abs(ground.energy - exact) < 1e-8, "off by \(ground.energy - exact)")
        #expect(ground.residualNorm < 1e-8)
    }

    /// The ground state, put into a register, has that energy there.
    @Test(arguments: TestEncoding.allCases)
    func amplitudesBelongToTheBasisStates(_ kind: TestEncoding) throws {
        let hamiltonian = try MoleculeInput.own("H1-Li1_sto-3g_singlet_3.0.hdf5").record().hamiltonian()
        let encoding = kind.make(hamiltonian.spinOrbitalCount)
        let sector = try DeterminantSector(hamiltonian.electrons, encoding: encoding)
        #expect(sector.dimension == 225)
        #expect(Set(sector.basisStates).count == 225)
        let energy = try encoding.encode(hamiltonian)
        let ground = try ExactDiagonalization.groundState(of: energy, in: sector)
        var amplitudes = [Complex<Double>](repeating: .zero, count: 1 << sector.qubitCount)
        for (state, amplitude) in zip(sector.basisStates, ground.amplitudes) {
            amplitudes[Int(state.word)] = Complex(amplitude, 0)
        }
        let state = try StateVector(amplitudes)
        #expect(abs(try VectorizedBackend().expectation(of: energy, in: state) - ground.energy) < 1e-10)
    }

    @Test func operatorsThatLeaveTheSectorAreRefused() throws {
        let encoding = JordanWigner(modeCount: 4)
        let sector = try DeterminantSector(SpinCounts(up: 1, down: 1), encoding: encoding)
        for text in ["X0", "X0 X1 + Z3"] {
            let error = #expect(throws: QuantumAlgorithmError.self) {
                try ExactDiagonalization.groundState(of: PauliSum(text), in: sector)
            }
            #expect(error?.description.contains("conserves both") == true)
        }
        #expect(throws: QuantumAlgorithmError.self) {
            try ExactDiagonalization.groundState(of: PauliSum([0: .y]), in: sector)
        }
        #expect(throws: QuantumAlgorithmError.self) {
            try ExactDiagonalization.groundState(of: PauliSum([7: .z]), in: sector)
        }
    }

    @Test func sectorsThatCannotBeAreRefused() {
        let encoding = JordanWigner(modeCount: 4)
        #expect(throws: QuantumAlgorithmError.self) {
            try DeterminantSector(SpinCounts(up: 3, down: 0), encoding: encoding)
        }
        let huge = #expect(throws: QuantumAlgorithmError.self) {
            try DeterminantSector(SpinCounts(up: 20, down: 20), encoding: JordanWigner(modeCount: 80))
        }
        #expect(huge?.description.contains("bytes are available") == true || huge != nil)
        let swapped = #expect(throws: QuantumAlgorithmError.self) {
            try DeterminantSector(SpinCounts(up: 1, down: 0), encoding: SwappedVacuum())
        }
        #expect(swapped?.description.contains("basis states") == true)
    }

    @Test func emptyAndFullSectorsHaveOneState() throws {
        let hamiltonian = try MoleculeInput.own("H2_sto-3g_singlet_0.7414.hdf5").record().hamiltonian()
        let encoding = Parity(modeCount: 4)
        let energy = try encoding.encode(hamiltonian)
        let empty = try DeterminantSector(SpinCounts(up: 0, down: 0), encoding: encoding)
        #expect(empty.basisStates == [QubitMask()])
        let vacuum = try ExactDiagonalization.groundState(of: energy, in: empty).energy
        #expect(abs(vacuum - hamiltonian.constant) < 1e-10)
        let full = try DeterminantSector(SpinCounts(up: 2, down: 2), encoding: encoding)
        let expected = hamiltonian.determinantEnergy(up: [0, 1], down: [0, 1])
        #expect(abs(try ExactDiagonalization.groundState(of: energy, in: full).energy - expected) < 1e-10)
    }
}

/// Jordan-Wigner with the vacuum at |1…1⟩: no encoding that takes determinants to the states it says.
private struct SwappedVacuum: FermionEncoding {
    let inner = JordanWigner(modeCount: 4)
    var name: String { "swapped" }
    var modeCount: Int { 4 }
    var qubitCount: Int { 4 }
    func majorana(_ k: Int) -> PauliString { inner.majorana(k) }
    func isNegated(_ k: Int) -> Bool { k % 2 == 1 }
}
