"""Times noisy circuits against qsimcirq and qulacs: `make bench-noise`.

The circuits are layers of ry and rz on every qubit and a ladder of cx. Our side is the command as a user runs it, plan,
run and measure together, its trajectories forced, so that nothing is gained by another method. Of qsimcirq only the calls
below its Python translation are counted, for shots a tenth of them, ten times; of qulacs the simulator's run, merging of equal trajectories included, not the
building of the circuit. One thread each, contenders one after the other in every round, medians; the first round only
warms up and shows which of qsim's fusion widths 2 and 3 is best (4 was slower everywhere). Every contender's mean of Z over all qubits is compared with the
others' to 5 standard errors.
"""

import json
import math
import os
import statistics
import subprocess
import sys
import time

# Before any peer is loaded: OpenMP reads it once.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from contest import run_table  # noqa: E402

# name, qubits, layers, noise, what is asked, trajectories, peers, reach
ROWS = [
    ("12 qubits, 10 layers, depolarizing 1e-3", 12, 10, "depolarizing", "expect", 1000, ["qsim", "qulacs"], 10),
    ("12 qubits, 10 layers, amplitude damping 1e-3", 12, 10, "amplitude-damping", "expect", 1000, ["qsim"], 10),
    ("16 qubits, 10 layers, depolarizing 1e-3", 16, 10, "depolarizing", "expect", 1000, ["qsim", "qulacs"], 10),
    ("16 qubits, 10 layers, amplitude damping 1e-3", 16, 10, "amplitude-damping", "expect", 1000, ["qsim"], 10),
    ("20 qubits, 20 layers, two-qubit depolarizing 1e-3, 1000 shots", 20, 20, "two-qubit", "shots", 1000,
     ["qsim", "qulacs"], 5),
]
SPECIFICATIONS = {
    "depolarizing": "depolarizing:0.001", "amplitude-damping": "amplitude-damping:0.001",
    "two-qubit": "depolarizing:0,0.001",
}
P = 0.001


def gates(qubits, layers):
    """(name, qubits, angle) of every gate, the same in every run."""
    rng = np.random.default_rng(qubits * 1000 + layers)
    for _ in range(layers):
        for q in range(qubits):
            yield "ry", (q,), float(rng.uniform(-math.pi, math.pi))
            yield "rz", (q,), float(rng.uniform(-math.pi, math.pi))
        for q in range(qubits - 1):
            yield "cx", (q, q + 1), None


# --- contenders: run() gives seconds, the mean of Z over the qubits and its standard error ---------------------------


