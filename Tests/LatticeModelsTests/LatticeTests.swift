import ComplexModule
import LatticeModels
import OperatorAlgebra
import QuantumAlgorithms
import RealModule
import TestSupport
import Testing

@Suite struct LatticeTests {
    /// Expects the lowest eigenvalues, found without a matrix.
    static func expectLowest(_ expected: [Double]?, _ found: FermionOperator, _ modes: Int, _ comment: Comment) throws {
        guard let expected else { return }
        let states = try ExactDiagonalization.lowestStates(expected.count, of: found, modeCount: modes)
        for (energy, reference) in zip(states.energies, expected) {
            #expect(abs(energy - reference) < 1e-8, comment)
        }
    }

    @Test(arguments: try ModelVectors.cases("fermi_hubbard"))
    func fermiHubbard(_ test: Case) throws {
        let model = try FermiHubbard(
            lattice: test.lattice(), tunneling: test.number("t"), interaction: test.number("U"),
            chemicalPotential: test.number("mu"), magneticField: test.number("h"), isSpinless: test.flag("spinless"),
            hasParticleHoleSymmetry: test.flag("particle_hole_symmetry"))
        let found = model.fermionOperator
        #expect(try found.isClose(to: test.operatorSum("op", FermionProduct.self), tolerance: test.tol))
        if model.modeCount <= 12 {
            try Self.expectLowest(test.numbers("lowest"), found, model.modeCount, "\(test.id)")
        }
    }

    @Test(arguments: try ModelVectors.cases("bose_hubbard"))
    func boseHubbard(_ test: Case) throws {
        let model = try BoseHubbard(
            lattice: test.lattice(), tunneling: test.number("t"), interaction: test.number("U"),
            chemicalPotential: test.number("mu"), dipole: test.number("dipole"))
        let expected = try test.operatorSum("op", BosonProduct.self)
        #expect(model.bosonOperator.isClose(to: expected, tolerance: test.tol))
        #expect(model.modeCount == model.lattice.siteCount)
    }

