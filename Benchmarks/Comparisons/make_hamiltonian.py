"""Writes the Jordan-Wigner Hamiltonian of N2 in sto-3g, 20 qubits and 2951 terms, as the shared .pauli.json files are.

usage: make_hamiltonian.py FILE.pauli.json
"""

import json
import sys

from openfermion import MolecularData, get_fermion_operator, jordan_wigner
from openfermionpyscf import run_pyscf


def main():
    # At 1.0977 angstrom, the experimental bond length.
    molecule = run_pyscf(MolecularData([("N", (0, 0, 0)), ("N", (0, 0, 1.0977))], "sto-3g", 1), run_scf=True)
    qubit = jordan_wigner(get_fermion_operator(molecule.get_molecular_hamiltonian()))
    qubit.compress(abs_tol=1e-10)
    terms = [[[[q, letter] for q, letter in term], value.real] for term, value in sorted(qubit.terms.items())]
    with open(sys.argv[1], "w") as file:
        json.dump({"n": molecule.n_qubits, "ne": molecule.n_electrons, "e_hf": float(molecule.hf_energy), "terms": terms},
                  file)
    masks = {tuple(q for q, letter in term if letter != "Z") for term, _ in terms}
    print(f"{sys.argv[1]}: {molecule.n_qubits} qubits, {len(terms)} terms, {len(masks)} X masks")


if __name__ == "__main__":
    main()
