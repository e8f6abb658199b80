"""Loads pairs of molecule files with OpenFermion and demands equal contents: ORIGINAL COPY ORIGINAL COPY ...

Exit status 77 where there is no OpenFermion."""

import sys

try:
    import numpy
    from openfermion import MolecularData
except ImportError:
    sys.exit(77)

PLAIN = [
    "geometry", "basis", "charge", "multiplicity", "description", "name", "n_atoms", "n_electrons", "n_orbitals",
    "n_qubits",
]
NUMBERS = [
    "protons", "nuclear_repulsion", "hf_energy", "orbital_energies", "mp2_energy", "cisd_energy", "ccsd_energy",
    "fci_energy", "canonical_orbitals", "overlap_integrals", "one_body_integrals", "two_body_integrals",
    "cisd_one_rdm", "cisd_two_rdm", "fci_one_rdm", "fci_two_rdm", "ccsd_single_amps", "ccsd_double_amps",
]

paths = sys.argv[1:]
pairs = list(zip(paths[::2], paths[1::2]))
for original, copy in pairs:
    before, after = MolecularData(filename=original), MolecularData(filename=copy)
    for name in PLAIN:
        assert getattr(before, name) == getattr(after, name), (original, name)
    for name in NUMBERS:
        old, new = getattr(before, name), getattr(after, name)
        assert (old is None) == (new is None), (original, name)
        assert old is None or numpy.array_equal(old, new), (original, name)
    assert before.general_calculations == after.general_calculations, original
    old, new = before.get_molecular_hamiltonian(), after.get_molecular_hamiltonian()
    assert old.constant == new.constant, original
    assert numpy.array_equal(old.one_body_tensor, new.one_body_tensor), original
    assert numpy.array_equal(old.two_body_tensor, new.two_body_tensor), original
print(len(pairs), "files agree")
