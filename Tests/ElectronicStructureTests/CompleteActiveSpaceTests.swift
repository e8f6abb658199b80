import DenseAlgebra
import FockSpace
import TestSupport
import Testing

@testable import ElectronicStructure

/// CASCI and CASSCF against PySCF, and their derivatives against differences.
@Suite struct CompleteActiveSpaceTests {
    @Test(arguments: StateCase.all("cas")) func againstPySCF(_ reference: StateCase) throws {
        let field = try reference.field(.follow)
        #expect(abs(field.energy - (try reference.value("hf"))) < 1e-8)
        let space = ActiveSpace(electrons: reference.count("electrons"), orbitals: reference.count("orbitals"))
        let chosen = try field.activeOrbitals(space)
        let fixed = try field.casci(chosen)
        #expect(abs(fixed.energy - (try reference.value("casci"))) < 1e-7, "\(fixed.energy)")
        #expect(abs(fixed.coreEnergy - (try reference.value("casci_core"))) < 1e-7)
        let folded = try field.hamiltonian(activeSpace: space)
        #expect(abs(folded.constant - fixed.coreEnergy) < 1e-9)
        let free = try field.casscf(chosen)
        #expect(abs(free.energy - (try reference.value("casscf"))) < 1e-7, "\(free.energy) after \(free.iterations)")
        #expect(free.iterations <= 25 && free.gradient < 1e-5, "\(free.iterations) iterations")
        let occupations = try free.naturalOccupations()
        #expect(largestDifference(occupations, try reference.values("occupations")) < 2e-4)
        let dipole = try free.dipoleMoment()
        #expect(largestDifference([dipole.x, dipole.y, dipole.z], try reference.values("dipole")) < 2e-4)
        let spin = Double(field.electrons.up - field.electrons.down) / 2
        #expect(abs(free.state.squaredSpin - spin * (spin + 1)) < 1e-6)
        // The energy again, from the density over all orbitals and the two-particle density of the active ones.
        #expect(abs(try free.densities.energy(free.hamiltonian) - free.energy) < 1e-8)
        if field.system.orbitalCount <= 18 {
            let turned = try OrbitalTransform(repulsions: field.storedRepulsions()).packed(free.orbitals)
            let integrals = try MolecularIntegrals(
                nuclearRepulsion: field.system.molecule.nuclearRepulsion,
                oneBody: field.system.coreHamiltonian.transformed(by: free.orbitals).symmetrized.elements,
                twoBody: turned)
            #expect(abs(try free.fullDensities().energy(integrals) - free.energy) < 1e-8)
        }
        let trace = free.density.dot(free.system.overlap)
        #expect(abs(trace - Double(field.electrons.total)) < 1e-8)
    }

    /// A point that is not stationary: the gradient and second derivatives are those of the energy, by differences.
    @Test(arguments: [1, 3]) func derivatives(multiplicity: Int) throws {
        let molecule = try Molecule(
            geometry: "C 0 0 0; H 0.1 0.98 0.42; H 0 -0.9 0.5", multiplicity: multiplicity, basis: "6-31g")
        let field = try HartreeFock.solve(ElectronicSystem(molecule), options: HartreeFockOptions(stability: .skip))
        let chosen = try field.activeOrbitals(ActiveSpace(electrons: 4, orbitals: 4))
        let repulsions = try field.storedRepulsions()
        let electrons = try chosen.electrons(of: field.electrons)
        func integrals(_ orbitals: Matrix) throws -> ActiveSpaceIntegrals {
            try ActiveSpaceIntegrals(
                field.system, repulsions: repulsions, orbitals: orbitals, partition: chosen.partition)
        }
        let start = try integrals(chosen.coefficients)
        let hamiltonian = try start.hamiltonian(electrons: electrons)
        let (space, state) = try hamiltonian.lowestStateOfItsSpin()
        let hessian = ActiveSpaceHessian(
            field.system, GeneralizedFock(start, try space.densityMatrices(of: state.coefficients)),
            try DirectHamiltonian(hamiltonian, on: space), electrons,
            states: [(vector: state.coefficients, energy: state.energy, weight: 1)])
        var generator = SeededGenerator(seed: 7)
        var change = (0..<hessian.dimension).map { _ in Double.random(in: -0.1...0.1, using: &generator) }
        let along = zip(change[hessian.rotationCount...], state.coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        for k in state.coefficients.indices { change[hessian.rotationCount + k] -= along * state.coefficients[k] }
        func energy(_ step: Double) throws -> Double {
            let kappa = hessian.generator(change[..<hessian.rotationCount])
            let moved = try integrals(chosen.coefficients.times(kappa.scaled(by: step).rotation()))
            var vector = zip(state.coefficients, change[hessian.rotationCount...]).map { $0 + step * $1 }
            let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            vector = vector.map { $0 / norm }
            return try space.densityMatrices(of: vector).energy(moved.hamiltonian(electrons: electrons))
        }
        let h = 1e-3
        let slope = try (energy(h) - energy(-h)) / (2 * h)
        let expectedSlope = zip(hessian.gradient, change).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(slope - expectedSlope) < 1e-5, "\(slope) \(expectedSlope)")
        let curvature = try (energy(h) - 2 * energy(0) + energy(-h)) / (h * h)
        let expected = try zip(change, hessian.apply(change)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(curvature - expected) < 1e-4 * max(1, abs(expected)), "\(curvature) \(expected)")
        #expect(abs(expected) > 1e-2)
    }

