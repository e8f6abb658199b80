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

    func apply(_ step: PlanStep, to state: inout StateVector) {
        switch step {
        case .dense(let gate): applyDense(gate, to: &state)
        case .diagonal(let entries, let qubits, let controls):
            applyDiagonal(entries, qubits: qubits, controls: controls, to: &state)
        case .rotation(let string, let angle): rotate(&state, by: string, angle: angle)
        case .phase(let phase): applyDiagonal([phase, phase], qubits: [0], controls: [], to: &state)
        }
    }

    private func applyDense(_ gate: MatrixGate, to state: inout StateVector) {
        let targets = gate.qubits.map(Int32.init)
        let (mask, value) = gate.controls.masks
        // A register without qubits is padded like any other: one qubit that is always 0.
        let qubitCount = Int32(max(1, state.qubitCount))
        let prepared = gate.matrix.elements.withDoubles { numbers in
            kernels.pointee.dense(qubitCount, Int32(targets.count), targets, numbers, mask, value)
        }
        run(prepared, on: &state)
    }

    private func applyDiagonal(
        _ entries: [Complex<Double>], qubits: [Int], controls: [Control], to state: inout StateVector
    ) {
        let targets = qubits.map(Int32.init)
        let (mask, value) = controls.masks
        // A register without qubits is padded like any other: one qubit that is always 0.
        let qubitCount = Int32(max(1, state.qubitCount))
        let prepared = entries.withDoubles { numbers in
            kernels.pointee.diagonal(qubitCount, Int32(targets.count), targets, numbers, mask, value)
        }
        run(prepared, on: &state)
    }

    private func run(_ prepared: OpaquePointer?, on state: inout StateVector) {
        guard let prepared else { return }
        defer { aufbau_gate_free(prepared) }
        let gate = SharedGate(pointer: prepared)
        state.withMutableAmplitudes { pointer in
            let amplitudes = SharedAmplitudes(base: pointer)
            parallel.forEachRange(of: aufbau_gate_items(prepared)) { begin, end in
                kernels.pointee.apply(amplitudes.base, gate.pointer, begin, end)
            }
        }
    }

    private func rotate(_ state: inout StateVector, by string: PauliString, angle: Double) {
        // exp(-iθ/2 P) = cos(θ/2) - i sin(θ/2) i^|y| X^x Z^z
        let factor = QuarterTurn(exponent: string.yCount + 3).multiplying(Complex(Double.sin(angle / 2), 0))
        let cosine = Double.cos(angle / 2)
        let (x, z) = (string.x.word, string.z.word)
        let qubitCount = Int32(state.qubitCount)
        let laneBits = kernels.pointee.lane_bits
        var items = UInt64(1) << UInt64(max(0, qubitCount - laneBits))
        if x >> UInt64(laneBits) != 0 { items /= 2 }
        state.withMutableAmplitudes { pointer in
            let amplitudes = SharedAmplitudes(base: pointer)
            parallel.forEachRange(of: items) { begin, end in
                kernels.pointee.pauli_rotation(
                    amplitudes.base, qubitCount, x, z, cosine, factor.real, factor.imaginary, begin, end)
            }
        }
    }
}

/// A prepared gate, which kernels only read.
private struct SharedGate: @unchecked Sendable {
    let pointer: OpaquePointer
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
