"""Writes FCIDUMP files by Psi4, with its point groups: rhf.fcidump of water and uhf.fcidump of CH2; prints energies.

Run as psi4 -k -i fcidump_with_psi4.py; prints KIND HF MP2."""

import psi4

for kind, spin, geometry in [
    ("rhf", 1, "O 0 0 0\nH 0 0.76 0.59\nH 0 -0.76 0.59"), ("uhf", 3, "C 0 0 0\nH 0 0.99 0.43\nH 0 -0.99 0.43"),
]:
    psi4.geometry(f"0 {spin}\n{geometry}\nunits angstrom")
    psi4.set_options(
        {
            "basis": "sto-3g", "scf_type": "pk", "mp2_type": "conv", "reference": kind, "e_convergence": 1e-11,
            "d_convergence": 1e-9,
        }
    )
    energy, field = psi4.energy("scf", return_wfn=True)
    psi4.driver.p4util.fcidump.fcidump(field, fname=f"{kind}.fcidump", oe_ints=["EIGENVALUES"])
    print(kind, repr(energy), repr(psi4.energy("mp2")))
