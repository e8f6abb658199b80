internal import StateVectors

/// States that are not needed at the moment, kept for the next copy: memory is asked for and planned once.
struct SpareStates {
    private var states: [StateVector] = []

    /// A copy of a state.
    mutating func copy(of state: StateVector, _ backend: VectorizedBackend) throws(StateVectorError) -> StateVector {
        var copy: StateVector
        if let spare = states.popLast() {
            copy = spare
        } else {
            copy = try backend.makeState(qubitCount: state.qubitCount)
        }
        copy.overwrite(with: state)
        return copy
    }

    /// Takes a state back, which has no other owner.
    mutating func takeBack(_ state: consuming StateVector) { states.append(state) }
}
