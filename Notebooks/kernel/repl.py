"""Swift evaluated by LLDB, which the kernel's environment tells where to find the toolchain and the package's build."""

import codecs
import ctypes
import glob
import json
import os
import select
import shlex
import sys

TOOLCHAIN = os.environ["AUFBAU_TOOLCHAIN"]
HERE = os.path.dirname(os.path.abspath(__file__))
# Opened by its real path first, the library finds its own dependencies, which lie beside it.
ctypes.CDLL(os.path.realpath(f"{TOOLCHAIN}/usr/lib/liblldb.so"), ctypes.RTLD_GLOBAL)
sys.path.insert(0, os.environ["AUFBAU_LLDB"])
import lldb  # noqa: E402

NO_VALUE = 0x1001  # LLDB's code for a cell that ends without a value
CELL = 'try _cell()\n#sourceLocation(file: "cell", line: 1)\n'


class Stream:
    """A pipe that the process writes to. LLDB's own way to read its output loses characters that a read cuts in two."""

    def __init__(self):
        self.read_end, self.write_end = os.pipe()
        self.path = f"/proc/{os.getpid()}/fd/{self.write_end}"
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def fileno(self):
        return self.read_end

    def text(self):
        return self.decoder.decode(os.read(self.read_end, 1 << 16))


class SwiftREPL:
    """A process stopped at the start of `repl_swift`, in which LLDB evaluates Swift."""

    def __init__(self):
        flags = shlex.split(os.environ["AUFBAU_REPL_ARGUMENTS"])
        includes, folders, libraries = ([f[2:] for f in flags if f.startswith(kind)] for kind in ("-I", "-L", "-l"))
        self.debugger = lldb.SBDebugger.Create()
        self.debugger.SetAsync(False)
        self._set("target.swift-module-search-paths", [f"{folder}/Modules" for folder in includes] + includes)
        maps = glob.glob(f"{HERE}/../../Sources/*/module.modulemap") if includes else []
        maps += [name for folder in includes for name in glob.glob(f"{folder}/module.modulemap")]
        clang = [f"-I{folder}" for folder in includes] + [f"-fmodule-map-file={os.path.abspath(name)}" for name in maps]
        self._set("target.swift-extra-clang-flags", clang)
        self.target = self.debugger.CreateTarget(f"{TOOLCHAIN}/usr/bin/repl_swift")
        self.target.BreakpointCreateByName("repl_main")
        environment = [f"{name}={value}" for name, value in os.environ.items()]
        self.streams = [Stream(), Stream()]
        error = lldb.SBError()
        self.process = self.target.Launch(
            self.debugger.GetListener(), None, environment, os.devnull, self.streams[0].path, self.streams[1].path,
            os.getcwd(), 0, False, error)
        if error.Fail() or self.process.GetState() != lldb.eStateStopped:
            raise RuntimeError(f"repl_swift does not start under LLDB ({error}); may processes be traced (ptrace) here?")
        for library in libraries:
            self._load(library, folders)
        with open(f"{HERE}/prelude.swift", encoding="utf-8") as prelude:
            problem = self._evaluate(prelude.read())[1]
        if problem:
            raise RuntimeError(problem)

    def interrupt(self):
        self.process.SendAsyncInterrupt()

    def close(self):
        self.process.Kill()

    def printed(self, wait):
        """What the process has written to standard output and standard error; waits so many seconds for some."""
        ready, _, _ = select.select([stream.fileno() for stream in self.streams], [], [], wait)
        return [stream.text() if stream.fileno() in ready else "" for stream in self.streams]

    def _set(self, setting, values):
        for value in values:
            self.debugger.HandleCommand(f"settings append {setting} {shlex.quote(value)}")

    def _load(self, library, folders):
        paths = [path for path in (f"{folder}/lib{library}.so" for folder in folders) if os.path.exists(path)]
        error = lldb.SBError()
        if paths:
            self.process.LoadImage(lldb.SBFileSpec(paths[0]), error)
        if not paths or error.Fail():
            raise RuntimeError(f"lib{library}.so does not load from {folders}: {error.GetCString()}")

    def _evaluate(self, code):
        """The value that the code ends with, and what the compiler or a trap says against it (or None)."""
        options = lldb.SBExpressionOptions()
        options.SetLanguage(lldb.eLanguageTypeSwift)
        options.SetREPLMode(True)
        options.SetUnwindOnError(True)  # after a trap the process stands where it stood, variables and all
        options.SetStopOthers(False)  # parallel code needs its other threads
        options.SetTimeoutInMicroSeconds(0)
        value = self.target.EvaluateExpression(code, options)
        error = value.GetError()
        return value, None if error.Success() or error.GetError() == NO_VALUE else error.GetCString()

    def run(self, code):
        """Runs a cell and prints the value that it ends with; returns what went wrong, or None."""
        value, problem = self._evaluate(CELL + code)
        name = value.GetName() or ""
        if problem is None and name.startswith("$E"):
            return "error thrown: " + self._describe_error(value)
        if problem is None and name.startswith("$R"):
            self._evaluate(f"print({name})")
        self._evaluate("fflush(nil)")
        return problem

    def _describe_error(self, value):
        address = value.GetData().uint64[0]
        text = self._evaluate(f"String(describing: unsafeBitCast({address} as UInt, to: (any Error).self))")[0]
        try:
            return json.loads(text.GetSummary(), strict=False)
        except (TypeError, ValueError):
            return text.GetSummary() or "it cannot be described"


if __name__ == "__main__":
    SwiftREPL().close()  # can LLDB run Swift here?
