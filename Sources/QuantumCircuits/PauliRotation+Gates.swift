internal import OperatorAlgebra

extension PauliRotation {
    /// The rotation as gates of one and two qubits: a change of basis that makes every letter Z, a ladder of cx gates
    /// that collects the parity in the last qubit, rz there, and all of it undone.
    ///
    /// The controls are needed on rz only: without it the rest undoes itself. The empty string gives a phase.
    public func gates(controls: [Control] = []) -> [Gate] {
        let letters = string.letters
        guard let last = letters.last?.qubit else {
            return [Gate(GateTable.existing("gphase"), [-0.5 * angle], on: [], controls: controls)]
        }
        let toZ = letters.flatMap { qubit, letter -> [Gate] in
            switch letter {
            case .x: [Gate(GateTable.existing("h"), on: [qubit])]
            case .y: [Gate(GateTable.existing("sdg"), on: [qubit]), Gate(GateTable.existing("h"), on: [qubit])]
            case .z: []
            }
        }
        let ladder = zip(letters, letters.dropFirst()).map { lower, upper in
            Gate(GateTable.existing("cx"), on: [lower.qubit, upper.qubit])
        }
        let before = toZ + ladder
        let after = before.reversed().map { gate in
            Gate(gate.definition.inverted(gate.angles).definition, on: gate.qubits)
        }
        return before + [Gate(GateTable.existing("rz"), [angle], on: [last], controls: controls)] + after
    }
}
