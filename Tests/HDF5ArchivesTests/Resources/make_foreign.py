#!/usr/bin/env python3
"""Makes foreign.hdf5, what other programs write and Aufbau only reads: python3 make_foreign.py (h5py 3.16)."""

import h5py
import numpy as np

with h5py.File("foreign.hdf5", "w") as file:
    file.attrs["program"] = "h5py"
    file.attrs["version"] = np.int32(3)
    file.attrs["bytes"] = np.bytes_("fixed")
    file.attrs["list"] = np.arange(3)
    file["text/variable"] = "caf\u00e9"
    file["text/variables"] = np.array(["a", "", "longer"], dtype=h5py.string_dtype())
    file["text/padded"] = np.array([b"H", b"Li"], dtype="S4")
    file["text/latin"] = np.bytes_(b"caf\xe9")
    space = h5py.h5t.C_S1.copy()
    space.set_size(4)
    space.set_strpad(h5py.h5t.STR_SPACEPAD)
    dataset = h5py.h5d.create(file["text"].id, b"spaces", space, h5py.h5s.create_simple((2,)))
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"H   ", b"Li  "], dtype="S4"), space)
    file["number/int32"] = np.array([-1, 2], dtype="<i4")
    file["number/uint64"] = np.array([2**63], dtype="<u8")
    file["number/float32"] = np.array([0.5, 0.25], dtype="<f4")
    file["number/bigEndian"] = np.array([1.5, -2.5], dtype=">f8")
    file["number/complex"] = np.array([1 + 2j])
    file["number/nan"] = np.array([[0.0, 1.0], [np.nan, np.inf]])
    file["number/empty"] = h5py.Empty("f8")
    file["number/none"] = np.zeros((0, 3))
    file.create_dataset(
        "number/shuffled", data=np.arange(60.0).reshape(3, 4, 5), chunks=(2, 2, 5), compression="gzip", shuffle=True
    )
    file["truth"] = np.array([True, False, True])
    file["dangling"] = h5py.SoftLink("/nowhere")
