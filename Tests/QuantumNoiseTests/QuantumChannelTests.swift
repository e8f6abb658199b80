import ComplexModule
import QuantumCircuits
import QuantumNoise
import Testing

@Suite("Quantum channels")
struct QuantumChannelTests {
    private let damping = [
        GateMatrix(real: [1, 0, 0, 0.75.squareRoot()]), GateMatrix(real: [0, 0.5, 0, 0]),
    ]

    @Test("Branches carry the smallest eigenvalue of K†K, the likeliest first")
    func branches() throws {
        let channel = try QuantumChannel(kraus: damping.reversed(), name: "damping")
        #expect(!channel.isUnitaryMixture)
        #expect(abs(channel.branches[0].probabilityBound - 0.75) < 1e-12)
        #expect(channel.branches[0].matrix == damping[0])
        #expect(channel.branches[1].probabilityBound == 0)
        let flip = try QuantumChannel(
            mixture: [(0.25, GateMatrix(real: [0, 1, 1, 0])), (0.75, .identity(qubitCount: 1))], name: "flip")
        #expect(flip.isUnitaryMixture)
        #expect(flip.branches.map(\.isIdentity) == [true, false])
        #expect(abs(flip.branches[1].probabilityBound - 0.25) < 1e-15)
    }

    @Test("Bad Kraus sets are refused")
    func refusals() {
        #expect(throws: NoiseError.emptyChannel(name: "none")) { try QuantumChannel(kraus: [], name: "none") }
        #expect(throws: NoiseError.self) { try QuantumChannel(kraus: [damping[0]], name: "half") }
        #expect(throws: NoiseError.self) {
            try QuantumChannel(mixture: [(1.5, .identity(qubitCount: 1))], name: "too much")
        }
        #expect(throws: NoiseError.self) {
            try QuantumChannel(kraus: [GateMatrix(real: [.nan, 0, 0, 1])], name: "nan")
        }
    }
}