    /// Second derivatives of a mean of states with different weights: each state moved, made orthonormal again.
    @Test(arguments: [[0.5, 0.5], [0.6, 0.3, 0.1]]) func derivativesOfAMean(weights: [Double]) throws {
        let molecule = try Molecule(geometry: "C 0 0 0; H 0.1 0.98 0.42; H 0 -0.9 0.5", basis: "6-31g")
        let field = try HartreeFock.solve(ElectronicSystem(molecule), options: HartreeFockOptions(stability: .skip))
        let chosen = try field.activeOrbitals(ActiveSpace(electrons: 4, orbitals: 4))
        let repulsions = try field.storedRepulsions()
        let electrons = try chosen.electrons(of: field.electrons)
        func integrals(_ orbitals: Matrix) throws -> ActiveSpaceIntegrals {
            try ActiveSpaceIntegrals(
                field.system, repulsions: repulsions, orbitals: orbitals, partition: chosen.partition)
        }
        let start = try integrals(chosen.coefficients)
        let hamiltonian = try start.hamiltonian(electrons: electrons)
        let (space, states, others) = try hamiltonian.lowestStatesOfTheirSpin(
            weights.count, ConfigurationInteractionOptions())
        let free = try field.casci(chosen, stateCount: weights.count)
        #expect(free.states.map(\.energy) == states.map(\.energy))
        let vectors = states.map(\.coefficients)
        let hessian = ActiveSpaceHessian(
            field.system, GeneralizedFock(start, try Self.mean(vectors, weights, space)),
            try DirectHamiltonian(hamiltonian, on: space), electrons,
            states: zip(states, weights).map { (vector: $0.coefficients, energy: $0.energy, weight: $1) },
            others: others.map(\.coefficients))
        var generator = SeededGenerator(seed: 11)
        let random = (0..<hessian.dimension).map { _ in Double.random(in: -0.1...0.1, using: &generator) }
        let rotations = hessian.rotationCount
        let (change, moves) = Self.directions(
            random, after: rotations, vectors, keepingOut: others.map(\.coefficients), weights)
        #expect(change.count - rotations - states.count * space.dimension == (weights.count == 2 ? 0 : 3))
        func energy(_ step: Double) throws -> Double {
            let kappa = hessian.generator(change[..<rotations])
            let moved = try integrals(chosen.coefficients.times(kappa.scaled(by: step).rotation()))
            let turned = Self.orthonormal(zip(vectors, moves).map { zip($0, $1).map { $0 + step * $1 } })
            return try Self.mean(turned, weights, space).energy(moved.hamiltonian(electrons: electrons))
        }
        let h = 1e-3
        let slope = try (energy(h) - energy(-h)) / (2 * h)
        #expect(abs(slope - Self.dot(hessian.gradient, change)) < 1e-5)
        let curvature = try (energy(h) - 2 * energy(0) + energy(-h)) / (h * h)
        let expected = try Self.dot(change, hessian.apply(change))
        #expect(abs(curvature - expected) < 1e-4 * max(1, abs(expected)), "\(curvature) \(expected)")
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    private static func without(_ y: [Double], _ vectors: [[Double]]) -> [Double] {
        vectors.reduce(y) { rest, vector in
            let along = dot(rest, vector)
            return zip(rest, vector).map { $0 - along * $1 }
        }
    }

    private static func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
        vectors.reduce(into: []) { known, vector in
            let rest = without(vector, known)
            let norm = dot(rest, rest).squareRoot()
            known.append(rest.map { $0 / norm })
        }
    }

    private static func mean(
        _ vectors: [[Double]], _ weights: [Double], _ space: DeterminantSpace
    ) throws -> DensityMatrices {
        let n = space.orbitalCount
        var (one, two) = (Matrix(rows: n, columns: n), Matrix(rows: n * n, columns: n * n))
        for (vector, weight) in zip(vectors, weights) {
            let d = try space.densityMatrices(of: vector)
            (one, two) = (one.adding(d.oneParticle, scaled: weight), two.adding(d.twoParticle, scaled: weight))
        }
        return try DensityMatrices(oneParticle: one, twoParticle: two)
    }

