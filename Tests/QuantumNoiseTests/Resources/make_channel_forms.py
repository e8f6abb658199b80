"""Writes channel_forms.json: forms and distances of channels by qiskit.quantum_info (Qiskit 2) and cirq.

usage: make_channel_forms.py > channel_forms.json        needs qiskit and cirq-core
"""

import json
import sys

import cirq
import numpy as np
from qiskit.quantum_info import PTM, Choi, Kraus, SuperOp, average_gate_fidelity, process_fidelity

OPS = {"I": np.eye(2), "X": np.array([[0, 1], [1, 0]]), "Y": np.array([[0, -1j], [1j, 0]]), "Z": np.diag([1, -1])}


def matrix(a):
    a = np.asarray(a, complex)
    return {"rows": a.shape[0], "re": a.real.ravel().tolist(), "im": a.imag.ravel().tolist()}


def kraus_of(gate):
    """Cirq's operators; its first qubit is the most significant, so two-qubit ones are turned round."""
    found = [np.asarray(k) for k in cirq.kraus(gate)]
    if found[0].shape[0] == 4:
        turn = np.eye(4)[[0, 2, 1, 3]]
        found = [turn @ k @ turn for k in found]
    return found


# Qiskit's tensor order: the left factor is the more significant qubit.
pauli2 = [np.sqrt(0.9) * np.eye(4), np.sqrt(0.06) * np.kron(OPS["Z"], OPS["X"]), np.sqrt(0.04) * np.kron(OPS["I"], OPS["Y"])]
angle = 0.3
over = np.cos(angle / 2) * np.eye(4) - 1j * np.sin(angle / 2) * np.kron(OPS["Z"], OPS["X"])

CASES = {
    "depolarizing(0.1)": kraus_of(cirq.depolarize(0.1)),
    "depolarizing(0.1, 2)": kraus_of(cirq.depolarize(0.1, 2)),
    "pauli(0.1, 0.05, 0.2)": kraus_of(cirq.asymmetric_depolarize(0.1, 0.05, 0.2)),
    "bitFlip(0.2)": kraus_of(cirq.bit_flip(0.2)),
    "phaseFlip(0.2)": kraus_of(cirq.phase_flip(0.2)),
    "amplitudeDamping(0.3)": kraus_of(cirq.amplitude_damp(0.3)),
    "generalizedAmplitudeDamping(0.7, 0.3)": kraus_of(cirq.generalized_amplitude_damp(0.7, 0.3)),
    "phaseDamping(0.3)": kraus_of(cirq.phase_damp(0.3)),
    "pauli(XZ: 0.06, YI: 0.04)": pauli2,
    "overRotation(0.3, XZ)": [over],
    "amplitudeDamping(0.3) x depolarizing(0.1)": [
        np.kron(b, a) for a in kraus_of(cirq.amplitude_damp(0.3)) for b in kraus_of(cirq.depolarize(0.1))],
    "amplitudeDamping(0.3), then overRotation(0.4, X)": [
        (np.cos(0.2) * OPS["I"] - 1j * np.sin(0.2) * OPS["X"]) @ k for k in kraus_of(cirq.amplitude_damp(0.3))],
}

cases = []
reference = {1: Kraus(CASES["depolarizing(0.1)"]), 2: Kraus(CASES["depolarizing(0.1, 2)"])}
for name, kraus in CASES.items():
    channel = Kraus(kraus)
    ptm = PTM(channel).data
    other = reference[channel.num_qubits]
    difference = np.linalg.eigvalsh((Choi(channel).data - Choi(other).data) / 2**channel.num_qubits)
    cases.append({
        "name": name,
        "superoperator": matrix(SuperOp(channel).data),
        "choi": matrix(Choi(channel).data),
        "pauliTransferMatrix": matrix(ptm),
        "processFidelity": float(process_fidelity(channel)),
        "averageGateFidelity": float(average_gate_fidelity(channel)),
        "fidelityWithDepolarizing": float(process_fidelity(channel, other)),
        "distanceToDepolarizing": float(np.abs(difference).sum() / 2),
        "unitarity": float(np.sum(np.abs(ptm[1:, 1:]) ** 2) / (len(ptm) - 1)),
    })
json.dump({"source": f"qiskit.quantum_info, cirq {cirq.__version__}", "cases": cases}, sys.stdout)
print()
