"""Writes the benchmark circuits that the shared folder lacks, in qsim's text format.

usage: make_circuits.py FOLDER

The same families as the shared 20-qubit files, at 24 qubits, from fixed seeds: syc (random √X √Y √W and fSim on a 4×6
grid), qft, hea and tfim; and GHZ on 26 qubits.
"""

import math
import random
import sys
from pathlib import Path


class Writer:
    """A circuit in qsim's text format; a gate's time is one more than the latest of its qubits."""

    def __init__(self, qubits):
        self.lines = [str(qubits)]
        self.latest = [-1] * qubits

    def add(self, name, *operands, angles=()):
        time = 1 + max(self.latest[q] for q in operands)
        for qubit in operands:
            self.latest[qubit] = time
        numbers = [str(q) for q in operands] + [format(a, ".17g") for a in angles]
        self.lines.append(f"{time} {name} {' '.join(numbers)}")

    def text(self):
        # qsim wants times that never fall.
        return "\n".join([self.lines[0]] + sorted(self.lines[1:], key=lambda line: int(line.split()[0]))) + "\n"


def product_state(circuit, qubits, generator):
    """A random state of every qubit, so that nothing starts in a basis state."""
    for qubit in range(qubits):
        circuit.add("ry", qubit, angles=[generator.uniform(0, math.pi)])
    for qubit in range(qubits):
        circuit.add("rz", qubit, angles=[generator.uniform(-math.pi, math.pi)])


def couplers(pattern, rows, columns):
    """The pairs of a grid that one of the patterns A to D couples: A and B along rows, C and D along columns."""
    shift = "ABCD".index(pattern) % 2
    for row in range(rows):
        for column in range(columns):
            if column % 2 != (row + shift) % 2:
                continue
            qubit = row * columns + column
            if pattern in "AB" and column + 1 < columns:
                yield qubit, qubit + 1
            if pattern in "CD" and row + 1 < rows:
                yield qubit, qubit + columns


def syc(rows, columns, layers, seed):
    """Random one-qubit gates, never twice the same on a qubit, between fSim gates near (π/2, π/6)."""
    generator = random.Random(seed)
    qubits = rows * columns
    circuit = Writer(qubits)
    last = [None] * qubits

    def one_qubit_layer():
        for qubit in range(qubits):
            last[qubit] = generator.choice([g for g in ("x_1_2", "y_1_2", "hz_1_2") if g != last[qubit]])
            circuit.add(last[qubit], qubit)

    for layer in range(layers):
        one_qubit_layer()
        for pair in couplers("ABCDCDAB"[layer % 8], rows, columns):
            angles = [generator.gauss(math.pi / 2, 0.03), generator.gauss(math.pi / 6, 0.03)]
            circuit.add("fs", *pair, angles=angles)
    one_qubit_layer()
    return circuit.text()


def qft(qubits, seed):
    """The Fourier transform of a product state; qsim's cp(φ) is exp(-iφ) on |11⟩."""
    circuit = Writer(qubits)
    product_state(circuit, qubits, random.Random(seed))
    for target in reversed(range(qubits)):
        circuit.add("h", target)
        for control in reversed(range(target)):
            circuit.add("cp", control, target, angles=[-math.pi / 2 ** (target - control)])
    for qubit in range(qubits // 2):
        circuit.add("sw", qubit, qubits - 1 - qubit)
    return circuit.text()


def hea(qubits, layers, seed):
    """A hardware-efficient ansatz: ry and rz on every qubit, then a ladder of cnots."""
    generator = random.Random(seed)
    circuit = Writer(qubits)
    for _ in range(layers):
        for name in ("ry", "rz"):
            for qubit in range(qubits):
                circuit.add(name, qubit, angles=[generator.uniform(-math.pi, math.pi)])
        for qubit in range(qubits - 1):
            circuit.add("cnot", qubit, qubit + 1)
    return circuit.text()


def tfim(qubits, steps, seed):
    """Trotter steps of the transverse-field Ising chain on a product state."""
    circuit = Writer(qubits)
    product_state(circuit, qubits, random.Random(seed))
    for _ in range(steps):
        for first in (0, 1):
            pairs = [(q, q + 1) for q in range(first, qubits - 1, 2)]
            for pair in pairs:
                circuit.add("cnot", *pair)
            for _, upper in pairs:
                circuit.add("rz", upper, angles=[0.17])
            for pair in pairs:
                circuit.add("cnot", *pair)
        for qubit in range(qubits):
            circuit.add("rx", qubit, angles=[0.23])
    return circuit.text()


def ghz(qubits):
    circuit = Writer(qubits)
    circuit.add("h", 0)
    for qubit in range(qubits - 1):
        circuit.add("cnot", qubit, qubit + 1)
    return circuit.text()


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    circuits = {
        "syc_n24_d20": syc(4, 6, 20, seed=24),
        "qft_n24": qft(24, seed=24),
        "hea_n24_l10": hea(24, 10, seed=24),
        "tfim_n24_s10": tfim(24, 10, seed=24),
        "ghz_n26": ghz(26),
    }
    for name, text in circuits.items():
        (folder / f"{name}.qsim").write_text(text)


if __name__ == "__main__":
    main()
