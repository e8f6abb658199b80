import ComplexModule
import DenseAlgebra
import OperatorAlgebra
import QuantumAlgorithms
import RealModule
import TestSupport
import Testing

@Suite struct FactorizationTests {
    typealias Case = ReferenceVectors.Case

    @Test(arguments: try MeasurementVectorTests.cases("molecule_rdm"))
    func squaresGiveTheTwoBodyTerms(_ test: Case) throws {
        let integrals = try FileIntegrals(test)
        let exact = try LowRankFactorization(integrals, threshold: 0)
        // OpenFermion leaves out squares of weight below 1e-8 in all.
        let found = try LowRankFactorization(integrals)
        for field in ["low_rank_spatial", "low_rank_spin_basis"] {
            let names = field == "low_rank_spatial" ? "eigenvalues_by_weight" : "eigenvalues"
            let expected = try #require(test.expect[field]?[names]?.list).compactMap(\.double)
            #expect(found.squares.count == expected.count)
            for (square, value) in zip(found.squares, expected) {
                #expect(abs(square.eigenvalue - value) < test.tol)
            }
        }
        let field = try #require(test.expect["low_rank_spin_basis"])
        let bound = try #require(field["truncation_value"]?.double)
        #expect(abs(found.truncationBound - bound) < test.tol)
        let correction = try #require(field["one_body_correction"]).tensor()
        let (n, modes) = (integrals.orbitalCount, 2 * integrals.orbitalCount)
        for p in 0..<modes {
            for q in 0..<modes {
                let value = p % 2 == q % 2 ? found.oneBodyCorrection[p / 2, q / 2] : 0
                #expect((correction[p * modes + q] - Complex(value, 0)).length < test.tol)
            }
        }
        var twoBody = InteractionOperator(integrals)
        twoBody.constant = .zero
        twoBody.oneBody = OneBodyTensor(modeCount: modes)
        let reference = twoBody.fermionOperator.normalOrdered()
        #expect((exact.fermionOperator.normalOrdered() - reference).largestMagnitude < 1e-10)
        #expect(exact.squares.count <= n * (n + 1) / 2)
    }

    @Test(arguments: try MeasurementVectorTests.cases("molecule_rdm"))
    func truncationKeepsItsBound(_ test: Case) throws {
        let integrals = try FileIntegrals(test)
        let exact = try LowRankFactorization(integrals, threshold: 0)
        #expect(zip(exact.squares, exact.squares.dropFirst()).allSatisfy { $0.weight >= $1.weight })
        let total = exact.squares.reduce(0) { $0 + $1.weight } + exact.truncationBound
        for rank in 0...exact.squares.count {
            let found = try LowRankFactorization(integrals, threshold: 0, largestRank: rank)
            #expect(found.squares.count == rank)
            let kept = found.squares.reduce(0) { $0 + $1.weight }
            #expect(abs(kept + found.truncationBound - total) < 1e-12 * max(1, total))
        }
        let coarse = try LowRankFactorization(integrals, threshold: 0.3 * total)
        #expect(coarse.truncationBound <= 0.3 * total && coarse.squares.count < exact.squares.count)
    }

    @Test(arguments: try MeasurementVectorTests.cases("molecule_rdm"))
    func excitationEnergies(_ test: Case) throws {
        guard let expected = test.expect["singlet_erpa_excitations"]?.list?.compactMap(\.double) else { return }
        let hamiltonian = InteractionOperator(try FileIntegrals(test))
        let modes = hamiltonian.modeCount
        let state = try ReconstructionTests.state(test)
        let found = try ExcitationEnergies.singlets(of: hamiltonian, state: state)
        #expect(found.count == expected.count)
        for (energy, value) in zip(found, expected) { #expect(abs(energy - value) < 1e-6) }
        // Only the action on two electrons counts.
        let reduced = try ExcitationEnergies.singlets(of: hamiltonian.reduced(particleCount: 2), state: state)
        for (energy, value) in zip(found, reduced) { #expect(abs(energy - value) < 1e-6) }
        let excited = try ReducedDensityTensors(occupied: [2, 3], modeCount: modes)
        #expect(throws: QuantumAlgorithmError.self) {
            try ExcitationEnergies.singlets(of: hamiltonian, state: excited)
        }
        let small = try ReducedDensityTensors(occupied: [0], modeCount: 2)
        #expect(throws: QuantumAlgorithmError.self) {
            try ExcitationEnergies.singlets(of: hamiltonian, state: small)
        }
    }
}
