import CPeak
import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors

/// What each kind of pass reaches of the machine's peak, on one thread.
struct Kernels {
    private let qubitCount: Int
    private static let (rounds, shortest) = (9, 2e-3)

    /// Gates that are one kind of pass; `flops` an amplitude where arithmetic is the limit.
    private struct Kernel {
        let name: String
        let operations: [CircuitOperation]
        var flops = 0.0
        /// The part of the state that it has to read and write.
        var share = 1.0

        init(name: String, operation: CircuitOperation, flops: Double = 0, share: Double = 1) {
            self.init(name: name, operations: [operation], flops: flops, share: share)
        }

        init(name: String, operations: [CircuitOperation], flops: Double = 0, share: Double = 1) {
            (self.name, self.operations, self.flops, self.share) = (name, operations, flops, share)
        }
    }

    init(_ arguments: inout Arguments) throws {
        qubitCount = try arguments.number("the number of qubits")
    }

    func printAll() throws {
        var rows: [[String: Any]] = []
        for precision in Precision.allCases {
            let backend = try VectorizedBackend(precision: precision, threadCount: 1)
            var state = try TestInputs.state(qubitCount: qubitCount, precision: precision)
            for kernel in try kernels() {
                let gates = try PreparedGates(kernel.operations, qubitCount: qubitCount, backend: backend)
                // Short passes are repeated, so that the clock does not matter.
                let once = try seconds { try gates.apply(to: &state) }
                let count = max(1, Int(Self.shortest / once))
                let time = try median {
                    try seconds { for _ in 0..<count { try gates.apply(to: &state) } } / Double(count)
                }
                let amplitudes = Double(state.amplitudeCount)
                rows.append([
                    "kernel": kernel.name, "precision": precision.rawValue, "qubits": qubitCount, "seconds": time,
                    "gflops": kernel.flops * amplitudes / time * 1e-9,
                    "gbs": 2 * kernel.share * amplitudes * Double(precision.bytesPerAmplitude) / time * 1e-9,
                ])
            }
        }
        try CircuitJob.print(["peak": peak(), "kernels": rows])
    }

    private func median(_ measure: () throws -> Double) rethrows -> Double {
        let times = try (0..<Self.rounds).map { _ in try measure() }.sorted()
        return times[times.count / 2]
    }

    /// The best of several tries: a peak is what nothing disturbed.
    private func peak() -> [String: Any] {
        func best(_ measure: () -> Double) -> Double { (0..<10).map { _ in measure() }.min() ?? .nan }
        func rate(_ loop: (Int) -> Double) -> Double {
            1e-9
                / best {
                    var flops = 0.0
                    let time = seconds { flops = loop(20_000_000) }
                    return time / flops
                }
        }
        let count = 1 << 26
        let numbers = UnsafeMutablePointer<Float>.allocate(capacity: count)
        numbers.initialize(repeating: 1, count: count)
        defer { numbers.deallocate() }
        let time = best { seconds { cpeak_scale(numbers, count, 0.999) } }
        return [
            "singleGFlops": rate(cpeak_single), "doubleGFlops": rate(cpeak_double),
            "bandwidthGBs": 2 * Double(count * MemoryLayout<Float>.stride) / time * 1e-9,
        ]
    }

    private func kernels() throws -> [Kernel] {
        let top = qubitCount - 1
        var kernels: [Kernel] = []
        for width in 1...6 {
            let flops = 8 * Double(1 << width)
            for (place, qubits) in [("low", Array(0..<width)), ("high", (0..<width).map { top - 2 * $0 })] {
                let gate = CircuitOperation.matrix(MatrixGate(Self.denseMatrix(width), on: qubits))
                kernels.append(Kernel(name: "dense \(width), \(place) qubits", operation: gate, flops: flops))
            }
        }
        func gate(_ name: String, _ angles: [Angle], _ qubits: [Int]) throws -> CircuitOperation {
            .gate(Gate(try GateTable.named(name), angles, on: qubits))
        }
        func rotation(_ letters: KeyValuePairs<Int, PauliLetter>) -> CircuitOperation {
            .pauliRotation(PauliRotation(PauliString(letters), angle: 0.3))
        }
        kernels += [
            Kernel(name: "x, high", operation: try gate("x", [], [top])),
            Kernel(name: "cx, high", operation: try gate("cx", [], [top, top - 3]), share: 0.5),
            Kernel(name: "swap, low and high", operation: try gate("swap", [], [1, top]), share: 0.5),
            Kernel(name: "ccx", operation: try gate("ccx", [], [top, 9, 3]), share: 0.25),
            Kernel(name: "cz", operation: try gate("cz", [], [top, 2]), share: 0.25),
            Kernel(name: "rz", operation: try gate("rz", [0.3], [5])),
            Kernel(name: "rzz", operation: try gate("rzz", [0.3], [top, 2])),
            Kernel(name: "rx, high", operation: try gate("rx", [0.3], [top])),
            Kernel(name: "fsim", operation: try gate("fsim", [1.5, 0.5], [top, 4])),
            Kernel(name: "rotation, 4 letters", operation: rotation([1: .x, 6: .y, 11: .z, top: .x])),
            Kernel(name: "rotation, all Z", operation: rotation([1: .z, 6: .z, 11: .z, top: .z])),
        ]
        // Passes that plans are made of: real rotations take 4 operations an amplitude, phases 6.
        let (near, far) = ([5, 6, 7, 8], [5, 6, top - 1, top])
        func layer(_ name: String, _ angles: [Angle], _ qubits: [Int]) throws -> [CircuitOperation] {
            try qubits.map { try gate(name, angles, [$0]) }
        }
        let pairs = try [(5, 6), (7, 8)].map { try gate("givens", [0.3], [$0.0, $0.1]) }
        kernels += [
            Kernel(name: "4 real rotations, near", operations: try layer("ry", [0.3], near), flops: 16),
            Kernel(name: "4 real rotations, 2 far", operations: try layer("ry", [0.3], far), flops: 16),
            Kernel(name: "4 rotations by 45°", operations: try layer("ry", [.value(.pi / 2)], near), flops: 16),
            Kernel(name: "4 rotations, lanes too", operations: try layer("ry", [0.3], [0, 1] + near), flops: 24),
            Kernel(name: "4 rotations, then 2 of pairs", operations: try layer("ry", [0.3], near) + pairs, flops: 24),
            Kernel(
                name: "rotation of a pair, high", operation: try gate("givens", [0.3], [top, 8]), flops: 2, share: 0.5),
            Kernel(name: "phases of every qubit", operations: try layer("rz", [0.3], Array(0...top)), flops: 6),
            Kernel(
                name: "phases of neighbours",
                operations: try (0..<top).map { try gate("rzz", [0.3], [$0, $0 + 1]) }, flops: 6),
        ]
        return kernels
    }

    /// A unitary without zeros: the discrete Fourier transform times phases.
    private static func denseMatrix(_ width: Int) -> GateMatrix {
        let size = 1 << width
        var matrix = GateMatrix.identity(qubitCount: width)
        for row in 0..<size {
            for column in 0..<size {
                let angle = 2 * Double.pi * Double(row * column % size) / Double(size) + 0.1 * Double(row + 1)
                matrix[row, column] = Complex(length: 1 / Double(size).squareRoot(), phase: angle)
            }
        }
        return matrix
    }
}
