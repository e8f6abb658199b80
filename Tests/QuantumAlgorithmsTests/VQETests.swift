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

@Suite struct VQETests {
    private func run(
        _ hamiltonian: ElectronicHamiltonian, _ encoding: any FermionEncoding,
        amplitudes: UnitaryCoupledCluster.Amplitudes = .independent, screened: Bool = true
    ) throws -> VQEResult {
        let ansatz = try UnitaryCoupledCluster.singlesAndDoubles(
            for: hamiltonian, encoding: encoding, amplitudes: amplitudes, screened: screened)
        return try VQE(ansatz, minimizing: try encoding.encode(hamiltonian)).run()
    }

    @Test(arguments: MoleculeInput.hydrogen, [TestEncoding.jordanWigner, .bravyiKitaev])
    func hydrogenIsExact(_ input: MoleculeInput, _ kind: TestEncoding) throws {
        let record = try input.record()
        let hamiltonian = try record.hamiltonian()
        let result = try run(hamiltonian, kind.make(4))
        let exact = try #require(record.energies.fci)
        #expect(result.isConverged)
        #expect(abs(result.energy - exact) < 1e-8, "off by \(result.energy - exact)")
        let full = try run(hamiltonian, kind.make(4), screened: false)
        #expect(abs(full.energy - exact) < 1e-8)
    }

    @Test(arguments: MoleculeInput.lithiumHydride, [TestEncoding.jordanWigner, .bravyiKitaev])
    func lithiumHydrideIsWithinTheAnsatz(_ input: MoleculeInput, _ kind: TestEncoding) throws {
        let record = try input.record()
        let result = try run(try record.hamiltonian(), kind.make(12))
        let exact = try #require(record.energies.fci)
        #expect(result.isConverged)
        #expect(result.energy >= exact - 1e-9)
        #expect(result.energy - exact < 5e-5, "off by \(result.energy - exact)")
    }

    @Test func screeningChangesNoEnergy() throws {
        let hamiltonian = try MoleculeInput.lithiumHydride[0].record().hamiltonian()
        let screened = try run(hamiltonian, JordanWigner(modeCount: 12))
        let full = try run(hamiltonian, JordanWigner(modeCount: 12), screened: false)
        #expect(full.parameters.count == 92)
        #expect(screened.parameters.count < full.parameters.count)
        #expect(abs(full.energy - screened.energy) < 1e-9)
    }

    @Test func sharedAmplitudesComeCloseWithFewerParameters() throws {
        let record = try MoleculeInput.lithiumHydride[0].record()
        let hamiltonian = try record.hamiltonian()
        let result = try run(hamiltonian, JordanWigner(modeCount: 12), amplitudes: .shared, screened: false)
        // s = o v = 2 · 4, s + s (s + 1) / 2.
        #expect(result.parameters.count == 44)
        #expect(result.isConverged)
        let exact = try #require(record.energies.fci)
        #expect(result.energy >= exact - 1e-9)
        #expect(result.energy - exact < 2e-4, "off by \(result.energy - exact)")
    }

    @Test func unequalSpinsAreExactWhereTheAnsatzIs() throws {
        // H2 with one electron: singles reach every determinant. With three: one electron more than a hole.
        let neutral = try MoleculeInput.own("H2_sto-3g_singlet_1.1.hdf5").record().hamiltonian()
        for electrons in [SpinCounts(up: 1, down: 0), SpinCounts(up: 2, down: 1), SpinCounts(up: 2, down: 0)] {
            let hamiltonian = try ElectronicHamiltonianFixture.withElectrons(neutral, electrons)
            let encoding = BravyiKitaev(modeCount: 4)
            let exact = try ExactDiagonalization.groundState(
                of: encoding.encode(hamiltonian), in: DeterminantSector(electrons, encoding: encoding))
            let result = try run(hamiltonian, encoding, screened: false)
            #expect(result.isConverged)
            #expect(abs(result.energy - exact.energy) < 1e-8)
        }
    }

