import ComplexModule
import FermionEncodings
import LatticeModels
import OperatorAlgebra
import QuantumAlgorithms
import RealModule
import TestSupport
import Testing

@Suite struct PlaneWaveTests {
    static func isClose(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
    }

    /// OpenFermion adds the Madelung constant twice in the dual basis.
    @Test(arguments: try ModelVectors.cases("jellium"))
    func jellium(_ test: Case) throws {
        let grid = try test.grid()
        let isTruncated = try test.flag("non_periodic")
        let radius = isTruncated ? test.input["period_cutoff"]?.double ?? grid.linearSize : nil
        let includesConstant = try test.flag("include_constant")
        let model = try Jellium(
            grid: grid, isSpinless: test.flag("spinless"), truncationRadius: radius,
            includesMadelungConstant: includesConstant)
        let isPlaneWave = try test.flag("plane_wave")
        var found = isPlaneWave ? model.planeWaveHamiltonian : model.dualBasisHamiltonian
        if includesConstant, !isPlaneWave { found += 2.8372 / grid.linearSize * FermionOperator.identity }
        let expected = try test.operatorSum("op", FermionProduct.self)
        let ordered = found.normalOrdered()
        #expect(ordered.isClose(to: expected.normalOrdered(), tolerance: test.tol))
        if let field = test.expect["normal_ordered"], !field.isNull {
            #expect(try ordered.isClose(to: field.operatorSum(), tolerance: test.tol))
        }
        guard let lowest = try test.numbers("lowest"), !lowest.isEmpty, model.modeCount <= 8 else { return }
        let states = try ExactDiagonalization.lowestStates(lowest.count, of: found, modeCount: model.modeCount)
        #expect(Self.isClose(states.energies, lowest, 1e-8), "\(states.energies) \(lowest)")
    }

    @Test(arguments: try ModelVectors.cases("dual_basis_parts"))
    func parts(_ test: Case) throws {
        let model = try Jellium(grid: test.grid(), isSpinless: test.flag("spinless"))
        for (key, found) in [
            ("kinetic", model.dualBasisKinetic), ("potential", model.dualBasisPotential),
            ("pw_kinetic", model.planeWaveKinetic), ("pw_potential", model.planeWavePotential),
        ] {
            guard let field = test.expect[key], !field.isNull else { continue }
            #expect(try found.isClose(to: field.operatorSum(), tolerance: test.tol), "\(key)")
        }
    }

    @Test(arguments: try ModelVectors.cases("jw_dual_basis_jellium"))
    func encodedJellium(_ test: Case) throws {
        let model = try Jellium(grid: test.grid(), isSpinless: test.flag("spinless"))
        let found = try JordanWigner(modeCount: model.modeCount).encode(model.dualBasisHamiltonian)
        #expect(try found.isClose(to: test.operatorSum("op", PauliString.self), tolerance: test.tol))
        let tensors = try DiagonalCoulombHamiltonian(model.dualBasisHamiltonian, modeCount: model.modeCount)
        let back = tensors.fermionOperator.normalOrdered()
        #expect(back.isClose(to: model.dualBasisHamiltonian.normalOrdered(), tolerance: test.tol))
    }

    @Test(arguments: try ModelVectors.cases("jw_dual_basis_hamiltonian"))
    func encodedNuclei(_ test: Case) throws {
        let model = try Jellium(grid: test.grid(), isSpinless: test.flag("spinless"))
        let hamiltonian = try model.dualBasisHamiltonian + model.dualBasisAttraction(of: test.charges())
        let found = try JordanWigner(modeCount: model.modeCount).encode(hamiltonian)
        #expect(try found.isClose(to: test.operatorSum("op", PauliString.self), tolerance: test.tol))
    }

    @Test(arguments: try ModelVectors.cases("plane_wave_hamiltonian"))
    func nuclei(_ test: Case) throws {
        let model = try Jellium(grid: test.grid(), isSpinless: test.flag("spinless"))
        let charges = try test.charges()
        let found =
            try test.flag("plane_wave")
            ? model.planeWaveHamiltonian + model.planeWaveAttraction(of: charges)
            : model.dualBasisHamiltonian + model.dualBasisAttraction(of: charges)
        #expect(try found.isClose(to: test.operatorSum("op", FermionProduct.self), tolerance: test.tol))
        let lowest = try #require(try test.numbers("lowest"))
        let states = try ExactDiagonalization.lowestStates(lowest.count, of: found, modeCount: model.modeCount)
        #expect(Self.isClose(states.energies, lowest, 1e-8), "\(states.energies) \(lowest)")
    }

