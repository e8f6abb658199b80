import ComplexModule
import DenseAlgebra
import FermionEncodings
import OperatorAlgebra
import QuantumAlgorithms
import RealModule
import TestSupport
import Testing

@Suite struct LowestStatesTests {
    static func coefficient(using generator: inout SeededGenerator) -> Complex<Double> {
        Complex(.random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator))
    }

    static func randomHermitian(_ qubits: Int, isReal: Bool, using generator: inout SeededGenerator) -> PauliSum {
        PauliSum(
            (0..<12).map { _ -> PauliSum.Element in
                var string = PauliString.identity
                for qubit in 0..<qubits {
                    string[qubit] = [PauliLetter?.none, .x, .y, .z].randomElement(using: &generator) ?? nil
                }
                if isReal, !string.yCount.isMultiple(of: 2) { string = PauliString([0: .z]) }
                return (string, Complex(Double.random(in: -1...1, using: &generator), 0))
            })
    }

    /// Terms that keep the number of particles and S_z, each with its adjoint.
    static func randomConserving(_ modes: Int, isReal: Bool, using generator: inout SeededGenerator) -> FermionOperator
    {
        var sum = FermionOperator.zero
        for _ in 0..<10 {
            let parity = Int.random(in: 0...1, using: &generator)
            let same = (0..<modes).filter { $0 % 2 == parity }
            guard let p = same.randomElement(using: &generator), let q = same.randomElement(using: &generator) else {
                continue
            }
            let r = Int.random(in: 0..<modes, using: &generator)
            let factors: [LadderOperator] = [.creation(p), .annihilation(q), .creation(r), .annihilation(r)]
            let value = coefficient(using: &generator)
            sum += FermionOperator(FermionProduct(factors), isReal ? Complex(value.real, 0) : value)
        }
        return sum + sum.adjoint
    }

    /// Eigenvalues of the rows and columns named, by LAPACK.
    static func dense(_ matrix: SparseMatrix, _ states: [Int]) throws -> [Double] {
        var values: [Complex<Double>] = []
        for row in states { values += states.map { matrix[row, $0] } }
        let dense = try ComplexMatrix(rows: states.count, columns: states.count, elements: values)
        return try dense.hermitianEigen().values
    }

    @Test func pauliSums() {
        forSeededCases(24) { generator in
            let qubits = Int.random(in: 1...9, using: &generator)
            let isReal = Bool.random(using: &generator)
            let sum = Self.randomHermitian(qubits, isReal: isReal, using: &generator)
            let count = min(1 << qubits, Int.random(in: 1...4, using: &generator))
            let found = try ExactDiagonalization.lowestStates(count, of: sum, qubitCount: qubits)
            let matrix = try SparseMatrix(sum, qubitCount: qubits)
            let expected = try Self.dense(matrix, Array(0..<1 << qubits))
            for (index, energy) in found.energies.enumerated() {
                #expect(abs(energy - expected[index]) < 1e-8, generator.comment)
                let image = matrix * found.states[index]
                let residual = zip(image, found.states[index]).reduce(0) {
                    let difference = $1.0 - Complex(energy, 0) * $1.1
                    return $0 + difference.lengthSquared
                }
                #expect(residual.squareRoot() < 1e-7, generator.comment)
            }
            #expect(found.basisStates == nil)
        }
    }

    @Test func sectors() {
        forSeededCases(30) { generator in
            let modes = Int.random(in: 1...9, using: &generator)
            let isReal = Bool.random(using: &generator)
            let fermions = Self.randomConserving(modes, isReal: isReal, using: &generator)
            let matrix = try SparseMatrix(fermions, modeCount: modes)
            let particles = Bool.random(using: &generator) ? Int.random(in: 0...modes, using: &generator) : nil
            let spins = (-(modes / 2)...(modes + 1) / 2).filter { spin in
                particles.map { abs(spin) <= $0 && (spin - $0) % 2 == 0 } ?? true
            }
            let spin = Bool.random(using: &generator) ? spins.randomElement(using: &generator) ?? nil : nil
            let states = (0..<1 << modes).filter { state in
                let (up, down) = ((state & 0x5555).nonzeroBitCount, (state & 0xAAAA).nonzeroBitCount)
                return (particles ?? up + down) == up + down && (spin ?? up - down) == up - down
            }
            if states.isEmpty { return }
            let count = min(states.count, 3)
            let found = try ExactDiagonalization.lowestStates(
                count, of: fermions, modeCount: modes, particleCount: particles, twiceSpinZ: spin)
            let expected = try Self.dense(matrix, states)
            for (energy, reference) in zip(found.energies, expected) {
                #expect(abs(energy - reference) < 1e-8, generator.comment)
            }
            if let basis = found.basisStates { #expect(basis == states.map(UInt64.init), generator.comment) }
            #expect((found.basisStates == nil) == (particles == nil && spin == nil))
        }
    }

    /// Larger than what is diagonalized densely: the Hubbard chain of 6 sites at half filling, against its own spectrum in
    /// all sectors.
    @Test func sectorsAddUpToTheWhole() throws {
        var fermions = FermionOperator.zero
        for site in 0..<5 {
            for spin in 0..<2 {
                let (p, q) = (2 * site + spin, 2 * site + 2 + spin)
                fermions -= .excitation(from: p, to: q) + .excitation(from: q, to: p)
            }
        }
        for site in 0..<6 { fermions += 3 * .occupation(of: 2 * site) * .occupation(of: 2 * site + 1) }
        let whole = try ExactDiagonalization.lowestStates(2, of: fermions)
        var lowest: [Double] = []
        for particles in 0...12 {
            lowest += try ExactDiagonalization.lowestStates(1, of: fermions, particleCount: particles).energies
        }
        #expect(abs((lowest.min() ?? 0) - whole.energies[0]) < 1e-8)
        #expect(whole.gap.map { $0 >= -1e-9 } == true)
    }

    @Test func badInputIsNamed() throws {
        func message(_ body: () throws -> Void) -> String {
            do {
                try body()
                return "nothing was thrown"
            } catch { return "\(error)" }
        }
        let hop = try FermionOperator("[0^ 1] + [1^ 0]")
        #expect(message { _ = try ExactDiagonalization.lowestStates(1, of: hop, twiceSpinZ: 0) }.contains("S_z"))
        let pair = try FermionOperator("[0^ 1^] + [1 0]")
        #expect(message { _ = try ExactDiagonalization.lowestStates(1, of: pair, particleCount: 1) }.contains("'1 0'"))
        #expect(
            message { _ = try ExactDiagonalization.lowestStates(1, of: hop, particleCount: 3) }
                .contains("no occupation of 2 modes has 3 particles"))
        #expect(
            message { _ = try ExactDiagonalization.lowestStates(1, of: PauliSum("X0"), qubitCount: 40) }.contains("30"))
        #expect(
            message { _ = try ExactDiagonalization.lowestStates(1, of: PauliSum("X3"), qubitCount: 2) }.contains("4"))
        #expect(
            message { _ = try ExactDiagonalization.lowestStates(1, of: PauliSum(PauliString([0: .x]), Complex(0, 1))) }
                .contains("not real"))
        #expect(message { _ = try ExactDiagonalization.lowestStates(9, of: PauliSum("X0")) }.contains("ask for 1 to 2"))
    }
}
