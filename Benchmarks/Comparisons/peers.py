"""The peers: each takes a `circuits.Circuit`, and tells the seconds of one simulation and amplitudes of its result.

Every adapter has `variants(circuit)`, the names of the ways it can be run; `prepare(circuit, variant, precision)`,
whose time is not counted; and on what that returns `seconds()`, one simulation, and `first(indices)`, one simulation and
the amplitudes after it, index bit q being qubit q.
"""

import importlib.metadata
import platform
import time

import numpy as np

from circuits import reversed_bits


class Qsim:
    """qsimcirq below its Python translation: its own fusion and the allocation of its state are counted."""

    package = "qsimcirq"
    precisions = ("single",)

    def __init__(self, threads):
        import cirq
        import qsimcirq

        self.cirq, self.qsim, self.threads = cirq, qsimcirq, threads

    def variants(self, circuit):
        widths = [f"qsim -f {width}" for width in range(2, 6)]
        # A Toffoli gate is either a matrix, which is fused, or a controlled gate, which is not but costs less alone.
        wide = any(gate.name == "x" and len(gate.controls) == 2 for gate in circuit.gates)
        return widths + [f"{width} ccx" for width in widths] if wide else widths

    def gate(self, gate):
        cirq = self.cirq
        powers = {"x": cirq.X, "y": cirq.Y, "z": cirq.Z, "h": cirq.H, "s": cirq.S, "t": cirq.T, "sdg": cirq.S**-1,
                  "tdg": cirq.T**-1, "sx": cirq.X**0.5, "sxdg": cirq.X**-0.5, "sy": cirq.Y**0.5,
                  "sxy": cirq.PhasedXPowGate(phase_exponent=0.25, exponent=0.5), "swap": cirq.SWAP,
                  "iswap": cirq.ISWAP}
        turning = {"rx": cirq.rx, "ry": cirq.ry, "rz": cirq.rz, "fsim": cirq.FSimGate,
                   "p": lambda angle: cirq.ZPowGate(exponent=angle / np.pi)}
        if gate.name in powers:
            return powers[gate.name]
        if gate.name in turning:
            return turning[gate.name](*gate.angles)
        # Cirq's first operand is the most significant; prepare() turns the operands round.
        return cirq.MatrixGate(gate.matrix)

    def translated(self, circuit, fuses_toffoli):
        qubits = self.cirq.LineQubit.range(circuit.qubits)
        built = self.cirq.Circuit()
        for gate in circuit.gates:
            operation = self.gate(gate)
            operands = [qubits[q] for q in gate.qubits]
            if isinstance(operation, self.cirq.MatrixGate):
                operands.reverse()
            controls = [qubits[q] for q in gate.controls]
            if len(controls) > 1 and not fuses_toffoli:
                operation = self.cirq.ControlledGate(operation, num_controls=len(controls))(*controls, *operands)
            else:
                operation = operation(*operands).controlled_by(*controls)
            built.append(operation, strategy=self.cirq.InsertStrategy.NEW_THEN_INLINE)
        order = self.cirq.QubitOrder.explicit(qubits)
        translated = self.qsim.QSimCircuit(built).translate_cirq_to_qsim(order)
        return translated[0] if isinstance(translated, tuple) else translated

    def prepare(self, circuit, variant, precision):
        fuses_toffoli = variant.endswith("ccx")
        if getattr(self, "current", None) != (circuit.path, fuses_toffoli):
            self.current, self.gates = (circuit.path, fuses_toffoli), self.translated(circuit, fuses_toffoli)
        options = {"c": self.gates, "i": "0" * circuit.qubits + "\n", "f": int(variant.split()[2]),
                   "t": self.threads, "v": 0, "s": 1, "z": False, "g": False, "gmode": 0, "n": 0}
        return QsimRun(self.qsim.qsim, options, circuit.qubits)


class QsimRun:
    def __init__(self, module, options, qubits):
        self.module, self.options, self.qubits = module, options, qubits

    def first(self, indices):
        # A few amplitudes are read: the call for the whole state would also reorder it.
        words = "".join(format(int(i), f"0{self.qubits}b") + "\n" for i in indices)
        options = {**self.options, "i": words}
        start = time.perf_counter()
        amplitudes = self.module.qsim_simulate(options)
        return time.perf_counter() - start, np.array(amplitudes)

    def seconds(self):
        return self.first([0])[0]


