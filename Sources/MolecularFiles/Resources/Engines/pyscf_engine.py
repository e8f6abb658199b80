"""Runs PySCF for Aufbau: python3 pyscf_engine.py FOLDER reads FOLDER/input.json, writes result.json and arrays.bin there.

Exit status 77 where there is no PySCF."""

import json
import sys

try:
    import numpy
    import pyscf
    from pyscf import ao2mo, cc, ci, fci, gto, mp, scf
except ImportError:
    sys.exit(77)


def molecule(task):
    basis = {}
    for symbol, shells in task["basis"].items():
        basis[symbol] = [
            [l] + [[exponent] + [row[k] for row in rows] for k, exponent in enumerate(exponents)]
            for l, exponents, rows in shells
        ]
    atoms = [[("ghost-" if ghost else "") + symbol, place] for symbol, place, ghost in task["atoms"]]
    for symbol, _, ghost in task["atoms"]:
        if ghost:
            basis["ghost-" + symbol] = basis[symbol]
    return gto.M(
        atom=atoms, unit="Bohr", basis=basis, charge=task["charge"], spin=task["multiplicity"] - 1, cart=False,
        verbose=0, symmetry=False,
    )


def mean_field(task, mol):
    kind = {"rhf": scf.RHF, "rohf": scf.ROHF, "uhf": scf.UHF}[task["reference"]]
    field = kind(mol)
    field.conv_tol, field.conv_tol_grad, field.max_cycle = 1e-11, 1e-7, 200
    field.kernel()
    return field


def correlated(method, field, transformed):
    """The total energy of a method."""
    if method == "mp2":
        return mp.MP2(field).run().e_tot, True
    if method == "cisd":
        solver = ci.CISD(field).run(conv_tol=1e-10)
        return solver.e_tot, bool(numpy.all(solver.converged))
    if method in ("ccsd", "ccsd(t)"):
        solver = cc.CCSD(field).run(conv_tol=1e-10, conv_tol_normt=1e-7)
        return solver.e_tot + (solver.ccsd_t() if method == "ccsd(t)" else 0), bool(solver.converged)
    if method == "fci":
        h, two, constant, electrons = transformed
        solver = fci.direct_spin1.FCI()
        solver.conv_tol = 1e-11
        energy, _ = solver.kernel(h, two, h.shape[0], electrons, ecore=constant)
        return energy, bool(numpy.all(solver.converged))
    raise ValueError(f"PySCF is not asked for {method}")


def main(folder):
    with open(folder + "/input.json") as file:
        task = json.load(file)
    mol = molecule(task)
    field = mean_field(task, mol)
    orbitals = numpy.asarray(field.mo_coeff)
    levels = numpy.asarray(field.mo_energy)
    if orbitals.ndim == 3:
        orbitals, levels = orbitals[0], levels[0]
    n = orbitals.shape[1]
    h = orbitals.T @ field.get_hcore() @ orbitals
    two = ao2mo.restore(8, ao2mo.kernel(mol, orbitals), n)
    energies, failures, converged = {"hf": float(field.e_tot)}, {}, bool(field.converged)
    for method in task["methods"]:
        if method == "hf":
            continue
        try:
            energy, good = correlated(method, field, (h, two, mol.energy_nuc(), mol.nelec))
            energies[method] = float(energy)
            converged = converged and good
        except Exception as problem:
            failures[method] = f"{type(problem).__name__}: {problem}"
    numpy.concatenate(
        [[mol.nao, n], mol.intor("int1e_ovlp").ravel(), orbitals.ravel(), h.ravel(), two.ravel()]
    ).astype("<f8").tofile(folder + "/arrays.bin")
    result = {
        "version": "PySCF " + pyscf.__version__, "energies": energies, "failures": failures, "converged": converged,
        "nuclear_repulsion": float(mol.energy_nuc()), "orbital_energies": levels.tolist(),
    }
    with open(folder + "/result.json", "w") as file:
        json.dump(result, file)


main(sys.argv[1])
