"""Writes qiskit_matrices.json: Qiskit's matrices of the gates that the table shares with it.

Run once: python make_qiskit_matrices.py > qiskit_matrices.json   (Qiskit 2.x)
Qiskit's index convention is the table's: the first qubit is the least significant bit.
"""
import json
import random

import numpy as np
from qiskit.circuit.library import (
    C3SXGate, C3XGate, C4XGate, CCXGate, CCZGate, CHGate, CPhaseGate, CRXGate, CRYGate, CRZGate, CSGate, CSXGate,
    CSdgGate, CSwapGate, CU1Gate, CU3Gate, CUGate, CXGate, CYGate, CZGate, DCXGate, ECRGate, HGate, IGate, PhaseGate,
    RC3XGate, RCCXGate, RXGate, RXXGate, RYGate, RYYGate, RZGate, RZXGate, RZZGate, SGate, SXGate, SXdgGate, SdgGate,
    SwapGate, TGate, TdgGate, U2Gate, U3Gate, XGate, YGate, ZGate, iSwapGate)

GATES = {
    "id": IGate, "x": XGate, "y": YGate, "z": ZGate, "h": HGate, "s": SGate, "sdg": SdgGate, "t": TGate,
    "tdg": TdgGate, "sx": SXGate, "sxdg": SXdgGate, "rx": RXGate, "ry": RYGate, "rz": RZGate, "p": PhaseGate,
    "u2": U2Gate, "u3": U3Gate, "swap": SwapGate, "iswap": iSwapGate, "dcx": DCXGate, "ecr": ECRGate, "rxx": RXXGate,
    "ryy": RYYGate, "rzz": RZZGate, "rzx": RZXGate, "cx": CXGate, "cy": CYGate, "cz": CZGate, "ch": CHGate,
    "cs": CSGate, "csdg": CSdgGate, "csx": CSXGate, "ccx": CCXGate, "ccz": CCZGate, "cswap": CSwapGate, "c3x": C3XGate,
    "c3sx": C3SXGate, "c4x": C4XGate, "crx": CRXGate, "cry": CRYGate, "crz": CRZGate, "cp": CPhaseGate,
    "cu3": CU3Gate, "cu": CUGate, "rccx": RCCXGate, "rc3x": RC3XGate,
}
COUNTS = {"u2": 2, "u3": 3, "cu3": 3, "cu": 4}
ONE = {"rx", "ry", "rz", "p", "rxx", "ryy", "rzz", "rzx", "crx", "cry", "crz", "cp"}

random.seed(1)
cases = []
for name, gate in GATES.items():
    angles = [round(random.uniform(-7, 7), 3) for _ in range(COUNTS.get(name, 1 if name in ONE else 0))]
    matrix = np.asarray(gate(*angles).to_matrix())
    nonzero = [
        [int(r), int(c), float(matrix[r, c].real), float(matrix[r, c].imag)] for r, c in np.argwhere(abs(matrix) > 1e-15)
    ]
    cases.append({"gate": name, "angles": angles, "qubits": int(np.log2(len(matrix))), "nonzero": nonzero})
print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")