class Qulacs:
    """qulacs, built for this processor, with and without its light optimizer, whose time is not counted."""

    package = "qulacs"
    precisions = ("double",)

    def __init__(self, threads):
        import qulacs
        from qulacs.circuit import QuantumCircuitOptimizer

        self.qulacs, self.optimizer, self.state = qulacs, QuantumCircuitOptimizer, None

    def variants(self, circuit):
        return ["qulacs", "qulacs optimize_light"]

    def gate(self, gate):
        g = self.qulacs.gate
        simple = {"x": g.X, "y": g.Y, "z": g.Z, "h": g.H, "s": g.S, "sdg": g.Sdag, "t": g.T, "tdg": g.Tdag,
                  "sx": g.sqrtX, "sxdg": g.sqrtXdag, "sy": g.sqrtY}
        # qulacs turns the other way.
        turning = {"rx": g.RX, "ry": g.RY, "rz": g.RZ}
        operands, controls = gate.qubits, gate.controls
        if not controls:
            if gate.name in simple:
                return simple[gate.name](operands[0])
            if gate.name in turning:
                return turning[gate.name](operands[0], -gate.angles[0])
            if gate.name == "p":
                return g.U1(operands[0], gate.angles[0])
            if gate.name == "u3":
                return g.U3(operands[0], *gate.angles)
            if gate.name == "swap":
                return g.SWAP(*operands)
            if gate.name in ("rxx", "ryy", "rzz"):
                return g.PauliRotation(operands, ["xyz".index(gate.name[1]) + 1] * 2, -gate.angles[0])
        elif len(controls) == 1 and gate.name in ("x", "z"):
            return (g.CNOT if gate.name == "x" else g.CZ)(controls[0], operands[0])
        elif len(controls) == 1 and gate.name == "p":
            return g.DiagonalMatrix(controls + operands, [1, 1, 1, np.exp(1j * gate.angles[0])])
        matrix = g.DenseMatrix(operands, gate.matrix)
        for control in controls:
            matrix.add_control_qubit(control, 1)
        return matrix

    def prepare(self, circuit, variant, precision):
        built = self.qulacs.QuantumCircuit(circuit.qubits)
        for gate in circuit.gates:
            built.add_gate(self.gate(gate))
        if variant.endswith("optimize_light"):
            self.optimizer().optimize_light(built)
        # Both ways share one state.
        if self.state is None or self.state.get_qubit_count() != circuit.qubits:
            self.state = None
            self.state = self.qulacs.QuantumState(circuit.qubits)
        return QulacsRun(built, self.state)

    def release(self):
        self.state = None


class QulacsRun:
    def __init__(self, circuit, state):
        self.circuit, self.state = circuit, state

    def seconds(self):
        self.state.set_zero_state()
        start = time.perf_counter()
        self.circuit.update_quantum_state(self.state)
        return time.perf_counter() - start

    def first(self, indices):
        return self.seconds(), np.array([self.state.get_amplitude(int(i)) for i in indices])


class Lightning:
    """lightning.qubit's own state vector, its gates called one after another through its bindings."""

    package = "pennylane-lightning"
    precisions = ("single", "double")

    def __init__(self, threads):
        from pennylane_lightning import lightning_qubit_ops

        self.module = lightning_qubit_ops
        self.state = None

    def variants(self, circuit):
        return ["lightning"]

    def call(self, gate, state):
        names = {"x": "PauliX", "y": "PauliY", "z": "PauliZ", "h": "Hadamard", "s": "S", "t": "T", "sx": "SX",
                 "swap": "SWAP", "rx": "RX", "ry": "RY", "rz": "RZ", "p": "PhaseShift", "rxx": "IsingXX",
                 "ryy": "IsingYY", "rzz": "IsingZZ"}
        controlled = {("x", 1): "CNOT", ("y", 1): "CY", ("z", 1): "CZ", ("p", 1): "ControlledPhaseShift",
                      ("rx", 1): "CRX", ("ry", 1): "CRY", ("rz", 1): "CRZ", ("x", 2): "Toffoli", ("swap", 1): "CSWAP"}
        inverse = gate.name in ("sdg", "tdg", "sxdg")
        name, angles = gate.name.removesuffix("dg"), gate.angles
        if name == "sy":
            name, angles = "ry", [np.pi / 2]  # up to a global phase
        special = controlled.get((name, len(gate.controls)))
        if gate.controls and special:
            return getattr(state, special), (gate.controls + gate.qubits, inverse, angles)
        if name in names and not gate.controls:
            return getattr(state, names[name]), (gate.qubits, inverse, angles)
        if name in names:
            values = [True] * len(gate.controls)
            return getattr(state, names[name]), (gate.controls, values, gate.qubits, inverse, angles)
        # Lightning's first wire is the most significant.
        matrix, wires = np.ascontiguousarray(gate.matrix, dtype=self.dtype), gate.qubits[::-1]
        if gate.controls:
            values = [True] * len(gate.controls)
            return state.applyControlledMatrix, (matrix, gate.controls, values, wires, False)
        return state.applyMatrix, (matrix, wires, False)

    def prepare(self, circuit, variant, precision):
        single = precision == "single"
        self.dtype = np.complex64 if single else np.complex128
        state = (self.module.StateVectorC64 if single else self.module.StateVectorC128)(circuit.qubits)
        return LightningRun(state, [self.call(gate, state) for gate in circuit.gates], circuit.qubits, self.dtype)