    @Test func theGradientIsTheSlopeOfTheEnergy() throws {
        let hamiltonian = try MoleculeInput.own("H1-Li1_sto-3g_singlet_2.0.hdf5").record().hamiltonian()
        let encoding = Parity(modeCount: 12)
        let ansatz = try UnitaryCoupledCluster.singlesAndDoubles(for: hamiltonian, encoding: encoding)
        let vqe = try VQE(ansatz, minimizing: try encoding.encode(hamiltonian))
        let center = ansatz.initialParameters.map { $0 + 0.05 }
        let exact = try vqe.energyAndGradient(at: center)
        #expect(abs(exact.value - (try vqe.energy(at: center))) < 1e-11)
        let step = 1e-4
        for index in stride(from: 0, to: center.count, by: 7) {
            var (left, right) = (center, center)
            left[index] -= step
            right[index] += step
            let slope = (try vqe.energy(at: right) - (try vqe.energy(at: left))) / (2 * step)
            #expect(abs(slope - exact.gradient[index]) < 1e-6)
        }
    }

    @Test func stoppingAndLimitsKeepTheBestEnergy() throws {
        let record = try MoleculeInput.own("H1-Li1_sto-3g_singlet_1.45.hdf5").record()
        let hamiltonian = try record.hamiltonian()
        let encoding = JordanWigner(modeCount: 12)
        let ansatz = try UnitaryCoupledCluster.singlesAndDoubles(for: hamiltonian, encoding: encoding)
        var vqe = try VQE(ansatz, minimizing: try encoding.encode(hamiltonian))
        var (evaluations, seen) = (0, [Double]())
        let stopped = try vqe.run(
            shouldStop: {
                evaluations += 1
                return evaluations > 3
            }, onIteration: { seen.append($0.value) })
        #expect(stopped.outcome == .stopped)
        #expect(!stopped.isConverged)
        #expect(seen.last == stopped.energy)
        #expect(stopped.energy < (try #require(record.energies.hartreeFock)))
        vqe.minimizer.maximumIterations = 2
        let limited = try vqe.run()
        #expect(limited.outcome == .iterationLimit)
        #expect(limited.history.count == 3)
    }

    @Test func badInputIsRefused() throws {
        let hamiltonian = try MoleculeInput.own("H2_sto-3g_singlet_0.7414.hdf5").record().hamiltonian()
        let encoding = JordanWigner(modeCount: 4)
        let ansatz = try UnitaryCoupledCluster.singlesAndDoubles(for: hamiltonian, encoding: encoding)
        let energy = try encoding.encode(hamiltonian)
        let vqe = try VQE(ansatz, minimizing: energy)
        #expect(throws: QuantumAlgorithmError.self) { try vqe.run(initial: [0, 0, 0, 0]) }
        #expect(throws: QuantumAlgorithmError.self) { try vqe.run(initial: [.nan]) }
        #expect(throws: QuantumAlgorithmError.self) { try VQE(ansatz, minimizing: PauliSum([9: .z])) }
        #expect(throws: QuantumAlgorithmError.self) { try VQE(ansatz, minimizing: Complex(0, 1) * energy) }
        #expect(throws: QuantumAlgorithmError.self) {
            try VQE(ansatz, minimizing: energy + PauliSum([0: .z], .nan))
        }
    }

    @Test func anyCircuitCanBeAnAnsatz() throws {
        // ⟨Z⟩ of Ry(θ)|0⟩ is cos θ.
        var circuit = Circuit(qubitCount: 1)
        let angle = circuit.addParameter("t")
        try circuit.append(.gate(Gate(GateTable.named("ry"), [angle], on: [0])))
        let ansatz = try Ansatz(name: "Ry", reference: QubitMask(), circuit: circuit, initialParameters: [0.3])
        #expect(throws: QuantumAlgorithmError.self) {
            try Ansatz(name: "Ry", reference: QubitMask(), circuit: circuit, curvatures: [0])
        }
        #expect(throws: QuantumAlgorithmError.self) { try Ansatz(name: "Ry", reference: [1], circuit: circuit) }
        let result = try VQE(ansatz, minimizing: PauliSum([0: .z])).run()
        #expect(abs(result.energy + 1) < 1e-10)
        #expect(abs(result.parameters[0] - .pi) < 1e-5)
    }
}

extension PauliSum {
    init(_ letters: KeyValuePairs<Int, PauliLetter>, _ coefficient: Double = 1) {
        self.init(PauliString(letters), coefficient)
    }
}
