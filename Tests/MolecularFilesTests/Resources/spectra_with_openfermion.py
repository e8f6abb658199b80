"""Compares the spectra of pairs of molecule files, ORIGINAL MADE ORIGINAL MADE …, as OpenFermion loads them.

Exit status 77 where there is no OpenFermion."""

import sys

try:
    import numpy
    from openfermion import MolecularData, get_sparse_operator
except ImportError:
    sys.exit(77)


def spectrum(path):
    data = MolecularData(filename=path)
    data.load()
    matrix = get_sparse_operator(data.get_molecular_hamiltonian())
    return numpy.linalg.eigvalsh(matrix.toarray())


paths = sys.argv[1:]
pairs = list(zip(paths[::2], paths[1::2]))
for original, made in pairs:
    worst = numpy.abs(spectrum(original) - spectrum(made)).max()
    assert worst < 1e-7, (original, worst)
print(len(pairs), "spectra agree")
