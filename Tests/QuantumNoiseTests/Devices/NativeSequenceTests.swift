import ComplexModule
import Foundation
import QuantumCircuits
import TestSupport
import Testing

@testable import QuantumNoise

@Suite("Gates of two qubits in a processor's gates")
struct NativeSequenceTests {
    /// A random unitary of two qubits: Gram and Schmidt on random columns.
    private func randomUnitary(_ n: Int, using generator: inout SeededGenerator) -> GateMatrix {
        var columns: [[Complex<Double>]] = []
        while columns.count < n {
            var column = (0..<n).map { _ in
                Complex(Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator))
            }
            for _ in 0..<2 {
                for other in columns {
                    let overlap = zip(other, column).reduce(Complex<Double>.zero) { $0 + $1.0.conjugate * $1.1 }
                    column = zip(column, other).map { $0 - overlap * $1 }
                }
            }
            let norm = column.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
            columns.append(column.map { $0 / Complex(norm, 0) })
        }
        return GateMatrix((0..<(n * n)).map { columns[$0 % n][$0 / n] })
    }

    /// 1 − |Tr(A†B)|/4: 0 for matrices that are equal up to a phase.
    private func distance(_ a: GateMatrix, _ b: GateMatrix) -> Double {
        1 - zip(a.elements, b.elements).reduce(Complex<Double>.zero) { $0 + $1.0.conjugate * $1.1 }.length / 4
    }

    private static let named: [(name: String, angles: [Double], cz: Int, sqrtISwap: Int)] = [
        ("id2", [], 0, 0), ("cx", [], 1, 2), ("cz", [], 1, 2), ("swap", [], 3, 3), ("iswap", [], 2, 2),
        ("iswapdg", [], 2, 2), ("dcx", [], 2, 2), ("ecr", [], 1, 2), ("fswap", [], 2, 2), ("rzz", [0.3], 2, 2),
        ("rxx", [-2.8], 2, 2), ("cp", [0.7], 2, 2), ("crx", [1.1], 2, 2), ("fsim", [.pi / 2, .pi / 6], 3, 3),
        ("fsim", [.pi / 4, 0], 2, 1), ("fsim", [0.2, 0.1], 3, 3), ("fsim", [0.2, 0], 2, 2), ("rzz", [1e-9], 0, 0),
        ("rzz", [.pi], 0, 0),
    ]

    @Test("Named gates take as few native ones as the coordinates allow", arguments: Self.named)
    func namedGates(name: String, angles: [Double], cz: Int, sqrtISwap: Int) throws {
        let unitary = try GateTable.named(name).matrix(angles)
        for (gate, count) in [
            (ProcessorModel.EntanglingGate.cz, cz), (.cx, cz), (.sqrtISwap, sqrtISwap),
        ] {
            let sequence = try NativeSequence(unitary, in: gate)
            #expect(distance(NativeSequence.product(sequence.steps, gate), unitary) < 1e-12, "\(name) in \(gate)")
            #expect(sequence.nativeCount == count, "\(name) in \(gate)")
        }
    }

    @Test("Random unitaries, also near the chamber's walls, come back", arguments: [0, 1, 2])
    func randomGates(kind: Int) {
        forSeededCases(150) { generator in
            var unitary = randomUnitary(4, using: &generator)
            if kind > 0 {
                let grid: [Double] = [0, .pi / 8, .pi / 4, 0.3, -.pi / 8, .pi / 2, 1e-8]
                let coordinates = (0..<3).map { _ in grid[Int.random(in: 0..<grid.count, using: &generator)] }
                unitary = CanonicalForm.rotation(coordinates)
                if kind == 2 {
                    let (a, b) = (randomUnitary(2, using: &generator), randomUnitary(2, using: &generator))
                    let (c, d) = (randomUnitary(2, using: &generator), randomUnitary(2, using: &generator))
                    unitary = a.tensor(b) * unitary * c.tensor(d)
                }
            }
            let form = try CanonicalForm(unitary)
            let product = form.left * CanonicalForm.rotation(form.coordinates) * form.right
            #expect(distance(product, unitary) < 1e-13, generator.comment)
            #expect(form.coordinates[0] <= .pi / 4 + 1e-9 && form.coordinates[0] >= form.coordinates[1] - 1e-9)
            #expect(form.coordinates[1] >= abs(form.coordinates[2]) - 1e-9, generator.comment)
            for gate in [ProcessorModel.EntanglingGate.cz, .cx, .sqrtISwap] {
                let sequence = try NativeSequence(unitary, in: gate)
                #expect(sequence.nativeCount <= 3, generator.comment)
                #expect(distance(NativeSequence.product(sequence.steps, gate), unitary) < 1e-12, generator.comment)
            }
        }
    }

    @Test("What is not unitary is refused")
    func refusals() {
        #expect(throws: NoiseError.self) {
            try NativeSequence(GateMatrix(real: [Double](repeating: 0.5, count: 16)), in: .cz)
        }
        #expect(throws: NoiseError.self) { try NativeSequence(.identity(qubitCount: 2), in: .sycamore) }
    }
}
