"""Writes cirq_noise.json: circuits of native gates and what cirq_google's noise model makes of them.

usage: make_cirq_noise.py > cirq_noise.json        needs cirq-google (1.7.0 made the committed file)

A circuit is a list of moments of [gate, qubits, parameters]; its noisy form is a list of steps in order: the same
gates, and noise as ["depolarizing", qubits, p], ["phasedFSim", qubits, unitary] and ["relaxation", qubit, superoperator].
Matrices are Cirq's, whose first qubit is the most significant, as lists of [re, im]; superoperators stack rows.
"""

import json
import sys

import cirq
import cirq_google
import numpy as np
from cirq_google.engine import virtual_engine_factory as factory

KINDS = {
    "sqrt-iswap": cirq.ISWAP**0.5, "sycamore": cirq_google.SYC, "cz": cirq.CZ,
}


def numbers(matrix):
    return [[float(v.real), float(v.imag)] for v in np.asarray(matrix, complex).ravel()]


def name(q):
    return f"{q.row}_{q.col}"


def sample(processor, native, count, depth, seed):
    """Moments of random native gates on connected qubits, measured at the end, one qubit being reset before."""
    rng = np.random.default_rng(seed)
    graph = factory.create_device_from_processor_id(processor).metadata.nx_graph
    nodes = sorted(graph.nodes())
    qubits = [nodes[int(rng.integers(len(nodes)))]]
    while len(qubits) < count:
        qubits.append(sorted(set(n for q in qubits for n in graph[q]) - set(qubits))[0])
    moments = []
    for step in range(depth):
        moment, used = [], set()
        if step % 2:
            for a in qubits:
                for b in sorted(graph[a]):
                    if b in qubits and not {a, b} & used and rng.random() < 0.7:
                        pair = (a, b) if rng.random() < 0.5 else (b, a)
                        gate = native[int(rng.integers(len(native)))]
                        moment.append((gate, pair, []))
                        used |= {a, b}
        for q in qubits:
            if q in used or rng.random() < 0.3:
                continue
            if rng.random() < 0.3:
                moment.append(("z", (q,), [float(rng.uniform(-1, 1))]))
            else:
                moment.append(("phased-xz", (q,), [float(v) for v in rng.uniform(-1, 1, 3)]))
        moments.append(moment)
    moments.append([("reset", (qubits[0],), [])])
    moments.append([("measure", (q,), []) for q in qubits[:-1]])
    moments.append([("measure", (qubits[-1],), [])])
    return qubits, moments


def operation(gate, qubits, parameters):
    if gate == "z":
        return (cirq.Z ** parameters[0])(*qubits)
    if gate == "phased-xz":
        x, z, axis = parameters
        return cirq.PhasedXZGate(x_exponent=x, z_exponent=z, axis_phase_exponent=axis)(*qubits)
    if gate == "reset":
        return cirq.reset(*qubits)
    if gate == "measure":
        return cirq.measure(*qubits, key=name(qubits[0]))
    return KINDS[gate](*qubits)


def described(op):
    gate, qubits = op.gate, [name(q) for q in op.qubits]
    if isinstance(gate, cirq.DepolarizingChannel):
        return ["depolarizing", qubits, [[gate.p, 0.0]]]
    if isinstance(gate, cirq.PhasedFSimGate):
        return ["phasedFSim", qubits, numbers(cirq.unitary(gate))]
    if isinstance(gate, cirq.KrausChannel):
        return ["relaxation", qubits, numbers(cirq.kraus_to_superoperator(cirq.kraus(gate)))]
    if isinstance(gate, cirq.GeneralizedAmplitudeDampingChannel):
        return ["readout", qubits, [[gate.p, gate.gamma]]]
    if isinstance(gate, cirq.MeasurementGate):
        return ["measure", qubits, []]
    if isinstance(gate, cirq.ResetChannel):
        return ["reset", qubits, []]
    return ["gate", qubits, numbers(cirq.unitary(gate))]


cases = []
for processor, native, count, depth, seed in [
    ("rainbow", ["sqrt-iswap", "sycamore"], 5, 8, 1), ("rainbow", ["sqrt-iswap"], 4, 6, 2),
    ("weber", ["sqrt-iswap", "sycamore"], 6, 8, 3), ("weber", ["sqrt-iswap"], 8, 6, 4),
    ("willow_pink", ["cz"], 6, 8, 5),
]:
    qubits, moments = sample(processor, native, count, depth, seed)
    properties = factory.load_device_noise_properties(processor)
    model = cirq_google.NoiseModelFromGoogleNoiseProperties(properties)
    circuit = cirq.Circuit(cirq.Moment(operation(*entry) for entry in moment) for moment in moments)
    noisy = cirq.Circuit(model.noisy_moments(circuit, sorted(circuit.all_qubits())))
    cases.append({
        "processor": processor,
        "qubits": [name(q) for q in qubits],
        "moments": [[[g, [name(q) for q in qs], p] for g, qs, p in moment] for moment in moments],
        "noisy": [described(op) for op in noisy.all_operations()],
    })


def rounded(value):
    """15 digits are enough for agreement to 1e-12."""
    if isinstance(value, float):
        return float(f"{value:.15g}")
    return [rounded(v) for v in value] if isinstance(value, list) else value


for case in cases:
    case["noisy"] = rounded(case["noisy"])
json.dump({"source": f"cirq_google {cirq_google.__version__}", "cases": cases}, sys.stdout)
print()
