"""Times `simulate` and its peers on whole circuits, interleaved in one run.

usage: simulator.py SIMULATE [options]     --help lists them

Seconds are pure simulation time. On Aufbau's side the official figure is plan + run of the command: planning, the
allocation of the state and all that a first run costs included. "warm" is plan + run again and again in one process,
which is how the peers are run. On the peers' side whatever their interface lets one leave out is left out: see peers.py.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path


def options():
    parser = argparse.ArgumentParser(description="Times simulate against its peers, circuit by circuit.")
    parser.add_argument("simulate", help="the command to time")
    parser.add_argument("--served", help="SimulatorJobs: adds the seconds of repeated runs in one process, as the "
                                         "peers are run")
    parser.add_argument("--shared", type=Path, default=Path("../shared/circuits"), help="the folder of circuits")
    parser.add_argument("--generated", type=Path, default=Path(".build/benchmarks/circuits"))
    parser.add_argument("--circuits", nargs="+", default=[], help="names of rows, or files; without it every row")
    parser.add_argument("--peers", nargs="+", default=["qsim", "qulacs", "lightning", "aer"])
    parser.add_argument("--precision", nargs="+", choices=["single", "double"], default=["single", "double"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--heavy", action="store_true", help="also the rows that take 8 GiB and minutes a run")
    parser.add_argument("--every-peer", action="store_true",
                        help="repeat also the peers that the first round showed to be far behind")
    parser.add_argument("--output", type=Path, help="write FILE.json and FILE.md")
    return parser.parse_args()


OPTIONS = options()
# Before any peer is loaded: OpenMP reads it once.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(OPTIONS.threads)

import numpy as np  # noqa: E402

import circuits  # noqa: E402
import peers  # noqa: E402
import report  # noqa: E402
import rows  # noqa: E402
from contest import Worker  # noqa: E402

# A peer that takes more than this many times the best peer's time in the first round is not repeated.
FAR_BEHIND = 1.6
# Largest accepted difference of amplitudes, of the largest of them.
TOLERANCE = {"single": 1e-3, "double": 1e-8}


class Ours:
    """The command, as a user runs it."""

    def __init__(self, command, circuit, precision, threads):
        self.arguments = [
            str(command), str(circuit.path), "--precision", precision, "--threads", str(threads), "--json"]
        if not circuit.path.suffix:
            self.arguments += ["--format", "qsim"]
        self.qubits = circuit.qubits

    def run(self, *more):
        done = subprocess.run([*self.arguments, *more], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(self.arguments)}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def seconds(self):
        seconds = self.run()["seconds"]
        return seconds["plan"], seconds["run"]

    def amplitudes(self, indices):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.writelines(format(int(i), f"0{self.qubits}b")[::-1] + "\n" for i in indices)
            file.flush()
            found = self.run("--amplitudes", "@" + file.name)["amplitudes"]
        return np.array([a["re"] + 1j * a["im"] for a in found])


def disagreement(ours, theirs):
    """The largest difference up to a global phase, in units of the largest amplitude; None where all are tiny."""
    place = int(np.argmax(abs(ours)))
    if abs(ours[place]) == 0 or abs(theirs[place]) == 0:
        return float(max(abs(ours - theirs)))
    phase = ours[place] / theirs[place]
    return float(max(abs(ours - theirs * phase / abs(phase))) / abs(ours[place]))


def chosen_indices(command, circuit, threads):
    """Basis states to compare: samples, where the amplitudes are, and some at random."""
    generator = np.random.default_rng(7)
    counts = Ours(command, circuit, "single", threads).run("--shots", "12", "--seed", "7").get("counts", {})
    likely = [int(word.replace(" ", "")[::-1], 2) for word in counts if len(word.replace(" ", "")) == circuit.qubits]
    return sorted({*likely, 0, (1 << circuit.qubits) - 1, *map(int, generator.integers(0, 1 << circuit.qubits, 12))})


class Measurement:
    """One circuit in one precision: the runs of everybody."""

    def __init__(self, row, circuit, precision, adapters):
        self.row, self.circuit, self.precision = row, circuit, precision
        self.threads = row.threads or OPTIONS.threads
        self.ours = Ours(OPTIONS.simulate, circuit, precision, self.threads)
        self.times, self.runs, self.differences, self.failures = {}, {}, {}, {}
        self.adapters = adapters

    def first_round(self):
        """Prepares and runs every peer once, compares its amplitudes, and keeps those that may be the best."""
        indices = chosen_indices(OPTIONS.simulate, self.circuit, self.threads)
        mine = self.ours.amplitudes(indices)
        for name, adapter in self.adapters.items():
            if self.precision not in adapter.precisions or (self.row.peers and name not in self.row.peers):
                continue
            adapter.threads = self.threads
            for variant in adapter.variants(self.circuit):
                try:
                    run = adapter.prepare(self.circuit, variant, self.precision)
                    taken, theirs = run.first(indices)
                    # A short run is easily disturbed: several decide whether it is far behind.
                    tries = [run.seconds() for _ in range(4)] if taken < 0.1 else []
                    self.times[variant] = [min([taken, *tries])]
                    self.differences[variant] = disagreement(mine, theirs)
                    self.runs[variant] = run
                except (RuntimeError, MemoryError, ValueError, TypeError) as failure:
                    self.failures[variant] = str(failure)
        if not OPTIONS.every_peer and self.times:
            best = min(t[0] for t in self.times.values())
            self.runs = {v: run for v, run in self.runs.items() if self.times[v][0] <= FAR_BEHIND * best}

    def measure(self):
        self.first_round()
        plans, runs, warm = [], [], []
        order = list(self.runs)
        served = OPTIONS.served and Worker(OPTIONS.served, "circuit", self.circuit.path, self.precision, self.threads)
        if served:
            served.round()
        for round in range(OPTIONS.rounds):
            plan, run = self.ours.seconds()
            plans.append(plan)
            runs.append(run)
            if served:
                warm.append(sum(served.round().values()))
            for variant in order[round % max(1, len(order)):] + order[:round % max(1, len(order))]:
                self.times[variant].append(self.runs[variant].seconds())
        if served:
            served.close()
        return self.result(plans, runs, warm)

    def result(self, plans, runs, warm):
        # The first run of a peer paid for page faults; it counts only where it is the only one.
        medians = {v: statistics.median(t[1:] or t) for v, t in self.times.items()}
        repeated = {v: m for v, m in medians.items() if v in self.runs}
        best = min(repeated, key=repeated.get) if repeated else None
        total = statistics.median(p + r for p, r in zip(plans, runs))
        reach = self.row.single if self.precision == "single" else self.row.double
        ratio = repeated[best] / total if best else None
        limit = TOLERANCE[self.precision]
        return {
            "circuit": self.row.name, "qubits": self.circuit.qubits, "gates": len(self.circuit.gates),
            "precision": self.precision, "threads": self.threads, "rounds": OPTIONS.rounds,
            "plan": statistics.median(plans), "run": statistics.median(runs), "total": total,
            "spread": [min(p + r for p, r in zip(plans, runs)), max(p + r for p, r in zip(plans, runs))],
            "warm": statistics.median(warm) if warm else None,
            "ratioWarm": repeated[best] / statistics.median(warm) if best and warm else None,
            "peers": medians, "repeated": sorted(repeated), "times": self.times, "best": best,
            "ratio": ratio, "ratioRunOnly": repeated[best] / statistics.median(runs) if best else None,
            "reach": reach, "reached": None if ratio is None else ratio >= reach,
            "differences": self.differences, "agree": all(d <= limit for d in self.differences.values()),
            "failures": self.failures,
        }


def selected_rows():
    every = rows.all_rows(OPTIONS.shared, OPTIONS.heavy or bool(OPTIONS.circuits))
    if not OPTIONS.circuits:
        return every
    chosen = []
    for name in OPTIONS.circuits:
        named = [row for row in every if row.name == name]
        if not named and not Path(name).is_file():
            sys.exit(f"{name}: neither a row nor a file; the rows are {', '.join(row.name for row in every)}")
        chosen += named or [rows.Row(Path(name).name, str(Path(name).absolute()))]
    return chosen


def path_of(row):
    if row.file.startswith("generated/"):
        return OPTIONS.generated / row.file.removeprefix("generated/")
    return OPTIONS.shared / row.file


def main():
    adapters = {name: peers.ALL[name](OPTIONS.threads) for name in OPTIONS.peers}
    head = {"machine": peers.processor(), "cores": os.cpu_count(), "system": platform.platform(),
            "versions": peers.versions(OPTIONS.peers), "load": os.getloadavg()[0]}
    results = []
    print(report.header(), flush=True)
    for row in selected_rows():
        circuit = circuits.read(path_of(row))
        for precision in [p for p in OPTIONS.precision if p in row.precisions]:
            results.append(Measurement(row, circuit, precision, adapters).measure())
            print(report.line(results[-1]), flush=True)
            if OPTIONS.output:
                report.write(OPTIONS.output, {**head, "circuits": results})
    wrong = [r for r in results if not r["agree"]]
    for result in wrong:
        print(f"DISAGREEMENT {result['circuit']} {result['precision']}: {result['differences']}", file=sys.stderr)
    for result in results:
        for variant, failure in result["failures"].items():
            print(f"note: {variant} on {result['circuit']}: {failure}", file=sys.stderr)
    return 70 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
