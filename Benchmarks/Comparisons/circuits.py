"""Circuits as lists of gates that every peer's adapter understands.

A gate is a name of `MATRICES`, operands, angles and controls (all of which must be 1). Matrices follow Aufbau's
convention: the first operand is the least significant bit.
"""

import cmath
import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


@dataclass
class Gate:
    name: str
    qubits: list
    angles: list = field(default_factory=list)
    controls: list = field(default_factory=list)

    @property
    def matrix(self):
        """Of the operands, without the controls."""
        return MATRICES[self.name](*self.angles)


@dataclass
class Circuit:
    name: str
    path: Path
    qubits: int
    gates: list


def array(*rows):
    return np.array(rows, dtype=complex)


def rotation(letters):
    def matrix(theta):
        return math.cos(theta / 2) * np.eye(len(letters)) - 1j * math.sin(theta / 2) * letters
    return matrix


def u3(theta, phi, lam):
    c, s = math.cos(theta / 2), math.sin(theta / 2)
    return array([c, -cmath.exp(1j * lam) * s], [cmath.exp(1j * phi) * s, cmath.exp(1j * (phi + lam)) * c])


def fsim(theta, phi):
    c, s = math.cos(theta), -1j * math.sin(theta)
    return array([1, 0, 0, 0], [0, c, s, 0], [0, s, c, 0], [0, 0, 0, cmath.exp(-1j * phi)])


X, Y, Z = array([0, 1], [1, 0]), array([0, -1j], [1j, 0]), np.diag([1, -1]).astype(complex)
EIGHTH = cmath.exp(0.25j * math.pi)
MATRICES = {
    "x": lambda: X, "y": lambda: Y, "z": lambda: Z,
    "h": lambda: (X + Z) / math.sqrt(2),
    "s": lambda: np.diag([1, 1j]), "sdg": lambda: np.diag([1, -1j]),
    "t": lambda: np.diag([1, EIGHTH]), "tdg": lambda: np.diag([1, EIGHTH.conjugate()]),
    "sx": lambda: array([1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j]) / 2,
    "sxdg": lambda: array([1 - 1j, 1 + 1j], [1 + 1j, 1 - 1j]) / 2,
    "sy": lambda: array([1 + 1j, -1 - 1j], [1 + 1j, 1 + 1j]) / 2,
    # Square root of (X + Y)/√2 with eigenvalues 1 and i, as qsim defines hz_1_2.
    "sxy": lambda: array([1 + 1j, -1j * math.sqrt(2)], [math.sqrt(2), 1 + 1j]) / 2,
    "rx": rotation(X), "ry": rotation(Y), "rz": rotation(Z),
    "p": lambda angle: np.diag([1, cmath.exp(1j * angle)]),
    "u3": u3,
    "swap": lambda: array([1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]),
    "iswap": lambda: array([1, 0, 0, 0], [0, 0, 1j, 0], [0, 1j, 0, 0], [0, 0, 0, 1]),
    "fsim": fsim,
    "rxx": rotation(np.kron(X, X)), "ryy": rotation(np.kron(Y, Y)), "rzz": rotation(np.kron(Z, Z)),
}

# qsim's names: (name here, operands, controls among the operands first listed).
QSIM = {
    "x": ("x", 1, 0), "y": ("y", 1, 0), "z": ("z", 1, 0), "h": ("h", 1, 0), "s": ("s", 1, 0), "t": ("t", 1, 0),
    "x_1_2": ("sx", 1, 0), "y_1_2": ("sy", 1, 0), "hz_1_2": ("sxy", 1, 0),
    "rx": ("rx", 1, 0), "ry": ("ry", 1, 0), "rz": ("rz", 1, 0),
    "cz": ("z", 2, 1), "cnot": ("x", 2, 1), "cx": ("x", 2, 1), "cp": ("p", 2, 1),
    "sw": ("swap", 2, 0), "is": ("iswap", 2, 0), "fs": ("fsim", 2, 0),
}

# Qiskit's names of controlled gates: (base, controls).
CONTROLLED = {
    "cx": ("x", 1), "cy": ("y", 1), "cz": ("z", 1), "ch": ("h", 1), "ccx": ("x", 2), "ccz": ("z", 2), "cp": ("p", 1),
    "cu1": ("p", 1), "crx": ("rx", 1), "cry": ("ry", 1), "crz": ("rz", 1), "cu3": ("u3", 1), "cswap": ("swap", 1),
    "mcx": ("x", 3), "c3x": ("x", 3),
}


def read(path):
    """The gates of a file; measurements, barriers and global phases are left out."""
    path = Path(path)
    if path.suffix == ".qasm":
        qubits, gates = read_qasm(path)
    else:
        qubits, gates = read_qsim(path)
    return Circuit(path.stem, path, qubits, gates)


def read_qsim(path):
    lines = [line.split() for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    gates = []
    for _, name, *rest in lines[1:]:
        if name in ("p", "m", "id1", "id2"):
            continue
        controls = []
        if name == "c":
            place = next(i for i, word in enumerate(rest) if not word.isdigit())
            controls, (name, *rest) = [int(q) for q in rest[:place]], rest[place:]
        base, operands, inner = QSIM[name]
        qubits = [int(q) for q in rest[:operands]]
        angles = [float(a) for a in rest[operands:]]
        if name == "cp":
            angles = [-a for a in angles]
        gates.append(Gate(base, qubits[inner:], angles, controls + qubits[:inner]))
    return int(lines[0][0]), gates


def read_qasm(path):
    from qiskit import qasm2

    circuit = qasm2.loads(
        path.read_text(), custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS, include_path=qasm2.LEGACY_INCLUDE_PATH)
    gates = []
    for _ in range(8):
        unknown = {i.operation.name for i in circuit.data} - KNOWN_TO_QISKIT
        if not unknown:
            break
        circuit = circuit.decompose(list(unknown))
    place = {bit: index for index, bit in enumerate(circuit.qubits)}
    for instruction in circuit.data:
        name, qubits = instruction.operation.name, [place[q] for q in instruction.qubits]
        if name in ("measure", "barrier", "id"):
            continue
        if name in ("reset", "if_else"):
            raise ValueError(f"{path.name}: {name} in the middle, so there is no single final state")
        angles = [float(a) for a in instruction.operation.params]
        name, angles = {"u1": ("p", angles), "u": ("u3", angles), "u2": ("u3", [math.pi / 2, *angles])}.get(
            name, (name, angles))
        base, controls = CONTROLLED.get(name, (name, 0))
        if base not in MATRICES:
            raise ValueError(f"{path.name}: gate {name} has no matrix here")
        gates.append(Gate(base, qubits[controls:], angles, qubits[:controls]))
    return circuit.num_qubits, gates


KNOWN_TO_QISKIT = set(MATRICES) | set(CONTROLLED) | {
    "u1", "u2", "u", "id", "measure", "barrier", "reset", "if_else"}


def reversed_bits(index, count):
    return int(format(index, f"0{count}b")[::-1], 2)
