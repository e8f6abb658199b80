public import OperatorAlgebra

/// Gates by name, for writing circuits by hand. Every method throws ``CircuitError`` like ``append(_:)``.
extension Circuit {
    /// Appends a gate of the table by its name.
    ///
    /// - Throws: ``CircuitError/unknownGate(_:)`` too.
    public mutating func apply(
        _ name: String, _ angles: [Angle] = [], on qubits: [Int], controls: [Control] = []
    ) throws(CircuitError) {
        try append(.gate(Gate(try GateTable.named(name), angles, on: qubits, controls: controls)))
    }

    /// The Pauli gate X.
    public mutating func x(_ qubit: Int) throws(CircuitError) { try apply("x", on: [qubit]) }

    /// The Pauli gate Y.
    public mutating func y(_ qubit: Int) throws(CircuitError) { try apply("y", on: [qubit]) }

    /// The Pauli gate Z.
    public mutating func z(_ qubit: Int) throws(CircuitError) { try apply("z", on: [qubit]) }

    /// The Hadamard gate.
    public mutating func h(_ qubit: Int) throws(CircuitError) { try apply("h", on: [qubit]) }

    /// diag(1, i).
    public mutating func s(_ qubit: Int) throws(CircuitError) { try apply("s", on: [qubit]) }

    /// diag(1, −i).
    public mutating func sdg(_ qubit: Int) throws(CircuitError) { try apply("sdg", on: [qubit]) }

    /// diag(1, e^{iπ/4}).
    public mutating func t(_ qubit: Int) throws(CircuitError) { try apply("t", on: [qubit]) }

    /// diag(1, e^{−iπ/4}).
    public mutating func tdg(_ qubit: Int) throws(CircuitError) { try apply("tdg", on: [qubit]) }

    /// The square root of X.
    public mutating func sx(_ qubit: Int) throws(CircuitError) { try apply("sx", on: [qubit]) }

    /// exp(−i θ/2 X).
    public mutating func rx(_ angle: Angle, on qubit: Int) throws(CircuitError) {
        try apply("rx", [angle], on: [qubit])
    }

    /// exp(−i θ/2 Y).
    public mutating func ry(_ angle: Angle, on qubit: Int) throws(CircuitError) {
        try apply("ry", [angle], on: [qubit])
    }

    /// exp(−i θ/2 Z).
    public mutating func rz(_ angle: Angle, on qubit: Int) throws(CircuitError) {
        try apply("rz", [angle], on: [qubit])
    }

    /// diag(1, e^{iλ}).
    public mutating func p(_ angle: Angle, on qubit: Int) throws(CircuitError) { try apply("p", [angle], on: [qubit]) }

    /// The general gate of one qubit, [[cos θ/2, −e^{iλ} sin θ/2], [e^{iφ} sin θ/2, e^{i(φ+λ)} cos θ/2]].
    public mutating func u3(
        _ theta: Angle, _ phi: Angle, _ lambda: Angle, on qubit: Int
    ) throws(CircuitError) {
        try apply("u3", [theta, phi, lambda], on: [qubit])
    }

    /// X on the target where the control is 1.
    public mutating func cx(_ control: Int, _ target: Int) throws(CircuitError) {
        try apply("cx", on: [control, target])
    }

    /// Y on the target where the control is 1.
    public mutating func cy(_ control: Int, _ target: Int) throws(CircuitError) {
        try apply("cy", on: [control, target])
    }

    /// The sign −1 where both qubits are 1.
    public mutating func cz(_ first: Int, _ second: Int) throws(CircuitError) { try apply("cz", on: [first, second]) }

    /// The phase e^{iλ} where both qubits are 1.
    public mutating func cp(_ angle: Angle, _ first: Int, _ second: Int) throws(CircuitError) {
        try apply("cp", [angle], on: [first, second])
    }

    /// Exchanges two qubits.
    public mutating func swap(_ first: Int, _ second: Int) throws(CircuitError) {
        try apply("swap", on: [first, second])
    }

    /// exp(−i θ/2 Z Z).
    public mutating func rzz(_ angle: Angle, _ first: Int, _ second: Int) throws(CircuitError) {
        try apply("rzz", [angle], on: [first, second])
    }

    /// X on the target where both controls are 1.
    public mutating func ccx(_ first: Int, _ second: Int, _ target: Int) throws(CircuitError) {
        try apply("ccx", on: [first, second, target])
    }

    /// exp(−i θ/2 P) for a Pauli string P.
    public mutating func rotate(by angle: Angle, about string: PauliString) throws(CircuitError) {
        try append(.pauliRotation(PauliRotation(string, angle: angle)))
    }

    /// Any matrix.
    public mutating func apply(
        _ matrix: GateMatrix, on qubits: [Int], controls: [Control] = []
    ) throws(CircuitError) {
        try append(.matrix(MatrixGate(matrix, on: qubits, controls: controls)))
    }

    /// Measures a qubit into a classical bit.
    public mutating func measure(_ qubit: Int, into bit: Int) throws(CircuitError) {
        try append(.measure(QubitMeasurement([qubit], into: [bit])))
    }

    /// Measures qubits, the j-th into bit j of a register.
    public mutating func measure(_ qubits: [Int], into register: ClassicalRegister) throws(CircuitError) {
        try append(.measure(QubitMeasurement(qubits, into: Array(register.bits))))
    }

    /// Measures every qubit into a new register, qubit q into its bit q.
    public mutating func measureAll(into name: String = "m") throws(CircuitError) {
        try measure(Array(0..<qubitCount), into: addClassicalRegister(name, count: qubitCount))
    }

    /// Puts a qubit into |0⟩.
    public mutating func reset(_ qubit: Int) throws(CircuitError) { try append(.reset(qubit)) }

    /// A mark across the given qubits; across all if none are given.
    public mutating func barrier(_ qubits: Int...) throws(CircuitError) {
        try append(.barrier(qubits.isEmpty ? Array(0..<qubitCount) : qubits))
    }
}