class Ours:
    precision = "single"

    def __init__(self, command, folder, row):
        _, self.qubits, layers, noise, self.kind, count, _, _ = row
        path = f"{folder}/{self.qubits}x{layers}.qasm"
        with open(path, "w") as file:
            file.write(f'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[{self.qubits}];\n')
            for name, on, angle in gates(self.qubits, layers):
                parameter = "" if angle is None else f"({angle!r})"
                file.write(f"{name}{parameter} {','.join(f'q[{q}]' for q in on)};\n")
        mean = " + ".join(f"{1 / self.qubits!r} Z{q}" for q in range(self.qubits))
        asked = ["--expect", mean, "--trajectories", str(count)] if self.kind == "expect" else ["--shots", str(count)]
        self.words = [command, path, "--noise", SPECIFICATIONS[noise], "--method", "trajectories", *asked,
                      "--threads", "1", "--precision", Ours.precision, "--json"]
        self.round = 0

    def run(self):
        self.round += 1
        done = subprocess.run([*self.words, "--seed", str(self.round)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(self.words)}: {done.stderr.strip()}")
        answer = json.loads(done.stdout)
        seconds = sum(answer["seconds"].get(phase, 0) for phase in ("plan", "run", "measure"))
        if self.kind == "expect":
            value = answer["expectations"][0]
            return seconds, value["value"], value["standardError"]
        return seconds, *mean_of_counts(answer["counts"])


def mean_of_counts(counts):
    """The mean of Z over all characters, and its standard error over the shots."""
    values = np.array([1 - 2 * bits.replace(" ", "").count("1") / len(bits.replace(" ", "")) for bits in counts])
    weights = np.array(list(counts.values()), float)
    mean = float((values * weights).sum() / weights.sum())
    return mean, math.sqrt(float((weights * (values - mean) ** 2).sum()) / weights.sum() / (weights.sum() - 1))


class Clock:
    """A module whose functions are timed."""

    def __init__(self, module):
        self.module, self.seconds = module, 0.0

    def __getattr__(self, name):
        function = getattr(self.module, name)

        def timed(*arguments):
            start = time.perf_counter()
            result = function(*arguments)
            self.seconds += time.perf_counter() - start
            return result

        return timed if callable(function) else function


class Qsim:
    def __init__(self, row, width):
        import cirq
        import qsimcirq

        _, count, layers, noise, self.kind, self.trajectories, _, _ = row
        line = cirq.LineQubit.range(count)
        circuit = cirq.Circuit()
        for name, on, angle in gates(count, layers):
            on = [line[q] for q in on]
            circuit.append({"ry": cirq.ry, "rz": cirq.rz}[name](angle)(*on) if angle is not None else cirq.CX(*on))
            if noise == "amplitude-damping":
                circuit.append(cirq.amplitude_damp(P)(q) for q in on)
            elif noise == "depolarizing" or len(on) == 2:
                circuit.append(cirq.depolarize(P, len(on))(*on))
        self.observable = sum((cirq.Z(q) for q in line[1:]), start=1.0 * cirq.Z(line[0])) * (1 / count)
        if self.kind == "shots":
            circuit.append(cirq.measure(*line, key="m"))
        self.circuit, self.line, self.seed = circuit, line, 0
        self.options = lambda: qsimcirq.QSimOptions(
            cpu_threads=1, max_fused_gate_size=width, ev_noisy_repetitions=self.trajectories)
        self.make = qsimcirq.QSimSimulator

    def run(self):
        self.seed += 1
        simulator = self.make(self.options(), seed=self.seed)
        clock = simulator._sim_module = Clock(simulator._sim_module)
        if self.kind == "expect":
            value = simulator.simulate_expectation_values(self.circuit, [self.observable])[0]
            # qsim tells no standard error; each Z is within ±1, and their mean varies less.
            return clock.seconds, float(np.real(value)), None
        # qsimcirq runs the whole circuit for every shot: a tenth of them tells the time.
        bits = simulator.run(self.circuit, repetitions=self.trajectories // 10).measurements["m"]
        values = 1 - 2 * bits.mean(axis=1)
        return 10 * clock.seconds, float(values.mean()), float(values.std(ddof=1) / math.sqrt(len(values)))


class Qulacs:
    def __init__(self, row):
        import qulacs

        _, self.qubits, layers, noise, _, self.trajectories, _, _ = row
        circuit = qulacs.QuantumCircuit(self.qubits)
        g = qulacs.gate
        for name, on, angle in gates(self.qubits, layers):
            # qulacs turns the other way.
            gate = {"ry": g.RY, "rz": g.RZ}[name](on[0], -angle) if angle is not None else g.CNOT(*on)
            if noise == "depolarizing" or len(on) == 2:
                circuit.add_noise_gate(gate, "Depolarizing", P)
            else:
                circuit.add_gate(gate)
        self.circuit, self.module = circuit, qulacs

    def run(self):
        state = self.module.QuantumState(self.qubits)
        simulator = self.module.NoiseSimulator(self.circuit, state)
        start = time.perf_counter()
        samples = simulator.execute(self.trajectories)
        seconds = time.perf_counter() - start
        values = np.array([1 - 2 * bin(sample).count("1") / self.qubits for sample in samples])
        return seconds, float(values.mean()), float(values.std(ddof=1) / math.sqrt(len(values)))


# --- the comparison --------------------------------------------------------------------------------------------------


def contenders(row, command, folder):
    found = {"Aufbau": Ours(command, folder, row)}
    for peer in row[6]:
        if peer == "qulacs":
            found["qulacs"] = Qulacs(row)
        else:
            found |= {f"qsim f={width}": Qsim(row, width) for width in (2, 3)}
    return found


def compare(row, arguments):
    rounds = arguments.rounds
    running = contenders(row, arguments.command, arguments.folder)
    first = {name: contender.run() for name, contender in running.items()}
    # Of qsim's widths the best one is repeated.
    widths = sorted((name for name in running if name.startswith("qsim")), key=lambda name: first[name][0])
    for name in widths[1:]:
        del running[name]
    results = {name: [] for name in running}
    for _ in range(rounds):
        for name, contender in running.items():
            results[name].append(contender.run())
    medians = {name: statistics.median(run[0] for run in runs) for name, runs in results.items()}
    values = {name: statistics.fmean(run[1] for run in runs) for name, runs in results.items()}
    error = {
        name: math.sqrt(sum(run[2] ** 2 for run in runs)) / rounds if runs[0][2] is not None else None
        for name, runs in results.items()}
    agreed = True
    for name in running:
        # Without an error of its own a peer counts as exact as the bound of a mean of signs over its trajectories.
        theirs = error[name] if error[name] is not None else 1 / math.sqrt(row[5] * rounds)
        if abs(values[name] - values["Aufbau"]) > 5 * math.hypot(theirs, error["Aufbau"]):
            agreed = False
            print(f"  !! {name} finds {values[name]}, Aufbau {values['Aufbau']}", file=sys.stderr)
    peers = {name: seconds for name, seconds in medians.items() if name != "Aufbau"}
    spread = [run[0] for run in results["Aufbau"]]
    return {
        "job": row[0], "seconds": medians["Aufbau"], "spread": [min(spread), max(spread)], "peers": peers,
        "ratio": min(peers.values()) / medians["Aufbau"], "reach": row[7], "values": values, "errors": error,
        "agree": agreed,
    }


def show(result):
    peers = ", ".join(f"{name} {seconds:.4g} s" for name, seconds in result["peers"].items())
    values = ", ".join(f"{value:.4f}" for value in result["values"].values())
    print(f"| {result['job']} | {result['seconds']:.4g} s | {peers} | {result['ratio']:.1f}x | {result['reach']}x "
          f"| {values} |", flush=True)


def show_costs(results):
    """What amplitude damping costs over depolarizing, for everybody who ran both."""
    for qubits in (12, 16):
        pair = [r for kind in ("depolarizing", "amplitude") for r in results
                if r["job"].startswith(f"{qubits} qubits") and kind in r["job"]]
        if len(pair) == 2:
            ours = pair[1]["seconds"] / pair[0]["seconds"]
            best = [next(s for name, s in r["peers"].items() if name.startswith("qsim")) for r in pair]
            print(f"{qubits} qubits: amplitude damping costs {ours:.2f} times depolarizing (reach: under 2); "
                  f"qsim {best[1] / best[0]:.2f}")


def add_options(parser):
    parser.add_argument("--precision", choices=["single", "double"], default="single",
                        help="ours; qsim computes in single, qulacs in double")


def prepare(arguments):
    Ours.precision = arguments.precision


def main():
    results = run_table(
        __doc__, "simulate", ".build/benchmarks/noise", "job | Aufbau | peers | ratio | reach | mean Z", ROWS, compare,
        show, add_options, prepare)
    show_costs(results)
    raise SystemExit(0 if all(result["agree"] for result in results) else 1)


if __name__ == "__main__":
    main()