    /// A change made orthogonal to the states, and how each state moves by it; the angles by which states of different
    /// weights mix come last.
    private static func directions(
        _ random: [Double], after first: Int, _ states: [[Double]], keepingOut others: [[Double]], _ weights: [Double]
    ) -> (change: [Double], moves: [[Double]]) {
        var change = random
        let size = states[0].count
        var moves = states.indices.map { number in
            let range = first + number * size..<first + (number + 1) * size
            let y = without(Array(random[range]), states + others)
            change.replaceSubrange(range, with: y)
            return y
        }
        var angles = random[(first + states.count * size)...]
        for j in states.indices {
            for i in 0..<j where weights[i] > weights[j] {
                let angle = angles.removeFirst()
                for k in 0..<size {
                    moves[i][k] += angle * states[j][k]
                    moves[j][k] -= angle * states[i][k]
                }
            }
        }
        return (change, moves)
    }

    /// The mean of several states, equal and given weights, against PySCF's `state_average`.
    @Test(arguments: StateCase.all("averaged")) func meanOfStates(_ reference: StateCase) throws {
        let field = try reference.field(.follow)
        let space = ActiveSpace(electrons: reference.count("electrons"), orbitals: reference.count("orbitals"))
        let weights = try #require(reference.reference.input["weights"]?.list).compactMap(\.double)
        // Any multiple of the weights is the same mean.
        let options = CompleteActiveSpaceOptions(gradientTolerance: 1e-6, weights: weights.map { 3 * $0 })
        let found = try field.casscf(field.activeOrbitals(space), options: options)
        #expect(abs(found.energy - (try reference.value("energy"))) < 1e-7, "\(found.energy), \(found.iterations)")
        #expect(largestDifference(found.states.map(\.energy), try reference.values("states").sorted()) < 1e-6)
        let order = try reference.values("states").enumerated().sorted { $0.element < $1.element }.map(\.offset)
        let dipoles = try reference.rows("dipoles")
        for (number, place) in order.enumerated() {
            let dipole = try found.dipoleMoment(ofState: number)
            // Of a solution that breaks the symmetry there are mirror images.
            let (size, wanted) = ([dipole.x, dipole.y, dipole.z].map(\.magnitude), dipoles[place].map(\.magnitude))
            #expect(largestDifference(size, wanted) < 5e-4, "\(number) \(dipole)")
        }
        #expect(largestDifference(found.weights, weights) < 1e-12)
        #expect(found.iterations <= 30, "\(found.iterations) iterations")
        #expect(abs(try found.densities.energy(found.hamiltonian) - found.energy) < 1e-8)
    }

    @Test func impossibleMeans() throws {
        let field = try HartreeFock.restricted(Molecule(geometry: "H 0 0 0; H 0 0 0.9", basis: "6-31g"))
        let chosen = try field.activeOrbitals(ActiveSpace(electrons: 2, orbitals: 2))
        for weights in [[], [1, -1], [0, 1], [.nan]] as [[Double]] {
            #expect(throws: ElectronicStructureError.self) {
                try field.casscf(chosen, options: CompleteActiveSpaceOptions(weights: weights))
            }
        }
        // Two electrons in two orbitals make three singlets.
        #expect(try field.casci(chosen, stateCount: 3).states.count == 3)
        let error = #expect(throws: ElectronicStructureError.self) { try field.casci(chosen, stateCount: 4) }
        #expect("\(String(describing: error))".contains("4 states"))
    }

    /// With all orbitals active, and with none but doubly occupied ones, there is nothing to optimize.
    @Test func limits() throws {
        let field = try HartreeFock.restricted(Molecule(geometry: "Li 0 0 0; H 0 0 1.6", basis: "sto-3g"))
        let all = try field.casscf(field.activeOrbitals(ActiveSpace(electrons: 4, orbitals: 6)))
        let exact = try fullConfigurationInteraction(field.hamiltonian(), alphaCount: 2, betaCount: 2).states[0]
        #expect(abs(all.energy - exact.energy) < 1e-9 && all.iterations <= 1)
        let one = try field.casscf(field.activeOrbitals(ActiveSpace(electrons: 2, orbitals: 1)))
        #expect(abs(one.energy - field.energy) < 1e-8)
    }

    @Test func impossibleSpacesAndTooFewIterations() throws {
        let field = try HartreeFock.restricted(Molecule(geometry: "Li 0 0 0; H 0 0 1.6", basis: "6-31g"))
        for (electrons, orbitals) in [(3, 2), (2, 0), (4, 20), (6, 4), (-2, 2)] {
            #expect(throws: ElectronicStructureError.self) {
                try field.activeOrbitals(ActiveSpace(electrons: electrons, orbitals: orbitals))
            }
        }
        #expect(throws: ElectronicStructureError.self) {
            try ActiveOrbitals(field.orbitals[0], core: [0], active: [0, 1])
        }
        #expect(throws: ElectronicStructureError.self) {
            try ActiveOrbitals(field.orbitals[0], core: [0], active: [99])
        }
        let chosen = try field.activeOrbitals(ActiveSpace(electrons: 2, orbitals: 4))
        let error = #expect(throws: ElectronicStructureError.self) {
            try field.casscf(chosen, options: CompleteActiveSpaceOptions(maximumIterations: 1))
        }
        guard case .notConverged("CASSCF", 1, _, _, let energies) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect((energies["casscf"] ?? 0) < field.energy)
    }
}
