import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import QuantumNoise
import RealModule
import TestSupport
import Testing

@Suite("Symmetries against noise")
struct SymmetryTests {
    @Test("Parities and numbers of ones")
    func outcomes() {
        for bits in 0..<64 {
            let ones = (bits & 0b101101).nonzeroBitCount
            #expect(OutcomeSymmetry.parity(of: [0, 2, 3, 5], isOdd: true).holds(for: bits) == (ones % 2 == 1))
            #expect(OutcomeSymmetry.parity(of: [0, 2, 3, 5], isOdd: false).holds(for: bits) == (ones % 2 == 0))
            for count in 0...4 {
                #expect(OutcomeSymmetry.count(of: [0, 2, 3, 5], equals: count).holds(for: bits) == (ones == count))
            }
        }
    }

    private static let noise = "depolarizing:0.002,0.02+bit-flip:0.01"

    /// Samples of the exact mixture: 20 000 shots.
    @Test("Selection by the number of particles lowers the error threefold, by parity twofold")
    func selection() {
        var (before, byNumber, byParity) = (0.0, 0.0, 0.0)
        let observable = PauliSum([
            (PauliString([0: .z, 3: .z]), .init(1, 0)), (PauliString([1: .z]), .init(0.5, 0)),
        ])
        forSeededCases(6) { generator in
            let circuit = try MitigationCircuits.conserving(qubits: 5, layers: 1, using: &generator)
            let exact = try MitigationCircuits.exact(circuit, observable)
            let mixture = try MitigationCircuits.mixture(circuit, Self.noise)
            let counts = try OutcomeCounts(outcomes: mixture.sample(shots: 20_000, seed: generator.seed))
            let number = try PostSelection([.count(of: [0, 1, 2, 3, 4], equals: 2)]).selected(from: counts)
            let parity = try PostSelection([.parity(of: [0, 1, 2, 3, 4], isOdd: false)]).selected(from: counts)
            #expect(number.share.value <= parity.share.value && parity.share.value < 1, generator.comment)
            #expect(number.counts.total == Int((number.share.value * 20_000).rounded()), generator.comment)
            before += abs(try counts.expectation(of: observable).value - exact)
            byNumber += abs(try number.counts.expectation(of: observable).value - exact)
            byParity += abs(try parity.counts.expectation(of: observable).value - exact)
        }
        #expect(byNumber * 3 < before && byParity * 2 < before, "\(before), \(byNumber), \(byParity)")
    }

    /// For a diagonal observable and symmetry the projection is the selection, with all shots there are.
    @Test("Projection is selection where both apply, and also takes what is not diagonal")
    func projection() {
        var (before, after) = (0.0, 0.0)
        forSeededCases(6) { generator in
            let circuit = try MitigationCircuits.conserving(qubits: 4, layers: 2, using: &generator)
            let mixture = try MitigationCircuits.mixture(circuit, Self.noise)
            let parity = PauliSymmetry(PauliString([0: .z, 1: .z, 2: .z, 3: .z]))
            let projection = try SymmetryProjection([parity])
            func found(_ observable: PauliSum) throws -> Double {
                try projection.mitigated(observable) { sum throws(NoiseError) in
                    Estimate(try mixture.expectation(of: sum))
                }.value
            }
            let diagonal = try PauliSum("Z0 Z2 + 0.3 [Z1]")
            let probabilities = mixture.parts[0].matrix.probabilities
            var (sum, share) = (0.0, 0.0)
            for (bits, probability) in probabilities.enumerated() where bits.nonzeroBitCount % 2 == 0 {
                let value = [(0b101, 1.0), (0b010, 0.3)].reduce(0) {
                    $0 + $1.1 * ((bits & $1.0).nonzeroBitCount % 2 == 0 ? 1 : -1)
                }
                sum += probability * value
                share += probability
            }
            #expect(abs(try found(diagonal) - sum / share) < 1e-12, generator.comment)
            let hopping = try PauliSum("0.5 [X0 X1] + 0.5 [Y0 Y1] + 0.2 [Z2]")
            let exact = try MitigationCircuits.exact(circuit, hopping)
            before += abs(try mixture.expectation(of: hopping) - exact)
            after += abs(try found(hopping) - exact)
            // What leaves the sector has no part in it.
            #expect(abs(try found(PauliSum("X0"))) < 1e-15, generator.comment)
        }
        #expect(after * 1.5 < before, "\(before) before, \(after) after")
    }

    /// 4000 repetitions, in which numerator and denominator scatter independently; 10% is more than five deviations.
    @Test("The standard error of a projected value is its scatter")
    func errorOfTheRatio() throws {
        var generator = SeededGenerator(seed: 2)
        let projection = try SymmetryProjection([PauliSymmetry(PauliString([0: .z]), isNegated: true)])
        var (values, claimed) = ([Double](), [Double]())
        for _ in 0..<4000 {
            let result = try projection.mitigated(PauliSum("Z1")) { sum throws(NoiseError) in
                let (mean, error) = sum == projection.projector ? (0.8, 0.02) : (0.5, 0.03)
                return Estimate(mean + error * MitigationCircuits.normal(&generator), standardError: error)
            }
            values.append(result.value)
            claimed.append(result.standardError)
        }
        let (mean, deviation) = MitigationCircuits.moments(values)
        #expect(abs(mean - 0.625) < 0.01)
        #expect(abs(MitigationCircuits.moments(claimed).mean / deviation - 1) < 0.1)
    }

    @Test("The projector is one, and bad input is named")
    func projectors() throws {
        let symmetries = [
            PauliSymmetry(PauliString([0: .x, 1: .x]), isNegated: true), PauliSymmetry(PauliString([0: .z, 1: .z])),
        ]
        let projector = try SymmetryProjection(symmetries).projector
        #expect((projector * projector).isClose(to: projector, tolerance: 1e-15) && projector.count == 4)
        let x = PauliSymmetry(PauliString([0: .x])), z = PauliSymmetry(PauliString([0: .z]))
        #expect(throws: NoiseError.self) { try SymmetryProjection([x, z]) }
        #expect(throws: NoiseError.self) { try SymmetryProjection([z, PauliSymmetry(z.string, isNegated: true)]) }
        #expect(throws: NoiseError.self) {
            try SymmetryProjection((0..<13).map { PauliSymmetry(PauliString([$0: .z])) })
        }
        #expect(throws: NoiseError.self) {
            try SymmetryProjection([z]).mitigated(PauliSum("Z1")) { _ in Estimate(0.01, standardError: 0.1) }
        }
        let counts = try OutcomeCounts([1: 5])
        #expect(throws: NoiseError.self) { try PostSelection([.count(of: [0], equals: 0)]).selected(from: counts) }
        #expect(throws: NoiseError.self) { try PostSelection([]).selected(from: OutcomeCounts([:])) }
        #expect(throws: NoiseError.self) { try PostSelection([.count(of: [70], equals: 0)]).selected(from: counts) }
    }
}
