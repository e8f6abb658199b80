"""Exact energies of FCIDUMP files by PySCF, or a file that PySCF writes.

fcidump_with_pyscf.py energy FILE …                prints one energy a line
fcidump_with_pyscf.py symmetric FILE …             the same, with the orbitals' symmetries in Molpro's numbers
fcidump_with_pyscf.py write FILE GEOMETRY SPIN     writes FILE with symmetries and prints the exact energy
Exit status 77 where there is no PySCF."""

import functools
import operator
import sys

try:
    import numpy
    from pyscf import ao2mo, fci, gto, scf
    from pyscf.tools import fcidump
except ImportError:
    sys.exit(77)


def energy(path, symmetric):
    data = fcidump.read(path, molpro_orbsym=symmetric, verbose=False)
    n, electrons, spin = data["NORB"], data["NELEC"], data.get("MS2", 0)
    counts = ((electrons + spin) // 2, (electrons - spin) // 2)
    if symmetric:
        solver = fci.direct_spin1_symm.FCI()
        solver.orbsym = numpy.array(data["ORBSYM"])
        # Products of representations are exclusive ors of PySCF's numbers.
        solver.wfnsym = functools.reduce(operator.xor, data["ORBSYM"][counts[1] : counts[0]], 0)
    else:
        solver = fci.direct_spin1.FCI()
    solver.conv_tol = 1e-12
    return solver.kernel(data["H1"], data["H2"], n, counts, ecore=data["ECORE"])[0]


mode, paths = sys.argv[1], sys.argv[2:]
if mode == "write":
    path, geometry, spin = paths
    mol = gto.M(atom=geometry, basis="sto-3g", spin=int(spin), symmetry=True, verbose=0)
    field = scf.ROHF(mol).run(conv_tol=1e-12) if int(spin) else scf.RHF(mol).run(conv_tol=1e-12)
    fcidump.from_scf(field, path, molpro_orbsym=True)
    print(repr(float(energy(path, False))))
else:
    for path in paths:
        print(repr(float(energy(path, mode == "symmetric"))))
