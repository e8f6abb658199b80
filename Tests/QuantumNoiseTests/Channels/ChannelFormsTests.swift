import ComplexModule
import DenseAlgebra
import Foundation
import QuantumCircuits
import QuantumNoise
import TestSupport
import Testing

/// Forms and distances against qiskit.quantum_info, on Kraus operators of cirq.
@Suite("Channels as matrices")
struct ChannelFormsTests {
    /// `channel_forms.json`, made by the script beside it.
    private struct Reference: Decodable {
        struct Form: Decodable {
            let rows: Int
            let re: [Double]
            let im: [Double]
        }
        struct Case: Decodable {
            let name: String
            let superoperator: Form
            let choi: Form
            let pauliTransferMatrix: Form
            let processFidelity: Double
            let averageGateFidelity: Double
            let fidelityWithDepolarizing: Double
            let distanceToDepolarizing: Double
            let unitarity: Double
        }
        let cases: [Case]
    }

    private static func channels() throws -> [String: QuantumChannel] {
        [
            "depolarizing(0.1)": try .depolarizing(0.1),
            "depolarizing(0.1, 2)": try .depolarizing(0.1, qubitCount: 2),
            "pauli(0.1, 0.05, 0.2)": try .pauli(x: 0.1, y: 0.05, z: 0.2),
            "bitFlip(0.2)": try .bitFlip(0.2),
            "phaseFlip(0.2)": try .phaseFlip(0.2),
            "amplitudeDamping(0.3)": try .amplitudeDamping(0.3),
            "generalizedAmplitudeDamping(0.7, 0.3)": try .generalizedAmplitudeDamping(p: 0.7, gamma: 0.3),
            "phaseDamping(0.3)": try .phaseDamping(0.3),
            "pauli(XZ: 0.06, YI: 0.04)": try .pauli(["XZ": 0.06, "YI": 0.04]),
            "overRotation(0.3, XZ)": try .overRotation(0.3, about: "XZ"),
            "amplitudeDamping(0.3) x depolarizing(0.1)":
                try QuantumChannel.amplitudeDamping(0.3).tensor(.depolarizing(0.1)),
            "amplitudeDamping(0.3), then overRotation(0.4, X)":
                try QuantumChannel.amplitudeDamping(0.3).composed(with: .overRotation(0.4, about: "X")),
        ]
    }

    private func distance(_ matrix: ComplexMatrix, _ form: Reference.Form) -> Double {
        guard matrix.rows == form.rows else { return .infinity }
        return matrix.elements.indices.reduce(0) {
            max($0, (matrix.elements[$1] - Complex(form.re[$1], form.im[$1])).length)
        }
    }

