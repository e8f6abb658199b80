import ComplexModule
import DenseAlgebra
import OperatorAlgebra
import QuantumAlgorithms
import RealModule
import TestSupport
import Testing

/// The linear program over representability constraints.
@Suite struct LeastNormTests {
    typealias Case = ReferenceVectors.Case

    /// Σ|h_j| without the identity.
    static func norm(_ fermions: FermionOperator) -> Double {
        fermions.reduce(0) { $0 + ($1.term == .identity ? 0 : $1.coefficient.length) }
    }

    static func hasSameEnergies(
        _ first: FermionOperator, _ second: FermionOperator, modeCount: Int, particleCount: Int
    ) throws -> Bool {
        let sector = try OccupationSector(modeCount: modeCount, particleCount: particleCount)
        let matrices = try [first, second].map { try SparseMatrix($0, modeCount: modeCount) }
        return sector.states.allSatisfy { row in
            sector.states.allSatisfy { column in
                (matrices[0][Int(row), Int(column)] - matrices[1][Int(row), Int(column)]).length < 1e-9
            }
        }
    }

    /// OpenFermion's constraints, and the identities of the algebra that those are not complete in: products with a factor
    /// twice are zero, and exchanging two factors changes the sign.
    static func constraints(_ modes: Int, _ particles: Int) -> [FermionOperator] {
        var result = RepresentabilityConstraints.twoBody(modeCount: modes, particleCount: particles)
        for index in 0..<modes * modes * modes * modes {
            let places = [1, modes, modes * modes, modes * modes * modes].map { index / $0 % modes }
            func term(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> FermionOperator {
                let factors = [.creation(p), .creation(q), .annihilation(r), LadderOperator.annihilation(s)]
                return FermionOperator(FermionProduct(factors))
            }
            let (p, q, r, s) = (places[0], places[1], places[2], places[3])
            result.append(term(p, q, r, s) + term(q, p, r, s))
            result.append(term(p, q, r, s) + term(p, q, s, r))
        }
        return result
    }

    /// The reference has OpenFermion's norms with the identity, whose coefficient depends on the minimizer that was found;
    /// without it, OpenFermion 1.8.1 has these.
    @Test(
        arguments: try MeasurementVectorTests.cases("molecule_rdm").filter {
            $0.expect["apply_constraints_induced_norm"].map { !$0.isNull } ?? false
        })
    func reference(_ test: Case) throws {
        let optimum = try #require(["molecule_rdm/0": 2.663667567023032, "molecule_rdm/1": 3.983321509578078][test.id])
        let identity = try #require(
            ["molecule_rdm/0": -0.3511901986746765, "molecule_rdm/1": -1.8931033127362304][test.id])
        let integrals = try FileIntegrals(test)
        let (modes, electrons) = (
            2 * integrals.orbitalCount, try #require(test.input["n_electrons"]?.int)
        )
        let hamiltonian = InteractionOperator(integrals).fermionOperator.normalOrdered()
        let field = try #require(test.expect["apply_constraints_induced_norm"])
        let (before, after) = (try #require(field["before"]?.double), try #require(field["after"]?.double))
        #expect(abs(hamiltonian.norm(order: 1) - before) < 1e-8)
        #expect(abs(optimum + abs(identity) - after) < 1e-8)
        let found = try hamiltonian.leastNorm(particleCount: electrons, modeCount: modes)
        #expect(abs(Self.norm(found) - optimum) < 1e-8, "\(Self.norm(found)) instead of \(optimum)")
        #expect(try Self.hasSameEnergies(hamiltonian, found, modeCount: modes, particleCount: electrons))
        // The same program over all products as written, as OpenFermion solves it.
        let constraints = RepresentabilityConstraints.twoBody(modeCount: modes, particleCount: electrons)
        let whole = try hamiltonian.leastNorm(adding: constraints)
        #expect(abs(Self.norm(whole) - optimum) < 1e-8)
        let hermitian = Complex(0.5, 0) * (whole + whole.adjoint)
        #expect(try Self.hasSameEnergies(hamiltonian, hermitian, modeCount: modes, particleCount: electrons))
    }

    static func randomHamiltonian(_ modes: Int, using generator: inout SeededGenerator) -> FermionOperator {
        var result = FermionOperator.identity
        for _ in 0..<12 {
            let ladders = (0..<4).map { _ in Int.random(in: 0..<modes, using: &generator) }
            let bodies = Int.random(in: 1...2, using: &generator)
            let term = FermionProduct(
                ladders.prefix(bodies).map(LadderOperator.creation)
                    + ladders.suffix(bodies).map(LadderOperator.annihilation))
            let half = FermionOperator(term, Complex(.random(in: -1...1, using: &generator), 0))
            result += half + half.adjoint
        }
        return result
    }

    /// Never a larger norm, the same matrix in the sector, no more than the program over all products gives, and nothing
    /// left to gain.
    @Test func randomHamiltonians() {
        forSeededCases(20) { generator in
            let modes = Int.random(in: 2...4, using: &generator)
            let particles = Int.random(in: 2...modes, using: &generator)
            let hamiltonian = Self.randomHamiltonian(modes, using: &generator)
            let found = try hamiltonian.leastNorm(particleCount: particles, modeCount: modes)
            #expect(found.isHermitian(), generator.comment)
            #expect(Self.norm(found) <= Self.norm(hamiltonian.normalOrdered()) + 1e-9, generator.comment)
            #expect(
                try Self.hasSameEnergies(hamiltonian, found, modeCount: modes, particleCount: particles),
                generator.comment)
            let whole = try hamiltonian.leastNorm(adding: Self.constraints(modes, particles))
            #expect(abs(Self.norm(whole) - Self.norm(found)) < 1e-8, generator.comment)
            let again = try found.leastNorm(particleCount: particles, modeCount: modes)
            #expect(abs(Self.norm(again) - Self.norm(found)) < 1e-8, generator.comment)
        }
    }

    /// N times a constant: n_0 + n_1 + n_2 is a number in the sector, and costs nothing to measure.
    @Test func theNumberOfParticlesIsAConstant() throws {
        let number = FermionOperator.number(modeCount: 3)
        for particles in 0...3 {
            let found = try number.leastNorm(particleCount: particles, modeCount: 3)
            #expect(found.isClose(to: Double(particles) * FermionOperator.identity, tolerance: 1e-12))
        }
    }

    @Test func badInputIsNamed() throws {
        func fail(_ text: String, modeCount: Int? = nil, saying words: String) throws {
            let fermions = try FermionOperator(text)
            #expect {
                try fermions.leastNorm(particleCount: 1, modeCount: modeCount)
            } throws: {
                "\($0)".contains(words)
            }
        }
        try fail("[0^ 1]", saying: "Hermitian")
        try fail("[0^ 1^] + [1 0]", saying: "0")
        try fail("1j [0^ 1] - 1j [1^ 0]", saying: "imaginary")
        try fail("[2^ 2]", modeCount: 2, saying: "2")
        try fail("[2^ 1^ 0^ 2 1 0]", saying: "2^ 1^ 0^ 2 1 0")
    }
}
