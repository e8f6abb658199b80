import ComplexModule
import DenseAlgebra
import FockSpace
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite("Full configuration interaction against PySCF and against whole matrices")
struct FullConfigurationInteractionTests {
    @Test("energies to 1e-9 Eh and spins of every sector of the reference molecules")
    func references() throws {
        for molecule in try ReferenceMolecule.all() {
            for sector in molecule.sectors {
                let result = try fullConfigurationInteraction(
                    molecule.integrals, alphaCount: sector.alpha, betaCount: sector.beta,
                    stateCount: sector.energies.count)
                for (index, state) in result.states.enumerated() {
                    #expect((state.energy - sector.energies[index]).magnitude < 1e-9, "\(molecule) \(index)")
                    #expect((state.squaredSpin - sector.squaredSpin[index]).magnitude < 1e-6, "\(molecule) \(index)")
                    #expect(state.residualNorm <= 1e-9)
                }
            }
        }
    }

    @Test(
        "random Hamiltonians: the lowest states equal those of the whole matrix",
        arguments: [(3, 1, 2), (4, 2, 2), (5, 2, 3)])
    func random(_ sector: (Int, Int, Int)) {
        forSeededCases(3, firstSeed: 21) { generator in
            let integrals = PackedIntegrals.random(orbitalCount: sector.0, using: &generator)
            let result = try fullConfigurationInteraction(
                integrals, alphaCount: sector.1, betaCount: sector.2, stateCount: 3)
            let rows = SecondQuantizedOracle(integrals: integrals, space: result.space).matrix()
            let exact = try Matrix(
                rows: rows.count, columns: rows.count, elements: rows.flatMap { $0 }
            ).symmetricEigen().values
            for (state, energy) in zip(result.states, exact) {
                #expect((state.energy - energy).magnitude < 1e-9, generator.comment)
            }
        }
    }

    @Test("density matrices: traces, symmetry and energy")
    func densityMatrices() throws {
        for name in ["H4 square, sto-3g", "CH2 triplet, sto-3g", "LiH 2.4 A, sto-3g"] {
            let molecule = try ReferenceMolecule.named(name)
            for sector in molecule.sectors {
                let result = try fullConfigurationInteraction(
                    molecule.integrals, alphaCount: sector.alpha, betaCount: sector.beta, stateCount: 2)
                for state in 0..<2 {
                    try check(result.densityMatrices(state: state), molecule, sector, result.states[state].energy)
                }
                #expect(throws: FockSpaceError.self) { try result.densityMatrices(state: 2) }
            }
        }
    }

    private func check(
        _ density: DensityMatrices, _ molecule: ReferenceMolecule, _ sector: ReferenceMolecule.Sector, _ energy: Double
    ) throws {
        let n = molecule.orbitalCount
        let electrons = Double(sector.alpha + sector.beta)
        var (one, two, total) = (0.0, 0.0, molecule.constant)
        for p in 0..<n {
            one += density.oneParticle[p, p]
            for q in 0..<n {
                two += density.twoParticle(p, p, q, q)
                total += molecule.integrals.oneBody(p, q) * density.oneParticle[p, q]
                #expect((density.oneParticle[p, q] - density.oneParticle[q, p]).magnitude < 1e-12)
                for r in 0..<n {
                    for s in 0..<n {
                        let d = density.twoParticle(p, q, r, s)
                        total += 0.5 * molecule.integrals.twoBody(p, q, r, s) * d
                        #expect((d - density.twoParticle(r, s, p, q)).magnitude < 1e-12)
                        #expect((d - density.twoParticle(q, p, s, r)).magnitude < 1e-12)
                    }
                }
            }
        }
        #expect((one - electrons).magnitude < 1e-11)
        #expect((two - electrons * (electrons - 1)).magnitude < 1e-10)
        #expect((total - energy).magnitude < 1e-10)
    }

    @Test("density matrix elements equal expectation values of ladder operators")
    func densityMatrixElements() throws {
        let molecule = try ReferenceMolecule.named("H4 square, sto-3g")
        let result = try fullConfigurationInteraction(molecule.integrals, alphaCount: 1, betaCount: 2)
        let density = try result.densityMatrices()
        let vector = result.states[0].coefficients.map { Complex($0, 0) }
        func expectation(_ operation: FermionOperator) throws -> Double {
            zip(try result.space.apply(operation, to: vector), vector).reduce(0.0) { $0 + ($1.0 * $1.1).real }
        }
        for index in 0..<256 {
            let (p, q, r, s) = (index / 64, index / 16 % 4, index / 4 % 4, index % 4)
            var one = FermionOperator.zero
            var two = FermionOperator.zero
            for a in 0..<2 {
                one += FermionOperator(FermionProduct([.creation(2 * p + a), .annihilation(2 * q + a)]))
                for b in 0..<2 {
                    let factors: [LadderOperator] = [
                        .creation(2 * p + a), .creation(2 * r + b), .annihilation(2 * s + b), .annihilation(2 * q + a),
                    ]
                    two += FermionOperator(FermionProduct(factors))
                }
            }
            #expect((try expectation(one) - density.oneParticle[p, q]).magnitude < 1e-12)
            #expect((try expectation(two) - density.twoParticle(p, q, r, s)).magnitude < 1e-12)
        }
    }

