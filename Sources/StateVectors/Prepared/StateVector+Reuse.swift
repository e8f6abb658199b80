internal import ComplexModule
internal import Foundation

extension StateVector {
    /// Makes the amplitudes those of another state, in the memory that is there: no allocation, one pass.
    ///
    /// - Precondition: both have the same number of qubits and precision.
    public mutating func overwrite(with other: StateVector) {
        precondition(
            other.qubitCount == qubitCount && other.precision == precision, "states of one size are overwritten")
        let count = byteCount
        withMutableAmplitudes { target in
            other.withAmplitudes { source in _ = memcpy(target, source, count) }
        }
    }
}

extension VectorizedBackend {
    /// Multiplies a state by a real number.
    public func scale(_ state: inout StateVector, by factor: Double) throws(StateVectorError) {
        let entry = Complex(factor, 0)
        try engine(for: state).apply(
            .diagonal(entries: [entry, entry], qubits: [0], controls: []), to: &state)
    }

    /// A backend that does the same on another number of threads.
    public func with(threadCount: Int) throws(StateVectorError) -> VectorizedBackend {
        try VectorizedBackend(
            precision: precision, instructionSet: instructionSet, threadCount: threadCount, fusionWidth: fusionWidth)
    }
}
