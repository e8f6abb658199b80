#!/usr/bin/env python3
"""Makes the HDF5 files of this folder: potential curves of H2 and LiH in sto-3g.

Run once, by hand; nothing needs Python at run time:

    python3 -m venv /tmp/molecules && /tmp/molecules/bin/pip install -r Molecules/requirements.txt
    /tmp/molecules/bin/python Molecules/make.py [FOLDER]
"""

import os
import sys

# PySCF reads its defaults from this module while it is being imported. They are set tight, so that what
# the integrals miss of their symmetry, and the energies of each other, stays far below 1e-10 hartree.
import pyscf.__config__ as defaults

defaults.scf_hf_SCF_conv_tol = 1e-12
defaults.scf_hf_SCF_conv_tol_grad = 1e-8
defaults.ci_cisd_CISD_conv_tol = 1e-11
defaults.cc_ccsd_CCSD_conv_tol = 1e-11
defaults.cc_ccsd_CCSD_conv_tol_normt = 1e-9
defaults.cc_ccsd_CCSD_max_cycle = 1000
defaults.fci_direct_spin1_FCI_conv_tol = 1e-12

from openfermion import MolecularData  # noqa: E402
from openfermionpyscf import _run_pyscf, run_pyscf  # noqa: E402
from pyscf import scf  # noqa: E402

H2_DISTANCES = [round(0.1 * step, 1) for step in range(3, 31)] + [0.7414]
LIH_DISTANCES = [0.8, 1.0, 1.2, 1.4, 1.45, 1.5949, 1.8, 2.0, 2.2, 2.4, 2.6, 2.8, 3.0, 3.5, 4.0]


def stable_reference(pyscf_molecule):
    """The restricted Hartree-Fock solution that no rotation among restricted orbitals lowers."""
    reference = scf.RHF(pyscf_molecule)
    reference.verbose = 0
    reference.kernel()
    for _ in range(10):
        orbitals, _, stable, _ = reference.stability(internal=True, external=False, return_status=True)
        if stable:
            break
        print("  internal instability followed from", reference.e_tot)
        reference.kernel(reference.make_rdm1(orbitals, reference.mo_occ))
    if not (stable and reference.converged):
        raise SystemExit("no stable, converged Hartree-Fock solution")
    reference.run = lambda: reference  # run_pyscf calls it once more
    return reference


def make(atoms, distance):
    """One file: an atom at the origin and one on the z axis at a distance in angstrom."""
    geometry = [(atoms[0], (0.0, 0.0, 0.0)), (atoms[1], (0.0, 0.0, distance))]
    molecule = MolecularData(geometry, "sto-3g", 1, description=str(distance), data_directory=".")
    molecule = run_pyscf(molecule, run_mp2=True, run_cisd=True, run_ccsd=True, run_fci=True)
    parts = molecule._pyscf_data
    for method in ("scf", "cisd", "ccsd"):
        if not parts[method].converged:
            raise SystemExit(f"{molecule.name}: {method} did not converge")
    print(molecule.name, molecule.hf_energy, molecule.ccsd_energy, molecule.fci_energy)


if __name__ == "__main__":
    # OpenFermion saves through a file in the current folder, and by default into its own package.
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
    _run_pyscf.compute_scf = stable_reference
    for distance in sorted(H2_DISTANCES):
        make(("H", "H"), distance)
    for distance in LIH_DISTANCES:
        make(("Li", "H"), distance)
