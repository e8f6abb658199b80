"""Our side in one process: SimulatorJobs, which does a round for each line that it is sent."""

import json
import subprocess


class Served:
    """A job of SimulatorJobs that does one round for each line."""

    def __init__(self, command, *words):
        arguments = [str(command), *map(str, words)]
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(self.process.args)} ended with status {self.process.wait()}")
        return json.loads(line)

    def round(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()
