"""What comparisons with other programs share: contenders as processes that do one round for each line they are sent, rounds
in turn, tables of the results.

A contender reads its input, prints a line of JSON to say that it is ready, and answers each line with one of JSON: the
seconds, and whatever tells that all computed the same.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

# One thread for everybody, whatever the library.
SINGLE = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "NUMBA_NUM_THREADS")
} | {"QISKIT_PARALLEL": "FALSE", "QISKIT_IN_PARALLEL": "TRUE"}


class Worker:
    """A contender in a process of its own."""

    def __init__(self, command, *words, environment=None):
        arguments = [str(command), *map(str, words)]
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | (environment or {})
        )
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(self.process.args)} ended with status {self.process.wait()}")
        return json.loads(line)

    def ask(self):
        """Starts a round; its answer is to be read."""
        self.process.stdin.write("round\n")
        self.process.stdin.flush()

    def round(self):
        self.ask()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def status(key):
    """A number of bytes that the system knows of this process."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key + ":"))


def serve(run, sums):
    """A peer's side: `run` does the job, `sums` says what its result has in common with that of others."""
    try:
        # Makes the peak of memory start anew.
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass
    before = status("VmRSS")
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        result = run()
        seconds = time.perf_counter() - start
        peak = status("VmHWM") - before
        print(json.dumps({"seconds": seconds, "peak": peak, **sums(result)}), flush=True)
        del result


def agree(ours, theirs):
    """Counts alike and sums alike to 1e-6."""
    return ours["count"] == theirs["count"] and all(
        abs(ours[key] - theirs[key]) <= 1e-6 * max(1, abs(theirs[key])) for key in ("sum", "squares")
    )


def contest(commands, rounds):
    """The answers of every contender, by name: of a first round, which warms up, and of as many as asked for."""
    workers = {name: Worker(*command, environment=SINGLE) for name, command in commands.items()}
    answers = {name: [] for name in workers}
    for _ in range(rounds + 1):
        for name, worker in workers.items():
            answers[name].append(worker.round())
    for worker in workers.values():
        worker.close()
    return answers


def timing(answers):
    """Median, least and most seconds of all rounds but the first."""
    seconds = [answer["seconds"] for answer in answers[1:]]
    return statistics.median(seconds), [min(seconds), max(seconds)]


def disagreements(answers, ours="Aufbau"):
    """Those who found something else, which is printed."""
    others = [name for name in answers if name != ours and not agree(answers[ours][0], answers[name][0])]
    for name in others:
        print(f"  !! {name} finds {answers[name][0]}, Aufbau {answers[ours][0]}", file=sys.stderr)
    return others


def run_table(description, command_help, folder, heading, table, compare, show, add_options=None, prepare=None):
    """Reads the options, runs the rows, prints and saves them; the results and whether all agreed."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("command", help=command_help)
    parser.add_argument("--folder", default=folder, help="where the inputs go")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="rows whose name contains this")
    parser.add_argument("--json", help="also write the figures to this file")
    if add_options:
        add_options(parser)
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    if prepare:
        prepare(arguments)
    titles = [title.strip() for title in heading.split("|")]
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}")
    results = []
    for row in table:
        if arguments.only and arguments.only not in row[0]:
            continue
        results.append(compare(row, arguments))
        show(results[-1])
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump(results, file, indent=1)
    return results
