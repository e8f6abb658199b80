internal import CAmplitudes
internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// The kernels for one instruction set and precision, with the threads that run them.
struct Engine: Sendable {
    let precision: Precision
    let instructionSet: InstructionSet
    let parallel: Parallel
    /// Constant data behind the pointer: safe to share.
    nonisolated(unsafe) let kernels: UnsafePointer<aufbau_kernels>

    init(precision: Precision, instructionSet: InstructionSet, threadCount: Int) throws(StateVectorError) {
        guard let kernels = aufbau_kernels_for(instructionSet.kernelSet, precision.kernelPrecision) else {
            throw .unavailableInstructionSet(
                found: instructionSet.rawValue, available: InstructionSet.available.map(\.rawValue))
        }
        self.precision = precision
        self.instructionSet = instructionSet
        self.kernels = kernels
        parallel = Parallel(threadCount: threadCount)
    }

    /// Applies a step that is not needed again.
    func apply(_ step: PlanStep, to state: inout StateVector) {
        run(prepared(step, qubitCount: state.qubitCount), on: &state)
    }

    /// A step made ready for registers of a size.
    func prepared(_ step: PlanStep, qubitCount: Int) -> PreparedStep {
        switch step {
        case .dense(let gate): .kernel(dense(gate, qubitCount: qubitCount))
        case .diagonal(let entries, let qubits, let controls):
            .kernel(diagonal(entries, qubits: qubits, controls: controls, qubitCount: qubitCount))
        case .rotation(let string, let angle): .rotation(RotationFactors(string, angle: angle))
        case .phase(let phase):
            .kernel(diagonal([phase, phase], qubits: [0], controls: [], qubitCount: qubitCount))
        }
    }

    private func dense(_ gate: MatrixGate, qubitCount: Int) -> KernelGate {
        let targets = gate.qubits.map(Int32.init)
        let (mask, value) = gate.controls.masks
        return KernelGate(
            // A register without qubits is padded like any other: one qubit that is always 0.
            gate.matrix.elements.withDoubles { numbers in
                kernels.pointee.dense(Int32(max(1, qubitCount)), Int32(targets.count), targets, numbers, mask, value)
            })
    }

    private func diagonal(
        _ entries: [Complex<Double>], qubits: [Int], controls: [Control], qubitCount: Int
    ) -> KernelGate {
        let targets = qubits.map(Int32.init)
        let (mask, value) = controls.masks
        return KernelGate(
            entries.withDoubles { numbers in
                kernels.pointee.diagonal(Int32(max(1, qubitCount)), Int32(targets.count), targets, numbers, mask, value)
            })
    }

    /// Carries out a step on a register of the size it was made ready for.
    func run(_ step: PreparedStep, on state: inout StateVector) {
        switch step {
        case .kernel(let gate):
            state.withMutableAmplitudes { pointer in
                let amplitudes = SharedAmplitudes(base: pointer)
                parallel.forEachRange(of: aufbau_gate_items(gate.pointer)) { begin, end in
                    kernels.pointee.apply(amplitudes.base, gate.pointer, begin, end)
                }
            }
        case .rotation(let factors): rotate(&state, by: factors)
        }
    }

    private func rotate(_ state: inout StateVector, by factors: RotationFactors) {
        let qubitCount = Int32(state.qubitCount)
        let laneBits = kernels.pointee.lane_bits
        var items = UInt64(1) << UInt64(max(0, qubitCount - laneBits))
        if factors.x >> UInt64(laneBits) != 0 { items /= 2 }
        state.withMutableAmplitudes { pointer in
            let amplitudes = SharedAmplitudes(base: pointer)
            parallel.forEachRange(of: items) { begin, end in
                kernels.pointee.pauli_rotation(
                    amplitudes.base, qubitCount, factors.x, factors.z, factors.cosine, factors.factor.real,
                    factors.factor.imaginary, begin, end)
            }
        }
    }
}

/// A step made ready for an engine and registers of one size.
enum PreparedStep: Sendable {
    case kernel(KernelGate)
    case rotation(RotationFactors)
}

/// exp(-iθ/2 P) = cos(θ/2) - i sin(θ/2) i^|y| X^x Z^z
struct RotationFactors: Sendable {
    let x: UInt64
    let z: UInt64
    let cosine: Double
    let factor: Complex<Double>

    init(_ string: PauliString, angle: Double) {
        (x, z) = (string.x.word, string.z.word)
        cosine = .cos(angle / 2)
        factor = QuarterTurn(exponent: string.yCount + 3).multiplying(Complex(Double.sin(angle / 2), 0))
    }
}

/// A gate that the kernels prepared.
///
/// `@unchecked Sendable`: built once, then only read.
final class KernelGate: @unchecked Sendable {
    let pointer: OpaquePointer

    fileprivate init(_ pointer: OpaquePointer?) {
        guard let pointer else { preconditionFailure("steps are checked before they are made ready") }
        self.pointer = pointer
    }

    deinit { aufbau_gate_free(pointer) }
}

extension [Control] {
    /// The controlling qubits and the values they must have, as bits.
    var masks: (mask: UInt64, value: UInt64) {
        reduce((0, 0)) { ($0.0 | 1 << UInt64($1.qubit), $0.1 | ($1.value ? 1 : 0) << UInt64($1.qubit)) }
    }
}

extension [Complex<Double>] {
    /// Calls `body` with the numbers as pairs of doubles.
    func withDoubles<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result {
        let numbers = flatMap { [$0.real, $0.imaginary] }
        return numbers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a matrix has elements") }
            return body(base)
        }
    }
}
