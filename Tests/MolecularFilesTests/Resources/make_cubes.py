"""Makes cubes.json beside this file: values of orbitals and densities on PySCF's grids."""

import json
import os
import tempfile

from pyscf import gto, scf
from pyscf.tools import cubegen


def read(path):
    with open(path) as file:
        lines = file.read().splitlines()
    heading = [[float(x) for x in line.split()] for line in lines[2:6]]
    atoms = int(heading[0][0])
    values = [float(x) for line in lines[6 + atoms :] for x in line.split()]
    return {
        "origin": heading[0][1:], "step": [heading[k][k] for k in (1, 2, 3)], "count": int(heading[1][0]),
        "values": values,
    }


cases = []
for geometry, basis, spin, orbital in [
    ("O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", "cc-pvdz", 0, 3),
    ("N 0 0 0; H 0.3 0.5 0.8", "cc-pvtz", 2, 2),
]:
    mol = gto.M(atom=geometry, basis=basis, spin=spin, verbose=0)
    field = (scf.ROHF(mol) if spin else scf.RHF(mol)).run(conv_tol=1e-12)
    density = field.make_rdm1()
    if spin:
        density = density[0] + density[1]
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/cube"
        cubegen.orbital(mol, path, field.mo_coeff[:, orbital], nx=7, ny=7, nz=7)
        case = {"geometry": geometry, "basis": basis, "multiplicity": spin + 1, "number": orbital, "orbital": read(path)}
        cubegen.density(mol, path, density, nx=7, ny=7, nz=7)
        case["density"] = read(path)["values"]
    cases.append(case)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "cubes.json"), "w") as file:
    json.dump({"made": "PySCF 2.14", "cases": cases}, file)
