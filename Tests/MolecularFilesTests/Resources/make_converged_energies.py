#!/usr/bin/env python3
"""Makes converged_energies.json: the energies of the reference HDF5 files, converged as far as doubles allow.

The files come from OpenFermion-PySCF with PySCF's default thresholds: CCSD stops there at changes of 1e-7 hartree. This
takes geometry, basis, charge and multiplicity from each file, starts the self-consistent field from the file's own orbitals
so that it stays at the file's solution, and converges every method. Run once, by hand (PySCF 2.14, h5py):

    python Tests/MolecularFilesTests/Resources/make_converged_energies.py

Energies in hartree; geometries are those of the files, angstrom by OpenFermion's own bohr radius.
"""

import glob
import json
import os

import h5py
import numpy as np
import pyscf
from pyscf import ao2mo, cc, ci, fci, gto, mp, scf

HERE = os.path.dirname(os.path.abspath(__file__))
# OpenFermion hands angstroms to PySCF, which converts them.
NAMES = ["hf_energy", "mp2_energy", "cisd_energy", "ccsd_energy", "fci_energy"]


def number(file, name):
    value = file[name][()]
    return float(value) if value.dtype.kind == "f" else None


def text(value):
    return value.decode().strip() if isinstance(value, bytes) else str(value)


def converged(path):
    with h5py.File(path) as file:
        there = {name[:-7]: number(file, name) for name in NAMES}
        positions = file["geometry"]["positions"][()] if isinstance(file["geometry"], h5py.Group) else None
        symbols = [text(a) for a in file["geometry"]["atoms"][()]]
        multiplicity, charge = int(file["multiplicity"][()]), int(file["charge"][()])
        basis = text(file["basis"][()])
        orbitals = file["canonical_orbitals"][()]
    m = gto.M(atom=list(zip(symbols, positions)), basis=basis, spin=multiplicity - 1, charge=charge, verbose=0)
    kind = scf.RHF if multiplicity == 1 else scf.ROHF
    mf = kind(m)
    mf.conv_tol, mf.conv_tol_grad, mf.max_cycle = 1e-13, 1e-9, 200
    occupation = np.zeros(m.nao)
    occupation[: m.nelec[1]] = 2
    occupation[m.nelec[1] : m.nelec[0]] = 1
    mf.kernel(mf.make_rdm1(orbitals, occupation))
    assert mf.converged and abs(mf.e_tot - there["hf"]) < 1e-7, (path, mf.e_tot, there["hf"])
    found = {"hf": mf.e_tot}
    if there["mp2"] is not None:
        found["mp2"] = mp.MP2(mf).run().e_tot
    if there["cisd"] is not None:
        interaction = ci.CISD(mf)
        interaction.conv_tol, interaction.max_cycle = 1e-13, 200
        found["cisd"] = interaction.run().e_tot
    if there["ccsd"] is not None:
        cluster = cc.CCSD(mf)
        cluster.conv_tol, cluster.conv_tol_normt, cluster.max_cycle = 1e-12, 1e-10, 500
        cluster.run()
        assert cluster.converged, path
        found["ccsd"] = cluster.e_tot
    if there["fci"] is not None:
        h = mf.mo_coeff.T @ mf.get_hcore() @ mf.mo_coeff
        solver = fci.direct_spin1.FCI()
        solver.conv_tol = 1e-13
        found["fci"] = solver.kernel(h, ao2mo.kernel(m, mf.mo_coeff), m.nao, m.nelec, ecore=m.energy_nuc())[0]
    print(os.path.basename(path), {name: f"{found[name] - there[name]:.1e}" for name in found}, flush=True)
    return found


if __name__ == "__main__":
    paths = sorted(glob.glob(os.path.join(HERE, "*.hdf5")))
    result = {
        "source": "make_converged_energies.py beside this file", "versions": {"pyscf": pyscf.__version__},
        "energies": {os.path.basename(path): converged(path) for path in paths}}
    with open(os.path.join(HERE, "converged_energies.json"), "w") as output:
        json.dump(result, output, indent=1)
        output.write("\n")
