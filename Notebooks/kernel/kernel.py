"""A Jupyter kernel for Swift: LLDB's Swift REPL evaluates each cell, with this package's modules at hand.

`install` writes the kernel specification. Its environment names the toolchain and what the REPL needs of the build:
AUFBAU_TOOLCHAIN, AUFBAU_LLDB (the folder of LLDB's Python module) and AUFBAU_REPL_ARGUMENTS (flags -I, -L and -l).
"""

import base64
import re
import threading

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

from repl import SwiftREPL

# prelude.swift prints a picture between these marks.
PICTURE = re.compile(r"\x02aufbau-display (\S+) ([A-Za-z0-9+/=]*)\x03\n?")


class SwiftKernel(Kernel):
    implementation = "aufbau-swift"
    implementation_version = "1"
    language_info = {"name": "swift", "mimetype": "text/x-swift", "file_extension": ".swift"}
    banner = "Swift with the modules of Aufbau"

    def __init__(self, **keywords):
        super().__init__(**keywords)
        self.repl = SwiftREPL()
        self.unsent = ""

    def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False):
        finished = threading.Event()
        relay = threading.Thread(target=self._relay, args=(finished, silent))
        relay.start()
        try:
            problem = self.repl.run(code) if code.strip() else None
        finally:
            finished.set()
            relay.join()
        if problem is None:
            return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}
        lines = problem.strip().splitlines()
        error = {"ename": "Swift", "evalue": lines[0], "traceback": lines}
        self.send_response(self.iopub_socket, "error", error)
        return {"status": "error", "execution_count": self.execution_count, **error}

    async def interrupt_request(self, stream, ident, parent):
        """The stop button. The kernel specification asks for a message, because LLDB would miss a signal."""
        self.repl.interrupt()
        self.session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident=ident)

    def do_shutdown(self, restart):
        self.repl.close()
        return {"status": "ok", "restart": restart}

    def _relay(self, finished, silent):
        """Passes on what the process prints while a cell runs, and what is left when it has finished."""
        while True:
            last = finished.is_set()
            printed, errors = self.repl.printed(wait=0 if last else 0.05)
            if not silent:
                self._show(printed, last)
                self._stream("stderr", errors)
            if last and not printed and not errors:
                return

    def _show(self, printed, last):
        """Sends text as text and pictures as pictures; an unfinished picture waits for its end."""
        parts = PICTURE.split(self.unsent + printed)
        cut = len(parts[-1]) if last and not printed or "\x02" not in parts[-1] else parts[-1].index("\x02")
        parts[-1], self.unsent = parts[-1][:cut], parts[-1][cut:]
        self._stream("stdout", parts[0])
        for kind, data, after in zip(parts[1::3], parts[2::3], parts[3::3]):
            shown = base64.b64decode(data).decode() if kind == "image/svg+xml" else data
            self.send_response(self.iopub_socket, "display_data", {"data": {kind: shown}, "metadata": {}})
            self._stream("stdout", after)

    def _stream(self, name, text):
        if text:
            self.send_response(self.iopub_socket, "stream", {"name": name, "text": text})


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=SwiftKernel)
