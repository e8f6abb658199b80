"""Writes NAME.json for Google's processors from the calibrations that the PyPI package cirq-google ships.

usage: make.py FOLDER        needs cirq-google (1.7.0 made the committed files)

Only numbers are taken: lifetimes, error rates, angles and durations. cirq-google is Copyright The Cirq Developers,
licensed under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0); every file says so. The form of the
files is described in Documentation/Noise.md.
"""

import json
import sys

import cirq
import cirq_google
from cirq_google.engine import virtual_engine_factory as factory

GATES = {
    "sqrt-iswap": (cirq.ISwapPowGate, "sqrt_iswap"),
    "sycamore": (cirq_google.SycamoreGate, "syc"),
    "cz": (cirq.CZPowGate, "cz"),
}
ATTRIBUTION = (
    "{file} of cirq-google {version} (Copyright The Cirq Developers, Apache License 2.0, "
    "https://www.apache.org/licenses/LICENSE-2.0): numbers extracted and rearranged, units changed")


def one(calibration, metric):
    """A metric of one qubit, by qubit."""
    return {key[0]: float(values[0]) for key, values in calibration[metric].items()} if metric in calibration else {}


def two(calibration, metric):
    """A metric of two qubits, by unordered pair; both orders always agree."""
    found = {}
    for key, values in (calibration[metric] if metric in calibration else {}).items():
        pair = tuple(sorted(key))
        assert found.get(pair, values[0]) == values[0], (metric, key)
        found[pair] = float(values[0])
    return found


def name(qubit):
    return f"{qubit.row}_{qubit.col}"


def zphases(processor):
    """zeta and gamma by gate and ordered pair."""
    return factory.load_sample_device_zphase(processor) if processor in factory.ZPHASE_DATA else {}


def extract(processor):
    calibration = factory.load_median_device_calibration(processor)
    properties = factory.load_device_noise_properties(processor)
    times = properties.gate_times_ns
    device = factory.create_device_from_processor_id(processor)
    t1 = one(calibration, "single_qubit_idle_t1_micros")
    incoherent = one(calibration, "single_qubit_rb_incoherent_error_per_gate")
    pauli = one(calibration, "single_qubit_rb_pauli_error_per_gate")
    zero, first = one(calibration, "single_qubit_p00_error"), one(calibration, "single_qubit_p11_error")
    qubits = [
        {
            "name": name(q), "row": q.row, "column": q.col, "t1": 1000 * t1[q], "incoherentError": incoherent[q],
            "pauliError": pauli[q], "zeroAsOne": zero[q], "oneAsZero": first[q],
        }
        for q in sorted(t1)
    ]
    pairs = {}
    phases = zphases(processor)
    for gate, (kind, code) in GATES.items():
        prefix = f"two_qubit_parallel_{gate.replace('-', '_')}_gate_xeb_"
        if gate == "sycamore":
            prefix = "two_qubit_parallel_sycamore_gate_xeb_"
        errors = two(calibration, prefix + "pauli_error_per_cycle")
        theta = two(calibration, prefix + "entangler_theta_error_per_cycle")
        phi = two(calibration, prefix + "entangler_phi_error_per_cycle")
        for pair, error in errors.items():
            entry = {"pauliError": error, "theta": theta.get(pair, 0.0), "phi": phi.get(pair, 0.0)}
            for order in (pair, pair[::-1]):
                zeta = phases.get(code, {}).get("zeta", {}).get(order)
                gamma = phases.get(code, {}).get("gamma", {}).get(order)
                if zeta is None and gamma is None:
                    continue
                assert "zeta" not in entry
                # zeta changes its sign with the order of the qubits.
                entry["zeta"] = (zeta or 0.0) * (1 if order == pair else -1)
                entry["gamma"] = gamma or 0.0
                used = properties.fsim_errors[cirq.devices.noise_utils.OpIdentifier(kind, *pair)]
                assert (used.theta, used.phi) == (entry["theta"], entry["phi"])
                if (used.zeta, used.gamma) == (0, 0):
                    entry["cirqZeta"], entry["cirqGamma"] = 0.0, 0.0
                elif used.zeta != entry["zeta"]:
                    entry["cirqZeta"] = used.zeta
            pairs.setdefault(pair, {})[gate] = entry
    durations = {"oneQubit": times[cirq.PhasedXZGate], "measure": times[cirq.MeasurementGate], "reset": times[cirq.ResetChannel]}
    native = [gate for gate in GATES if any(gate in gates for gates in pairs.values())]
    durations |= {gate: times[GATES[gate][0]] for gate in native}
    assert set(qubit["name"] for qubit in qubits) == set(name(q) for q in device.metadata.qubit_set)
    return {
        "name": processor,
        "source": ATTRIBUTION.format(file=factory.MEDIAN_CALIBRATIONS[processor], version=cirq_google.__version__),
        "timeUnit": "ns",
        "nativeGate": native[0],
        "durations": durations,
        "qubits": qubits,
        "pairs": [
            {"qubits": [name(q) for q in pair], "gates": gates} for pair, gates in sorted(pairs.items())],
    }


def write(data, path):
    """One line a qubit or pair, so that differences can be read."""
    with open(path, "w") as file:
        for key, value in data.items():
            opening = "{" if key == "name" else ""
            if key in ("qubits", "pairs"):
                rows = ",\n".join(" " + json.dumps(row) for row in value)
                file.write(f'"{key}": [\n{rows}\n]' + ("}\n" if key == "pairs" else ",\n"))
            else:
                file.write(f"{opening}{json.dumps(key)}: {json.dumps(value)},\n")


if __name__ == "__main__":
    for processor in ("rainbow", "weber", "willow_pink"):
        write(extract(processor), f"{sys.argv[1]}/{processor}.json")