    @Test("Every form, fidelity and distance is Qiskit's")
    func qiskit() throws {
        let url = try #require(Bundle.module.url(forResource: "Resources/channel_forms", withExtension: "json"))
        let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
        let channels = try Self.channels()
        #expect(reference.cases.count == channels.count)
        for expected in reference.cases {
            let name = Comment(rawValue: expected.name)
            let channel = try #require(channels[expected.name], name)
            #expect(distance(channel.superoperator, expected.superoperator) < 1e-12, name)
            #expect(distance(channel.choi, expected.choi) < 1e-12, name)
            let transfer = channel.pauliTransferMatrix
            #expect(
                zip(transfer.elements, expected.pauliTransferMatrix.re).allSatisfy { abs($0 - $1) < 1e-12 }, name)
            #expect(abs(try channel.processFidelity() - expected.processFidelity) < 1e-12, name)
            #expect(abs(try channel.averageGateFidelity() - expected.averageGateFidelity) < 1e-12, name)
            #expect(abs(channel.unitarity - expected.unitarity) < 1e-12, name)
            let other = try QuantumChannel.depolarizing(0.1, qubitCount: channel.qubitCount)
            #expect(
                abs(try channel.processFidelity(with: other) - expected.fidelityWithDepolarizing) < 1e-6, name)
            #expect(
                abs(try channel.choiTraceDistance(to: other) - expected.distanceToDepolarizing) < 1e-12, name)
        }
    }

    /// A channel of random Kraus operators: the columns of a random isometry.
    private func randomChannel(_ qubits: Int, using generator: inout SeededGenerator) throws -> QuantumChannel {
        let d = 1 << qubits
        let count = Int.random(in: 1...4, using: &generator)
        var columns: [[Complex<Double>]] = []
        while columns.count < d {
            var column = (0..<(count * d)).map { _ in
                Complex(Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator))
            }
            for other in columns {
                let overlap = zip(other, column).reduce(Complex<Double>.zero) { $0 + $1.0.conjugate * $1.1 }
                column = zip(column, other).map { $0 - overlap * $1 }
            }
            let norm = column.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
            columns.append(column.map { $0 / Complex(norm, 0) })
        }
        let kraus = (0..<count).map { k in
            GateMatrix((0..<(d * d)).map { columns[$0 % d][k * d + $0 / d] })
        }
        return try QuantumChannel(kraus: kraus, name: "random")
    }

    private func distance(_ a: ComplexMatrix, _ b: ComplexMatrix) -> Double {
        zip(a.elements, b.elements).reduce(0) { max($0, ($1.0 - $1.1).length) }
    }

    @Test("A channel comes back from each of its forms")
    func roundTrips() {
        forSeededCases(30) { generator in
            let channel = try randomChannel(Int.random(in: 1...2, using: &generator), using: &generator)
            let choi = channel.choi
            #expect(distance(try QuantumChannel(choi: choi, name: "c").choi, choi) < 1e-12, generator.comment)
            let second = try QuantumChannel(superoperator: channel.superoperator, name: "s")
            #expect(distance(second.choi, choi) < 1e-12, generator.comment)
            let third = try QuantumChannel(pauliTransferMatrix: channel.pauliTransferMatrix, name: "p")
            #expect(distance(third.choi, choi) < 1e-12, generator.comment)
        }
    }

    @Test("Composition multiplies superoperators; a channel is at distance 0 and fidelity 1 of itself")
    func composition() {
        forSeededCases(30) { generator in
            let qubits = Int.random(in: 1...2, using: &generator)
            let first = try randomChannel(qubits, using: &generator)
            let then = try randomChannel(qubits, using: &generator)
            let both = try first.composed(with: then)
            let product = try then.superoperator * first.superoperator
            #expect(distance(both.superoperator, product) < 1e-12, generator.comment)
            #expect(try first.choiTraceDistance(to: first) < 1e-12)
            #expect(try first.processFidelity(with: first) > 1 - 1e-6)
            #expect(try first.choiTraceDistance(to: then) <= 1 + 1e-12)
            #expect(first.unitarity <= 1 + 1e-12)
        }
    }

    @Test("Composed mixtures stay mixtures, equal products being one")
    func mixtures() throws {
        let both = try QuantumChannel.depolarizing(0.1, qubitCount: 2)
            .composed(with: .pauli(["XX": 0.2, "ZI": 0.1]))
        #expect(both.isUnitaryMixture)
        #expect(both.kraus.count == 16)
        let flips = try QuantumChannel.bitFlip(0.1).composed(with: .bitFlip(0.2))
        #expect(abs((flips.pauliProbabilities["X"] ?? 0) - 0.26) < 1e-14)
        let damping = try QuantumChannel.amplitudeDamping(0.1)
        #expect(flips.isUnital && !damping.isUnital)
    }

    @Test("Twirled amplitude damping is the Pauli channel of the textbooks")
    func twirling() throws {
        let gamma = 0.2
        let twirled = try QuantumChannel.amplitudeDamping(gamma).pauliTwirled()
        let probabilities = twirled.pauliProbabilities
        #expect(abs((probabilities["X"] ?? 0) - gamma / 4) < 1e-15)
        #expect(abs((probabilities["Y"] ?? 0) - gamma / 4) < 1e-15)
        #expect(abs((probabilities["Z"] ?? 0) - (2 - gamma - 2 * (1 - gamma).squareRoot()) / 4) < 1e-15)
        #expect(twirled.isUnitaryMixture)
    }

    @Test("Matrices that are no channels are refused, each with its kind of error")
    func refusals() throws {
        // The transposition of a qubit is positive, but not completely.
        var swap = ComplexMatrix(rows: 4, columns: 4)
        for (row, column) in [(0, 0), (1, 2), (2, 1), (3, 3)] { swap[row, column] = Complex(1, 0) }
        #expect {
            try QuantumChannel(choi: swap, name: "transposition")
        } throws: { error in
            if case NoiseError.notCompletelyPositive(_, let lowest) = error { abs(lowest + 1) < 1e-12 } else { false }
        }
        var half = try QuantumChannel.depolarizing(0.1).choi
        for i in 0..<4 { for j in 0..<4 { half[i, j] = half[i, j] * Complex(0.5, 0) } }
        #expect {
            try QuantumChannel(choi: half, name: "half")
        } throws: { error in
            if case NoiseError.notTracePreserving = error { true } else { false }
        }
        #expect(throws: NoiseError.self) {
            try QuantumChannel(choi: ComplexMatrix(rows: 3, columns: 3), name: "odd")
        }
        var matrix = Matrix.identity(4)
        matrix[1, 1] = 1.1
        #expect(throws: NoiseError.self) { try QuantumChannel(pauliTransferMatrix: matrix, name: "long") }
        matrix[1, 1] = .nan
        #expect(throws: NoiseError.self) { try QuantumChannel(pauliTransferMatrix: matrix, name: "nan") }
        #expect(throws: NoiseError.self) {
            try QuantumChannel.bitFlip(0.1).composed(with: .depolarizing(0.1, qubitCount: 2))
        }
        #expect(throws: NoiseError.self) {
            let three = try QuantumChannel.depolarizing(0.1, qubitCount: 3)
            return try three.tensor(.depolarizing(0.1, qubitCount: 2))
        }
    }
}
