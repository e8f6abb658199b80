"""Times `simulate` against qsim on circuits in qsim's text format, interleaved in one run.

usage: simulator.py SIMULATE CIRCUIT.qsim ... [--rounds N] [--threads N]

Both sides are pure simulation time: `simulate` reports its own ("run" and "plan"), qsim is called below its Python
circuit translation, with the best of its fusion widths 2 to 5. Single precision; medians over the rounds.
"""

import argparse
import json
import statistics
import subprocess
import time

import cirq
import qsimcirq

ROOT_X = cirq.X**0.5
ROOT_Y = cirq.Y**0.5
# Square root of (X + Y) / sqrt(2), as qsim defines hz_1_2: eigenvalues 1 and i.
ROOT_W = cirq.PhasedXPowGate(phase_exponent=0.25, exponent=0.5)

FIXED = {
    "h": cirq.H, "x": cirq.X, "y": cirq.Y, "z": cirq.Z, "s": cirq.S, "t": cirq.T, "id1": cirq.I,
    "x_1_2": ROOT_X, "y_1_2": ROOT_Y, "hz_1_2": ROOT_W,
    "cz": cirq.CZ, "cnot": cirq.CNOT, "cx": cirq.CNOT, "sw": cirq.SWAP, "is": cirq.ISWAP,
}
TURNING = {
    "rx": cirq.rx, "ry": cirq.ry, "rz": cirq.rz,
    "cp": lambda phi: cirq.CZPowGate(exponent=-phi / 3.141592653589793),
    "fs": cirq.FSimGate,
}
ARITY = {"cz": 2, "cnot": 2, "cx": 2, "sw": 2, "is": 2, "cp": 2, "fs": 2}


def read_qsim(path):
    lines = [line.split() for line in open(path) if line.strip() and not line.startswith("#")]
    qubits = cirq.LineQubit.range(int(lines[0][0]))
    circuit = cirq.Circuit()
    for _, name, *rest in lines[1:]:
        if name in ("p", "m"):
            continue
        controls = []
        if name == "c":
            place = next(i for i, word in enumerate(rest) if not word.isdigit())
            controls, (name, *rest) = [qubits[int(q)] for q in rest[:place]], rest[place:]
        arity = ARITY.get(name, 1)
        operands = [qubits[int(q)] for q in rest[:arity]]
        angles = [float(a) for a in rest[arity:]]
        gate = TURNING[name](*angles) if name in TURNING else FIXED[name]
        circuit.append(
            gate(*operands).controlled_by(*controls), strategy=cirq.InsertStrategy.NEW_THEN_INLINE)
    return circuit, qubits


def qsim_seconds(translated, width, threads):
    options = {"c": translated, "i": 0, "f": width, "t": threads, "v": 0, "s": 1, "z": False, "g": False, "gmode": 0, "n": 0}
    start = time.perf_counter()
    qsimcirq.qsim.qsim_simulate_fullstate(options, 0)
    return time.perf_counter() - start


def simulate_seconds(command, path, threads):
    arguments = [command, path, "--precision", "single", "--threads", str(threads), "--json"]
    seconds = json.loads(subprocess.run(arguments, capture_output=True, check=True, text=True).stdout)["seconds"]
    return seconds["run"] + seconds["plan"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("simulate")
    parser.add_argument("circuits", nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    print(f"{'circuit':28} {'qsim/s':>9} {'width':>5} {'aufbau/s':>9} {'ratio':>6}")
    for path in options.circuits:
        circuit, qubits = read_qsim(path)
        simulator = qsimcirq.QSimSimulator()
        translated = qsimcirq.QSimCircuit(circuit).translate_cirq_to_qsim(cirq.QubitOrder.explicit(qubits))
        if isinstance(translated, tuple):
            translated = translated[0]
        peers = {width: [] for width in range(2, 6)}
        ours = []
        for _ in range(options.rounds):
            for width in peers:
                peers[width].append(qsim_seconds(translated, width, options.threads))
            ours.append(simulate_seconds(options.simulate, path, options.threads))
        width, theirs = min(((w, statistics.median(t)) for w, t in peers.items()), key=lambda pair: pair[1])
        mine = statistics.median(ours)
        name = path.split("/")[-1]
        print(f"{name:28} {theirs:9.4f} {width:5} {mine:9.4f} {theirs / mine:6.2f}", flush=True)


if __name__ == "__main__":
    main()