    @Test(arguments: try ModelVectors.cases("plane_wave_hamiltonian_cutoff"))
    func cutoff(_ test: Case) throws {
        let model = try Jellium(
            grid: test.grid(), isSpinless: test.flag("spinless"), energyCutoff: test.number("e_cutoff"))
        let found = try model.planeWaveHamiltonian + model.planeWaveAttraction(of: test.charges())
        #expect(try found.isClose(to: test.operatorSum("op", FermionProduct.self), tolerance: test.tol))
    }

    @Test(arguments: try ModelVectors.cases("fourier_transform") + ModelVectors.cases("inverse_fourier_transform"))
    func fourier(_ test: Case) throws {
        let (grid, isSpinless) = (try test.grid(), try test.flag("spinless"))
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let toPoints = test.kind == "fourier_transform"
        let found =
            try toPoints
            ? grid.planeWavesInPoints(operand, isSpinless: isSpinless)
            : grid.pointsInPlaneWaves(operand, isSpinless: isSpinless)
        let expected = try test.operatorSum("op_normal_ordered", FermionProduct.self)
        #expect(found.normalOrdered().isClose(to: expected, tolerance: test.tol))
        let back =
            try toPoints
            ? grid.pointsInPlaneWaves(found, isSpinless: isSpinless)
            : grid.planeWavesInPoints(found, isSpinless: isSpinless)
        #expect(back.normalOrdered().isClose(to: operand.normalOrdered(), tolerance: test.tol))
    }

    @Test(arguments: try ModelVectors.cases("grid"))
    func grids(_ test: Case) throws {
        let grid = try PlaneWaveGrid(dimension: test.count("d"), length: test.count("L"), scale: test.number("scale"))
        let points = try #require(test.expect["points"]?.list).map { try #require($0.list).compactMap(\.int) }
        func vectors(_ key: String) throws -> [[Double]] {
            try #require(test.expect[key]?.list).map { try #require($0.list).compactMap(\.double) }
        }
        let (positions, momenta) = (try vectors("positions"), try vectors("momenta"))
        let orbitals = try #require(test.expect["orbital_id_spinless"]?.list).compactMap(\.int)
        let spinOrbitals = try #require(test.expect["orbital_id_up"]?.list).compactMap(\.int)
        let model = try Jellium(grid: grid)
        for (index, coordinates) in points.enumerated() {
            let point = grid.point(at: coordinates)
            #expect(point == orbitals[index] && model.mode(point) == spinOrbitals[index])
            #expect(grid.coordinates(of: point) == coordinates)
            #expect(Self.isClose(grid.position(of: point), positions[index], test.tol))
            #expect(Self.isClose(grid.momentum(of: point), momenta[index], test.tol))
        }
        #expect(abs(grid.volume - (try #require(test.expect["volume"]?.double))) < test.tol)
    }

    @Test(arguments: try ModelVectors.cases("wigner_seitz_length_scale"))
    func wignerSeitz(_ test: Case) throws {
        let scale = try PlaneWaveGrid.wignerSeitzScale(
            radius: test.number("r"), particleCount: test.count("n"), dimension: test.count("d"))
        #expect(abs(scale - (try #require(test.expect["value"]?.double))) < test.tol)
    }