    @Test(arguments: try ModelVectors.cases("mean_field_dwave"))
    func meanFieldDWave(_ test: Case) throws {
        let model = try MeanFieldDWave(
            lattice: test.lattice(), tunneling: test.number("t"), gap: test.number("sc_gap"),
            chemicalPotential: test.number("mu"))
        let found = model.fermionOperator
        #expect(try found.isClose(to: test.operatorSum("op", FermionProduct.self), tolerance: test.tol))
        let modes = try QuadraticHamiltonian(found, modeCount: model.modeCount).diagonalized()
        let energies = try #require(try test.numbers("orbital_energies"))
        #expect(energies.count == modes.orbitalEnergies.count)
        for (energy, expected) in zip(modes.orbitalEnergies, energies) { #expect(abs(energy - expected) < test.tol) }
        #expect(abs(modes.groundEnergy - (try #require(test.expect["ground_energy"]?.double))) < test.tol)
        #expect(abs(modes.constant - (try #require(test.expect["constant"]?.double))) < test.tol)
    }

    /// OpenFermion names some diagonal pairs of small lattices twice and others not at all; the case lists its pairs.
    @Test(arguments: try ModelVectors.cases("FermiHubbardModel"))
    func multibandHubbard(_ test: Case) throws {
        let size = try #require(test.input["lattice"]?.list).compactMap(\.int)
        let lattice = try SquareLattice(columns: size[0], rows: size[1], isPeriodic: test.flag("periodic"))
        func pairs(_ field: Field?) throws -> SitePairs {
            switch try #require(field?.string) {
            case "onsite": .onsite
            case "neighbor": .neighbors
            case "horizontal_neighbor": .horizontalNeighbors
            case "vertical_neighbor": .verticalNeighbors
            default: .listed([LatticeBond(0, 3), LatticeBond(0, 3)])
            }
        }
        let tunnelings = try #require(test.input["tunneling"]?.list).map { field in
            let parts = try #require(field.list)
            let bands = try #require(parts[1].list).compactMap(\.int)
            return MultibandHubbard.Tunneling(
                try pairs(parts[0]), from: bands[0], to: bands[1], amplitude: try #require(parts[2].double))
        }
        let interactions = try #require(test.input["interaction"]?.list).map { field in
            let parts = try #require(field.list)
            let bands = try #require(parts[1].list).compactMap(\.int)
            let spins = try #require(["ALL": SpinPairs.all, "SAME": .same, "DIFF": .opposite][parts[3].string ?? ""])
            return MultibandHubbard.Interaction(
                try pairs(parts[0]), between: bands[0], and: bands[1], strength: try #require(parts[2].double),
                spins: spins)
        }
        let potentials = try #require(test.input["potential"]?.list).compactMap { $0.list?[1].double }
        let model = try MultibandHubbard(
            lattice: lattice, bandCount: test.count("n_dofs"), tunnelings: tunnelings, interactions: interactions,
            chemicalPotentials: potentials, magneticField: test.number("magnetic_field"))
        let expected = try test.operatorSum("op", FermionProduct.self)
        #expect(model.fermionOperator.isClose(to: expected, tolerance: test.tol))
    }

    @Test(arguments: try ModelVectors.cases("richardson_gaudin"))
    func richardsonGaudin(_ test: Case) throws {
        let model = try RichardsonGaudin(coupling: test.number("g"), levelCount: test.count("n"))
        let found = model.hamiltonian.pauliSum
        #expect(try found.isClose(to: test.operatorSum("qubit_operator", PauliString.self), tolerance: test.tol))
        for (key, values) in [("hc", model.hamiltonian.single), ("hr1", model.hamiltonian.hopping)] {
            let expected = try #require(test.expect[key]).tensor().map(\.real)
            #expect(values == expected)
        }
        let lowest = try #require(try test.numbers("lowest"))
        let states = try ExactDiagonalization.lowestStates(lowest.count, of: found, qubitCount: model.levelCount)
        for (energy, expected) in zip(states.energies, lowest) { #expect(abs(energy - expected) < test.tol) }
    }

    /// One band and its special parameters make the plain model.
    @Test func oneBandIsThePlainModel() throws {
        for isSymmetric in [false, true] {
            let lattice = try SquareLattice(columns: 3, rows: 2)
            let plain = try FermiHubbard(
                lattice: lattice, tunneling: 1.5, interaction: 4, chemicalPotential: 0, magneticField: 0.3,
                hasParticleHoleSymmetry: isSymmetric)
            let bands = try MultibandHubbard(
                lattice: lattice, bandCount: 1, tunnelings: [.init(.neighbors, from: 0, to: 0, amplitude: 1.5)],
                interactions: [.init(.onsite, between: 0, and: 0, strength: 4, spins: .opposite)], magneticField: 0.3,
                hasParticleHoleSymmetry: isSymmetric)
            #expect(bands.fermionOperator.isClose(to: plain.fermionOperator, tolerance: 1e-14))
        }
    }

    /// Counts of bonds, and every pair once, on all small lattices.
    @Test func bondsAreCounted() throws {
        for isPeriodic in [false, true] {
            for columns in 1...4 {
                for rows in 1...4 {
                    let lattice = try SquareLattice(columns: columns, rows: rows, isPeriodic: isPeriodic)
                    let wraps = { (length: Int) in isPeriodic && length > 2 ? length : length - 1 }
                    #expect(lattice.horizontalBonds.count == wraps(columns) * rows)
                    #expect(lattice.verticalBonds.count == wraps(rows) * columns)
                    let diagonal = try lattice.bonds(.diagonalNeighbors)
                    let unordered = Set((lattice.neighborBonds + diagonal).map { Set([$0.first, $0.second]) })
                    let isSmall = isPeriodic && (columns < 2 || rows < 2)
                    if !isSmall { #expect(unordered.count == lattice.neighborBonds.count + diagonal.count) }
                    if !isPeriodic { #expect(diagonal.count == 2 * (columns - 1) * (rows - 1)) }
                    if isPeriodic && columns > 2 && rows > 2 { #expect(diagonal.count == 2 * columns * rows) }
                }
            }
        }
    }

    @Test func badInputIsNamed() throws {
        #expect(throws: LatticeModelError.count(of: "columns", found: 0, expected: "1 to 32768")) {
            try SquareLattice(columns: 0)
        }
        let lattice = try SquareLattice(columns: 2, rows: 2)
        #expect(throws: LatticeModelError.self) { try FermiHubbard(lattice: lattice, tunneling: .nan, interaction: 1) }
        #expect(throws: LatticeModelError.self) {
            try BoseHubbard(lattice: lattice, tunneling: 1, interaction: .infinity)
        }
        #expect(throws: LatticeModelError.selfCoupling(band: 0)) {
            try MultibandHubbard(
                lattice: lattice, bandCount: 2, tunnelings: [.init(.onsite, from: 0, to: 0, amplitude: 1)])
        }
        #expect(throws: LatticeModelError.selfCoupling(band: 1)) {
            try MultibandHubbard(
                lattice: lattice, bandCount: 2,
                interactions: [.init(.onsite, between: 1, and: 1, strength: 1, spins: .same)])
        }
        #expect(throws: LatticeModelError.index(of: "band", found: 2, count: 2)) {
            try MultibandHubbard(
                lattice: lattice, bandCount: 2, tunnelings: [.init(.neighbors, from: 0, to: 2, amplitude: 1)])
        }
        #expect(throws: LatticeModelError.index(of: "site", found: 4, count: 4)) {
            try lattice.bonds(.listed([LatticeBond(0, 4)]))
        }
        #expect(throws: LatticeModelError.self) { try RichardsonGaudin(coupling: 1, levelCount: 0) }
        let errors: [LatticeModelError] = [
            .flatCell, .selfCoupling(band: 1), .index(of: "site", found: 4, count: 4),
            .count(of: "sites", found: 0, expected: "1"), .parameter(name: "U", found: .nan, expected: "a number"),
        ]
        for error in errors { #expect(error.description.count > 20) }
    }
}
