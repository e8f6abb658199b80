"""Executes notebooks in place, each in its own folder; stops at the first cell that fails, and writes nothing then."""

import os
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

for path in sys.argv[1:]:
    print(f"executing {path}", flush=True)
    notebook = nbformat.read(path, as_version=4)
    folder = os.path.dirname(os.path.abspath(path))
    # Without times, and with the pieces of an output joined, executing again gives the same file.
    client = NotebookClient(
        notebook, timeout=600, kernel_name="aufbau-swift", resources={"metadata": {"path": folder}},
        record_timing=False, coalesce_streams=True, extra_arguments=["--log-level=ERROR"])
    try:
        client.execute()
    except CellExecutionError as error:
        sys.exit(f"{path} failed.\n{error}")
    nbformat.write(notebook, path)
