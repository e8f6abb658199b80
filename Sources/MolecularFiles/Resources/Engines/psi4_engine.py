"""Runs Psi4 for Aufbau: psi4 -k -i psi4_engine.py in a folder reads input.json there and writes result.json and arrays.bin."""

import json

import numpy
import psi4

LETTERS = "SPDFGHI"


def molecule(task):
    lines = [f"{task['charge']} {task['multiplicity']}"]
    for symbol, place, ghost in task["atoms"]:
        name = f"@{symbol}" if ghost else symbol
        lines.append(name + "".join(f" {x:.17g}" for x in place))
    lines += ["units bohr", "symmetry c1", "no_reorient", "no_com"]
    return psi4.geometry("\n".join(lines))


def basis_text(task):
    """The basis set in Gaussian94 form, as Psi4 takes it."""
    lines = ["assign aufbau", "[aufbau]", "spherical", "****"]
    for symbol, shells in task["basis"].items():
        lines.append(f"{symbol} 0")
        for l, exponents, rows in shells:
            for row in rows:
                pairs = [(a, c) for a, c in zip(exponents, row) if c != 0]
                lines.append(f"{LETTERS[l]} {len(pairs)} 1.0")
                lines += [f"  {a:.15E}  {c:.15E}" for a, c in pairs]
        lines.append("****")
    return "\n".join(lines)


def correlated(method):
    """The total energy of a method."""
    name = {"mp2": "mp2", "cisd": "ci2", "ccsd": "ccsd", "ccsd(t)": "ccsd(t)", "fci": "fci"}[method]
    return psi4.energy(name)


def main():
    with open("input.json") as file:
        task = json.load(file)
    mol = molecule(task)
    psi4.basis_helper(basis_text(task), name="aufbau")
    psi4.set_options(
        {
            "scf_type": "pk", "mp2_type": "conv", "reference": task["reference"], "puream": True,
            "e_convergence": 1e-10, "d_convergence": 1e-9, "r_convergence": 1e-8, "maxiter": 200,
        }
    )
    try:
        energy, field = psi4.energy("scf", return_wfn=True)
    except psi4.ConvergenceError as problem:
        with open("result.json", "w") as file:
            json.dump({"version": "Psi4 " + psi4.__version__, "converged": False, "problem": str(problem)}, file)
        return
    energies, failures = {"hf": energy}, {}
    for method in task["methods"]:
        if method == "hf":
            continue
        try:
            energies[method] = float(correlated(method))
        except Exception as problem:
            failures[method] = f"{type(problem).__name__}: {str(problem).strip().splitlines()[0]}"
    helper = psi4.core.MintsHelper(field.basisset())
    orbitals = field.Ca()
    n = orbitals.shape[1]
    c = numpy.asarray(orbitals)
    h = c.T @ numpy.asarray(field.H()) @ c
    two = numpy.asarray(helper.mo_eri(orbitals, orbitals, orbitals, orbitals)).reshape(n, n, n, n)
    rows, columns = numpy.tril_indices(n)
    square = two[rows, columns][:, rows, columns]
    packed = square[numpy.tril_indices(len(rows))]
    numpy.concatenate(
        [[c.shape[0], n], numpy.asarray(field.S()).ravel(), c.ravel(), h.ravel(), packed]
    ).astype("<f8").tofile("arrays.bin")
    result = {
        "version": "Psi4 " + psi4.__version__, "energies": energies, "failures": failures, "converged": True,
        "nuclear_repulsion": mol.nuclear_repulsion_energy(), "orbital_energies": numpy.asarray(field.epsilon_a()).tolist(),
    }
    with open("result.json", "w") as file:
        json.dump(result, file)


main()
