import ComplexModule
import Foundation
import QuantumCircuits
import QuantumNoise
import Testing

/// OpenFermion's channels on density matrices, big-endian. Its `dephasing` is left out: it changes the trace, so it is no
/// channel.
@Suite("OpenFermion's channels")
struct OpenFermionChannelTests {
    private struct Reference: Decodable {
        struct Numbers: Decodable {
            let re: [Double]
            let im: [Double]

            var matrix: GateMatrix { GateMatrix(zip(re, im).map { Complex($0, $1) }) }
        }

        struct Case: Decodable {
            let id: String
            let name: String
            let p: Double
            let target: Int
            let input: Numbers
            let output: Numbers
        }

        let cases: [Case]
    }

    @Test("Amplitude damping and depolarizing give the same density matrices")
    func vectors() throws {
        let url = Bundle.module.bundleURL.appendingPathComponent("Resources/openfermion_channels.json")
        let cases = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url)).cases
        #expect(cases.count == 6)
        for item in cases {
            let channel: QuantumChannel =
                item.name == "depolarizing" ? try .depolarizing(item.p) : try .amplitudeDamping(item.p)
            let (rho, expected) = (item.input.matrix, item.output.matrix)
            let count = rho.qubitCount
            var found = GateMatrix([Complex<Double>](repeating: .zero, count: rho.elements.count))
            for kraus in channel.kraus {
                let whole = kraus.expanded(to: count, positions: [count - 1 - item.target])
                let term = whole * rho * whole.adjoint
                for index in found.elements.indices { found.elements[index] += term.elements[index] }
            }
            let worst = zip(found.elements, expected.elements).reduce(0) { max($0, ($1.0 - $1.1).length) }
            #expect(worst < 1e-9, "\(item.id)")
        }
    }
}