    @Test(arguments: try ModelVectors.cases("hypercube_grid"))
    func filledGrid(_ test: Case) throws {
        let grid = try PlaneWaveGrid(
            dimension: test.count("d"), length: test.count("L"), wignerSeitzRadius: test.number("r"),
            filling: test.number("filling"), isSpinless: test.flag("spinless"))
        #expect(abs(grid.volume - (try #require(test.expect["volume"]?.double))) < test.tol * grid.volume)
        for (key, found) in [("scale", grid.cell), ("reciprocal", grid.reciprocalCell)] {
            let expected = try #require(test.expect[key]?.list).map { try #require($0.list).compactMap(\.double) }
            for (row, reference) in zip(found, expected) { #expect(Self.isClose(row, reference, test.tol)) }
        }
    }

    /// OpenFermion's state vector has mode i in bit i here.
    @Test(arguments: try ModelVectors.cases("hartree_fock_state_jellium"))
    func hartreeFock(_ test: Case) throws {
        let (grid, isSpinless) = (try test.grid(), try test.flag("spinless"))
        let model = try Jellium(grid: grid, isSpinless: isSpinless)
        let modes = try model.hartreeFockModes(particleCount: test.count("n_electrons"))
        let expected = try #require(test.expect["state_little_endian_up_to_phase"]).tensor()
        var state = [Complex<Double>](repeating: .zero, count: expected.count)
        let determinant = FermionOperator(FermionProduct(modes.map { LadderOperator.creation($0) }))
        let creation =
            try test.flag("plane_wave")
            ? determinant : grid.planeWavesInPoints(determinant, isSpinless: isSpinless)
        for (term, coefficient) in creation {
            guard let (phase, occupied) = term.applied(to: QubitMask()) else { continue }
            state[Int(occupied.word)] += phase.multiplying(coefficient)
        }
        let overlap = zip(expected, state).reduce(Complex<Double>.zero) { $0 + $1.0.conjugate * $1.1 }
        #expect(abs(overlap.length - 1) < test.tol)
    }

    /// A skew cell: wave vectors and cell vectors are reciprocal, and the two forms of the kinetic energy are one.
    @Test func skewCells() throws {
        let grid = try PlaneWaveGrid(lengths: [3, 1, 5], cell: [[2, 0.1, 0], [0.3, 1.5, 0.2], [-0.4, 0.6, 3]])
        for i in 0..<3 {
            for j in 0..<3 {
                let product = (0..<3).reduce(0) { $0 + grid.reciprocalCell[i][$1] * grid.cell[j][$1] }
                #expect(abs(product - (i == j ? 2 * .pi : 0)) < 1e-12)
            }
        }
        let model = try Jellium(grid: grid, isSpinless: true)
        let turned = try grid.planeWavesInPoints(model.planeWaveKinetic, isSpinless: true)
        #expect(turned.isClose(to: model.dualBasisKinetic, tolerance: 1e-11))
        // Odd grids: the whole Hamiltonian is.
        let small = try Jellium(grid: PlaneWaveGrid(lengths: [3], cell: [[2.5]]), isSpinless: true)
        let whole = try small.grid.planeWavesInPoints(small.planeWaveHamiltonian, isSpinless: true).normalOrdered()
        #expect(whole.isClose(to: small.dualBasisHamiltonian.normalOrdered(), tolerance: 1e-11))
    }

    @Test func badInputIsNamed() throws {
        #expect(throws: LatticeModelError.flatCell) { try PlaneWaveGrid(lengths: [2, 2], cell: [[1, 2], [2, 4]]) }
        #expect(throws: LatticeModelError.count(of: "dimensions", found: 4, expected: "1, 2 or 3")) {
            try PlaneWaveGrid(dimension: 4, length: 2, scale: 1)
        }
        #expect(throws: LatticeModelError.self) { try PlaneWaveGrid(dimension: -1, length: 2, scale: 1) }
        #expect(throws: LatticeModelError.self) { try PlaneWaveGrid(dimension: 3, length: 1 << 20, scale: 1) }
        #expect(throws: LatticeModelError.self) { try PlaneWaveGrid(dimension: 1, length: 2, scale: 0) }
        #expect(throws: LatticeModelError.self) { try PlaneWaveGrid(lengths: [2, 2], cell: [[1, 0]]) }
        let grid = try PlaneWaveGrid(dimension: 1, length: 3, scale: 1)
        #expect(throws: LatticeModelError.self) { try Jellium(grid: grid, truncationRadius: -1) }
        #expect(throws: LatticeModelError.self) { try Jellium(grid: grid, energyCutoff: .nan) }
        let model = try Jellium(grid: grid)
        #expect(throws: LatticeModelError.count(of: "particles", found: 7, expected: "0 to 6")) {
            try model.hartreeFockModes(particleCount: 7)
        }
        #expect(throws: LatticeModelError.self) {
            try model.dualBasisAttraction(of: [PointCharge(charge: 1, position: [0, 0])])
        }
        #expect(throws: LatticeModelError.index(of: "mode", found: 3, count: 3)) {
            try grid.planeWavesInPoints(FermionOperator("3^"), isSpinless: true)
        }
        for filling in [0, 1.5, .nan] {
            #expect(throws: LatticeModelError.self) {
                try PlaneWaveGrid(dimension: 1, length: 2, wignerSeitzRadius: 1, filling: filling)
            }
        }
    }
}