    @Test("squared spin of determinants: open shells mix, closed and highest-projection ones do not")
    func squaredSpin() throws {
        let two = try DeterminantSpace(orbitalCount: 2, alphaCount: 1, betaCount: 1)
        #expect(try two.squaredSpin(of: [1, 0, 0, 0]) == 0)
        #expect(try two.squaredSpin(of: [0, 1, 0, 0]) == 1)
        let half = 0.5.squareRoot()
        let spins = try [half, -half].map { try two.squaredSpin(of: [0, half, $0, 0]) }.sorted()
        #expect(spins[0].magnitude < 1e-15 && (spins[1] - 2).magnitude < 1e-15)
        #expect(try DeterminantSpace(orbitalCount: 2, alphaCount: 2, betaCount: 0).squaredSpin(of: [1]) == 2)
        #expect(try DeterminantSpace(orbitalCount: 2, alphaCount: 0, betaCount: 2).squaredSpin(of: [1]) == 2)
        #expect(throws: FockSpaceError.self) { try two.squaredSpin(of: [1]) }
    }

    @Test("a state is followed where another crosses it: the triplet of two electrons, lowest for close orbitals only")
    func following() throws {
        // (11|11) = (22|22) = 0.6, (11|22) = 0.5, (12|12) = 0.1; the orbitals are `gap` apart.
        func states(_ gap: Double) throws -> ConfigurationInteractionResult {
            let integrals = PackedIntegrals(
                orbitalCount: 2, constant: 0, one: [-1, 0, gap - 1], two: [0.6, 0, 0.1, 0.5, 0, 0.6])
            return try fullConfigurationInteraction(integrals, alphaCount: 1, betaCount: 1, stateCount: 4)
        }
        let near = try states(0.05)
        #expect((near.states[0].squaredSpin - 2).magnitude < 1e-9)
        let far = try states(1)
        #expect(far.states[0].squaredSpin.magnitude < 1e-9)
        let found = try far.state(mostLike: near.states[0].coefficients.map { -3 * $0 })
        #expect(found.number == 1 && (found.overlap - 1).magnitude < 1e-9)
        #expect((far.states[found.number].squaredSpin - 2).magnitude < 1e-9)
        #expect(throws: FockSpaceError.self) { try far.state(mostLike: [1]) }
        #expect(try far.state(mostLike: [0, 0, 0, 0]).overlap == 0)
    }

    @Test("the same bits every time")
    func reproducible() throws {
        let molecule = try ReferenceMolecule.named("H2O, sto-3g")
        let runs = try (0..<2).map { _ in
            try fullConfigurationInteraction(molecule.integrals, alphaCount: 5, betaCount: 5).states[0]
        }
        #expect(runs[0].coefficients == runs[1].coefficients && runs[0].energy == runs[1].energy)
    }

    @Test("too many states, too little memory, too few iterations: each says so")
    func refusals() throws {
        let molecule = try ReferenceMolecule.named("H2O, sto-3g")
        func run(_ states: Int, _ options: ConfigurationInteractionOptions) throws {
            _ = try fullConfigurationInteraction(
                molecule.integrals, alphaCount: 5, betaCount: 5, stateCount: states, options: options)
        }
        #expect { try run(442, .init()) } throws: { "\($0)".contains("ask for 1 to 441") }
        #expect(throws: FockSpaceError.self) { try run(0, .init()) }
        #expect { try run(1, .init(memoryLimitBytes: 1000)) } throws: {
            "\($0)".contains("441 determinants need") && "\($0)".contains("1000 bytes are available")
        }
        // Less than the ample memory still converges, in a smaller basis.
        let ample = try #require(
            configurationInteractionByteCount(
                DeterminantSpace(orbitalCount: 7, alphaCount: 5, betaCount: 5), stateCount: 1))
        try run(1, .init(memoryLimitBytes: ample - 1))
        do {
            try run(1, .init(maximumIterations: 2))
            Issue.record("two iterations cannot converge water")
        } catch FockSpaceError.eigensolver(.notConverged(let best, _)) {
            #expect(best.values[0] >= molecule.sectors[0].energies[0])
        }
        let huge = PackedIntegrals(orbitalCount: 30, constant: 0, one: [], two: [])
        #expect { try fullConfigurationInteraction(huge, alphaCount: 15, betaCount: 15) } throws: {
            "\($0)".contains("24061445010950400 determinants need")
        }
        let widest = PackedIntegrals(orbitalCount: 64, constant: 0, one: [], two: [])
        #expect { try fullConfigurationInteraction(widest, alphaCount: 32, betaCount: 0) } throws: {
            "\($0)".contains("1832624140942590534 determinants need")
        }
    }
}