class LightningRun:
    def __init__(self, state, calls, qubits, dtype):
        self.state, self.calls, self.qubits, self.dtype = state, calls, qubits, dtype

    def seconds(self):
        self.state.resetStateVector()
        calls = self.calls
        start = time.perf_counter()
        for function, arguments in calls:
            function(*arguments)
        return time.perf_counter() - start

    def first(self, indices):
        seconds = self.seconds()
        whole = np.empty(1 << self.qubits, dtype=self.dtype)
        self.state.getState(whole)
        return seconds, np.array([whole[reversed_bits(int(i), self.qubits)] for i in indices])


class Aer:
    """qiskit-aer's state vector with its fusion; the time it reports for the experiment, fusion included."""

    package = "qiskit-aer"
    precisions = ("single", "double")

    def __init__(self, threads):
        from qiskit import QuantumCircuit
        from qiskit.circuit.library import UnitaryGate
        from qiskit_aer import AerSimulator

        self.threads = threads
        self.circuit, self.unitary, self.simulator = QuantumCircuit, UnitaryGate, AerSimulator

    def variants(self, circuit):
        return ["aer"]

    def add(self, gate, built):
        angles, operands, controls = gate.angles, gate.qubits, gate.controls
        native = {"x", "y", "z", "h", "s", "sdg", "t", "tdg", "sx", "sxdg", "rx", "ry", "rz", "p", "swap", "rxx", "ryy",
                  "rzz"}
        controlled = {"x": {1: "cx", 2: "ccx"}, "y": {1: "cy"}, "z": {1: "cz", 2: "ccz"}, "p": {1: "cp"},
                      "swap": {1: "cswap"}}
        if controls:
            name = controlled.get(gate.name, {}).get(len(controls))
            if name:
                return getattr(built, name)(*angles, *controls, *operands)
            if gate.name == "x":
                return built.mcx(controls, operands[0])
            size = 1 << (len(operands) + len(controls))
            matrix = np.eye(size, dtype=complex)
            matrix[-len(gate.matrix):, -len(gate.matrix):] = gate.matrix
            return built.append(self.unitary(matrix), operands + controls)
        if gate.name == "u3":
            return built.u(*angles, operands[0])
        if gate.name in native:
            return getattr(built, gate.name)(*angles, *operands)
        return built.append(self.unitary(gate.matrix), operands)

    def prepare(self, circuit, variant, precision):
        built = self.circuit(circuit.qubits)
        for gate in circuit.gates:
            self.add(gate, built)
        simulator = self.simulator(
            method="statevector", precision=precision, fusion_enable=True, max_parallel_threads=self.threads,
            max_parallel_experiments=1, max_memory_mb=1 << 15)
        return AerRun(simulator, built)


class AerRun:
    def __init__(self, simulator, circuit):
        self.simulator, self.circuit = simulator, circuit

    def first(self, indices):
        circuit = self.circuit.copy()
        circuit.save_amplitudes([int(i) for i in indices])
        result = self.simulator.run(circuit, shots=1).result()
        if not result.success:
            raise RuntimeError(f"aer: {result.status}")
        return result.results[0].time_taken, np.array(result.data(0)["amplitudes"])

    def seconds(self):
        return self.first([0])[0]


ALL = {"qsim": Qsim, "qulacs": Qulacs, "lightning": Lightning, "aer": Aer}


def versions(names):
    return {name: importlib.metadata.version(ALL[name].package) for name in names}


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()
