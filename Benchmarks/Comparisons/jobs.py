"""Times jobs besides whole circuits: expectation values, gradients, samples, threads; and what the kernels reach.

usage: jobs.py SIMULATORJOBS [options]     --help lists them

Ours runs in a process of `Benchmarks/Sources/SimulatorJobs`, one round for each line that it is sent, so that rounds
interleave with the peers'. Both sides make the same input by the same formula, and their results are compared.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

parser = argparse.ArgumentParser(description="Times jobs besides whole circuits.")
parser.add_argument("command", help="the executable SimulatorJobs")
parser.add_argument("--jobs", nargs="+", default=["expectation", "gradient", "samples", "scaling", "kernels"])
parser.add_argument("--shared", type=Path, default=Path("../shared/circuits"))
parser.add_argument("--generated", type=Path, default=Path(".build/benchmarks/circuits"))
parser.add_argument("--precision", nargs="+", choices=["single", "double"], default=["single", "double"])
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--peers", nargs="+", default=["qulacs", "lightning"])
parser.add_argument("--output", type=Path, help="write FILE.json and FILE.md")
OPTIONS = parser.parse_args()
# Before any peer is loaded: OpenMP reads it once.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402

import peers  # noqa: E402
import report  # noqa: E402
from contest import Worker  # noqa: E402

LAYERS = 16  # times 2 · 14 angles: 448 parameters
SAMPLE_QUBITS, SHOTS = 24, 1_000_000
SCALED = ["syc_n24_d20", "qft_n24", "hea_n24_l10", "tfim_n24_s10"]
TOLERANCE = {"single": 1e-4, "double": 1e-9}


def uniform(first, count):
    """Numbers from -0.5 to 0.5: the SplitMix64 hash of indices, as TestInputs.swift has it."""
    with np.errstate(over="ignore"):
        mixed = (np.arange(first + 1, first + count + 1, dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(float) * 2.0**-53 - 0.5


def random_state(qubits):
    state = uniform(0, 2 << qubits).view(complex)
    return state / np.linalg.norm(state)


def hamiltonian(path):
    fields = json.loads(Path(path).read_text())
    return fields["n"], fields["terms"]


class QulacsJobs:
    """Double precision only."""

    name, precisions = "qulacs", ("single", "double")

    def __init__(self):
        import qulacs

        self.qulacs = qulacs

    def observable(self, qubits, terms):
        observable = self.qulacs.Observable(qubits)
        for factors, coefficient in terms:
            observable.add_operator(coefficient, " ".join(f"{letter} {q}" for q, letter in factors))
        return observable

    def state(self, qubits):
        state = self.qulacs.QuantumState(qubits)
        state.load(random_state(qubits))
        return state

    def expectation(self, qubits, terms, precision):
        observable, state = self.observable(qubits, terms), self.state(qubits)
        return lambda: timed(lambda: [observable.get_expectation_value(state)])

    def gradient(self, qubits, terms, precision):
        observable = self.observable(qubits, terms)
        circuit = self.qulacs.ParametricQuantumCircuit(qubits)
        angles = iter(uniform(0, 2 * LAYERS * qubits))
        for _ in range(LAYERS):
            # qulacs turns the other way, so its derivatives have the other sign too.
            for qubit in range(qubits):
                circuit.add_parametric_RY_gate(qubit, -next(angles))
            for qubit in range(qubits):
                circuit.add_parametric_RZ_gate(qubit, -next(angles))
            for qubit in range(qubits - 1):
                circuit.add_CNOT_gate(qubit, qubit + 1)
        return lambda: timed(lambda: circuit.backprop(observable), lambda g: [-x for x in g])

    def samples(self, precision):
        state = self.state(SAMPLE_QUBITS)
        return lambda: timed(lambda: state.sampling(SHOTS, 7), lambda words: ones(np.array(words, dtype=np.uint64)))


class LightningJobs:
    name, precisions = "lightning", ("single", "double")

    def __init__(self):
        from pennylane_lightning import lightning_qubit_ops

        self.ops = lightning_qubit_ops

    def kind(self, place, name, precision):
        return getattr(place, name + ("C64" if precision == "single" else "C128"))

    def observable(self, qubits, terms, precision):
        places = self.ops.observables
        named, product, total = (
            self.kind(places, name, precision) for name in ("NamedObs", "TensorProdObs", "Hamiltonian"))

        # Lightning's first wire is the most significant.
        def term(factors):
            parts = [named(f"Pauli{letter}", [qubits - 1 - q]) for q, letter in factors]
            return product(parts) if len(parts) > 1 else (parts or [named("Identity", [0])])[0]

        real = np.float32 if precision == "single" else np.float64
        return total(np.array([c for _, c in terms], dtype=real), [term(f) for f, _ in terms])

    def state(self, qubits, precision):
        state = self.kind(self.ops, "StateVector", precision)(qubits)
        state.updateData(random_state(qubits).astype(np.complex64 if precision == "single" else np.complex128))
        # The measurements refer to the state and do not keep it alive.
        self.alive = state
        return state

    def expectation(self, qubits, terms, precision):
        observable, state = self.observable(qubits, terms, precision), self.state(qubits, precision)
        measurements = self.kind(self.ops, "Measurements", precision)(state)
        return lambda: timed(lambda: [measurements.expval(observable)])

    def gradient(self, qubits, terms, precision):
        observable = self.observable(qubits, terms, precision)
        names, angles, wires = [], [], []
        values = iter(uniform(0, 2 * LAYERS * qubits))
        for _ in range(LAYERS):
            for name in ("RY", "RZ"):
                for qubit in range(qubits):
                    names.append(name)
                    angles.append([next(values)])
                    wires.append([qubits - 1 - qubit])
            for qubit in range(qubits - 1):
                names.append("CNOT")
                angles.append([])
                wires.append([qubits - 1 - qubit, qubits - 2 - qubit])
        count = len(names)
        create = self.kind(self.ops.algorithms, "create_ops_list", precision)
        operations = create(names, angles, wires, [False] * count, [np.zeros((0, 0))] * count, [[]] * count, [[]] * count)
        jacobian = self.kind(self.ops.algorithms, "AdjointJacobian", precision)()
        state = self.kind(self.ops, "StateVector", precision)(qubits)
        calls = [(getattr(state, n), (w, False, a)) for n, a, w in zip(names, angles, wires)]

        def work():
            state.resetStateVector()
            for function, arguments in calls:
                function(*arguments)
            return jacobian(state, [observable], operations, list(range(2 * LAYERS * qubits)))

        return lambda: timed(work, lambda g: list(np.array(g).ravel()))

    def samples(self, precision):
        state = self.state(SAMPLE_QUBITS, precision)
        measurements = self.kind(self.ops, "Measurements", precision)(state)
        wires = list(range(SAMPLE_QUBITS))
        return lambda: timed(
            lambda: measurements.generate_samples(wires, SHOTS),
            lambda bits: list(np.array(bits).reshape(SHOTS, SAMPLE_QUBITS).mean(axis=0)[::-1]))


PEERS = {"qulacs": QulacsJobs, "lightning": LightningJobs}


def timed(work, values=list):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, values(result)


def ones(words):
    return [float(((words >> np.uint64(q)) & np.uint64(1)).mean()) for q in range(SAMPLE_QUBITS)]


def compare(job, precision, reach, served, makers, tolerance):
    """Interleaved rounds of ours and of every peer that can do it."""
    runs, failures = {}, {}
    for adapter in makers:
        try:
            runs[adapter.name] = makers[adapter]()
            runs[adapter.name]()
        except (RuntimeError, TypeError, AttributeError, ValueError) as failure:
            runs.pop(adapter.name, None)
            failures[adapter.name] = str(failure)[:500]
    mine = np.array(served.round()["values"])
    times, values = {name: [] for name in runs}, {}
    ours = []
    for _ in range(OPTIONS.rounds):
        ours.append(served.round()["seconds"])
        for name, run in runs.items():
            taken, values[name] = run()
            times[name].append(taken)
    served.close()
    medians = {name: statistics.median(t) for name, t in times.items()}
    best = min(medians, key=medians.get) if medians else None
    total = statistics.median(ours)
    difference = max((float(max(abs(np.array(v) - mine))) / max(1.0, float(max(abs(mine)))) for v in values.values()),
                     default=None)
    ratio = medians[best] / total if best else None
    return {"job": job, "precision": precision, "ours": total, "peers": medians, "best": best,
            "peer": medians.get(best), "ratio": ratio, "reach": reach,
            "reached": None if ratio is None else ratio >= reach, "difference": difference,
            "agree": difference is None or difference <= tolerance, "failures": failures}


def expectation_jobs(adapters):
    for name, path, reach in [("<H> h2o, 14 qubits", OPTIONS.shared / "h2o.pauli.json", 10),
                              ("<H> N2, 20 qubits", OPTIONS.generated / "n2.pauli.json", 20)]:
        qubits, terms = hamiltonian(path)
        for precision in OPTIONS.precision:
            makers = {a: lambda a=a: a.expectation(qubits, terms, precision) for a in adapters}
            served = Worker(OPTIONS.command, "expectation", path, precision, 1)
            yield compare(name, precision, reach, served, makers, TOLERANCE[precision])


def gradient_jobs(adapters):
    path = OPTIONS.shared / "h2o.pauli.json"
    qubits, terms = hamiltonian(path)
    for precision in OPTIONS.precision:
        makers = {a: lambda a=a: a.gradient(qubits, terms, precision) for a in adapters}
        served = Worker(OPTIONS.command, "gradient", path, LAYERS, precision, 1)
        yield compare(f"gradient, {2 * LAYERS * qubits} parameters", precision, 4, served, makers, TOLERANCE[precision])


def sample_jobs(adapters):
    for precision in OPTIONS.precision:
        makers = {a: lambda a=a: a.samples(precision) for a in adapters}
        served = Worker(OPTIONS.command, "samples", SAMPLE_QUBITS, SHOTS, precision, 1)
        # Frequencies of two samples differ by 0.7e-3 (one standard deviation); six are allowed.
        yield compare(f"{SHOTS} samples, {SAMPLE_QUBITS} qubits", precision, 4, served, makers, 6 * 0.7e-3)


def scaling_jobs(_):
    """Two threads over one; beside it what two processes of one thread, which share nothing, get done at the same time."""
    for name in SCALED:
        for precision in OPTIONS.precision:
            file = OPTIONS.generated / f"{name}.qsim"
            one, other, two = [Worker(OPTIONS.command, "circuit", file, precision, t) for t in (1, 1, 2)]
            times = {"alone": [], "together": [], "two": []}
            for round in range(OPTIONS.rounds + 1):
                alone, both = one.round()["run"], two.round()["run"]
                for worker in (one, other):
                    worker.ask()
                together = max(worker.answer()["run"] for worker in (one, other))
                if round > 0:
                    for key, seconds in (("alone", alone), ("two", both), ("together", together)):
                        times[key].append(seconds)
            for worker in (one, other, two):
                worker.close()
            alone, both, together = [statistics.median(times[key]) for key in ("alone", "two", "together")]
            yield {"job": f"2 threads over 1, {name} (2 processes: {2 * alone / together:.2f})", "precision": precision,
                   "ours": both, "best": "1 thread", "peer": alone, "ratio": alone / both, "reach": 1.8,
                   "reached": alone / both >= 1.8}


def main():
    adapters = [PEERS[name]() for name in OPTIONS.peers]
    kinds = {"expectation": expectation_jobs, "gradient": gradient_jobs, "samples": sample_jobs,
             "scaling": scaling_jobs}
    found = {"machine": peers.processor(), "cores": os.cpu_count(), "versions": peers.versions(OPTIONS.peers), "jobs": []}
    if any(job in kinds for job in OPTIONS.jobs):
        print(report.job_header(), flush=True)
    for kind in [kinds[job] for job in OPTIONS.jobs if job in kinds]:
        for job in kind(adapters):
            found["jobs"].append(job)
            print(report.job_line(job), flush=True)
            for name, failure in job.get("failures", {}).items():
                print(f"note: {name} on {job['job']}: {failure}", file=sys.stderr)
    if "kernels" in OPTIONS.jobs:
        # A state that stays in the second-level cache, where arithmetic is the limit, and one that memory limits.
        runs = [json.loads(subprocess.run([OPTIONS.command, "kernels", qubits], capture_output=True, text=True,
                                          check=True).stdout) for qubits in ("15", "24")]
        found["kernels"] = {"peak": runs[0]["peak"], "kernels": [k for run in runs for k in run["kernels"]]}
        print("\n" + "\n".join(report.kernel_table(found["kernels"])))
    if OPTIONS.output:
        report.write(OPTIONS.output, found)
    return 70 if any(job.get("agree") is False for job in found["jobs"]) else 0


if __name__ == "__main__":
    sys.exit(main())
