import ComplexModule
import DenseAlgebra
import FermionEncodings
import Foundation
import OperatorAlgebra
import QuantumAlgorithms
import RealModule
import TestSupport
import Testing

/// The operator parts of the reference vectors on measurements. Where OpenFermion made a choice of its own (the order of a
/// sector's basis, groups, partitions and pairings) the property is tested, and that ours are no more than theirs.
///
/// Not among them: channels, which `QuantumNoise` has, and the Hartree-Fock functional, whose reference starts from
/// eigenvectors of a degenerate level and so from a choice of LAPACK's.
@Suite struct MeasurementVectorTests {
    typealias Case = ReferenceVectors.Case

    static func cases(_ kind: String) throws -> [Case] {
        try ReferenceVectors.cases(kind, file: "measurements", from: .module)
    }

    /// The index whose bits are in the other order: OpenFermion's qubit 0 is the highest bit.
    static func reversed(_ index: Int, _ width: Int) -> Int {
        (0..<width).reduce(0) { $0 | (index >> $1 & 1) << (width - 1 - $1) }
    }

    @Test(arguments: try cases("sector_indices"))
    func sectors(_ test: Case) throws {
        let (modes, particles) = (
            try #require(test.input["n_qubits"]?.int), try #require(test.input["n_electrons"]?.int)
        )
        func check(_ field: Field?, spin: Int?) throws {
            let expected = try #require(field?.list).compactMap(\.int).map { UInt64(Self.reversed($0, modes)) }
            let sector = try OccupationSector(modeCount: modes, particleCount: particles, twiceSpinZ: spin)
            #expect(sector.states == expected.sorted())
        }
        try check(test.expect["number_indices"], spin: nil)
        if case .object(let spins)? = test.expect["sz_indices"] {
            for (name, field) in spins { try check(field, spin: Int(2 * (try #require(Double(name))))) }
        }
        let reference = try #require(test.expect["hf_state_index"]?.int)
        #expect(Self.reversed(reference, modes) == (1 << particles) - 1)
    }

    @Test(arguments: try cases("number_preserving_sparse"))
    func sectorMatrices(_ test: Case) throws {
        let keepsSpin = test.input["spin_preserving"]?.bool == true
        // OpenFermion leaves out what changes S_z; here that is an error.
        let fermions = FermionOperator(
            try #require(test.input["op"]).operatorSum(FermionProduct.self).filter { term, _ in
                let change = term.factors.reduce(0) { $0 + ($1.isCreation ? 1 : -1) * ($1.mode % 2 == 0 ? 1 : -1) }
                return !keepsSpin || change == 0
            })
        let modes = test.input["n_qubits"]?.int ?? fermions.width
        let particles = try #require(test.input["n_electrons"]?.int)
        let elements = try #require(test.expect["matrix"]).tensor()
        let size = try #require(test.expect["shape"]?.list?.first?.int)
        let expected = try ComplexMatrix(rows: size, columns: size, elements: elements).hermitianEigen().values
        let spin = keepsSpin ? 2 * (particles - particles / 2) - particles : nil
        let found = try ExactDiagonalization.lowestStates(
            size, of: fermions, modeCount: modes, particleCount: particles, twiceSpinZ: spin)
        for (energy, reference) in zip(found.energies, expected) { #expect(abs(energy - reference) < test.tol) }
    }

    @Test(arguments: try cases("linear_operator"))
    func matrixFree(_ test: Case) throws {
        let sum = try #require(test.input["op"]).operatorSum(PauliString.self)
        let qubits = try #require(test.input["n"]?.int)
        let (input, expected) = (
            try #require(test.input["x"]).tensor(), try #require(test.expect["y"]).tensor()
        )
        func ordered(_ vector: [Complex<Double>]) -> [Complex<Double>] {
            vector.indices.map { vector[Self.reversed($0, qubits)] }
        }
        let action = try MatrixFreePauliSum(sum, qubitCount: qubits)
        let found = ordered(try action.applied(to: ordered(input)))
        for (a, b) in zip(found, expected) { #expect((a - b).length < test.tol) }
        if let diagonal = test.expect["diagonal"]?.list {
            for (index, value) in diagonal.enumerated() {
                let place = Self.reversed(index, qubits)
                #expect(abs(action.diagonal[place] - (value.double ?? .nan)) < test.tol)
            }
        }
        let lowest = try #require(test.expect["lowest4"]?.list).compactMap(\.double)
        let states = try ExactDiagonalization.lowestStates(4, of: sum, qubitCount: qubits)
        for (energy, reference) in zip(states.energies, lowest) { #expect(abs(energy - reference) < 1e-8) }
        if let gap = test.expect["gap"]?.double { #expect(abs((states.gap ?? .nan) - gap) < 1e-8) }
    }

    @Test(arguments: try cases("expectation_computational_basis"))
    func determinants(_ test: Case) throws {
        let fermions = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let bits = try #require(test.input["occupation"]?.list).compactMap(\.int)
        let value = fermions.expectation(occupied: QubitMask(bits.indices.filter { bits[$0] == 1 }))
        #expect((value - Complex(try #require(test.expect["value"]?.double), 0)).length < test.tol)
    }

    static func expect(_ fermions: FermionOperator, is test: Case) throws {
        let modes = try #require(test.input["n"]?.int)
        let expected = try #require(test.expect["matrix"]).tensor()
        let found = try SparseMatrix(fermions, modeCount: modes)
        for row in 0..<1 << modes {
            for column in 0..<1 << modes {
                let reference = expected[(reversed(row, modes) << modes) + reversed(column, modes)]
                #expect((found[row, column] - reference).length < test.tol)
            }
        }
    }

    /// e^(iφ n_j) e^(θ (a†_i a_j − a†_j a_i)), the second factor written out: with n_i + n_j − 2 n_i n_j it is a rotation.
    @Test(arguments: try cases("jw_sparse_givens"))
    func givensRotations(_ test: Case) throws {
        let (i, j) = (try #require(test.input["i"]?.int), try #require(test.input["j"]?.int))
        let (theta, phi) = (try #require(test.input["theta"]?.double), try #require(test.input["phi"]?.double))
        let (ni, nj) = (FermionOperator.occupation(of: i), FermionOperator.occupation(of: j))
        let single = ni + nj - 2 * ni * nj
        let turn = FermionOperator.excitation(from: j, to: i) - .excitation(from: i, to: j)
        let phase = FermionOperator.identity + Complex(Double.cos(phi) - 1, Double.sin(phi)) * nj
        let rotation = FermionOperator.identity + (Double.cos(theta) - 1) * single + Double.sin(theta) * turn
        try Self.expect(phase * rotation, is: test)
    }

    @Test(arguments: try cases("jw_particle_hole_last"))
    func particleHole(_ test: Case) throws {
        let last = try #require(test.input["n"]?.int) - 1
        // OpenFermion leaves the Jordan-Wigner sign of the modes below out.
        let parity = (0..<last).reduce(FermionOperator.identity) { $0 * (.identity - 2 * .occupation(of: $1)) }
        try Self.expect((FermionOperator("\(last)^") + FermionOperator("\(last)")) * parity, is: test)
    }

    @Test(arguments: try cases("tensor_product_groups"))
    func groups(_ test: Case) throws {
        let sum = try #require(test.input["op"]).operatorSum(PauliString.self)
        let groups = sum.grouped(.qubitWise)
        #expect(groups.count <= (try #require(test.expect["n_groups"]?.int)))
        #expect(groups.reduce(PauliSum.zero) { $0 + $1.sum } == sum)
    }
}
