"""Times Aufbau's electronic structure against PySCF and ffsim: `make bench-chemistry`.

Every contender is a process of its own on one and the same core, reads the same input, and runs the job once a round,
one contender after the other; medians count, the first round does not. Energies, sums of squares of integrals and
vectors are compared.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from contest import contest, disagreements, run_table, serve, timing  # noqa: E402

# job, our name for it, the peer's, reach (peer's seconds over Aufbau's), input
TABLE = [
    ("two-electron integrals, H2O cc-pVTZ", "repulsions", "pyscf-repulsions", 0.5, "water-cc-pvtz"),
    ("RHF to 1e-9, H2O cc-pVTZ", "rhf", "pyscf-rhf", 1, "water-cc-pvtz"),
    ("RHF to 1e-9, benzene 6-31g*", "rhf", "pyscf-rhf", 1, "benzene-6-31g*"),
    ("FCI, N2 sto-3g, 14 electrons, 10 orbitals", "fci", "pyscf-fci", 2, "nitrogen-sto-3g"),
    ("direct CI H.v, 10 electrons, 10 orbitals", "product", "ffsim-product", 3, "integrals10"),
    ("direct CI H.v, 12 electrons, 12 orbitals", "product", "ffsim-product", 3, "integrals12"),
    ("CCSD, H2O cc-pVDZ", "ccsd", "pyscf-ccsd", 1 / 1.5, "water-cc-pvdz"),
]

WATER = [("O", 0, 0, 0.1173), ("H", 0, 0.7572, -0.4692), ("H", 0, -0.7572, -0.4692)]
NITROGEN = [("N", 0, 0, 0), ("N", 0, 0, 1.0977)]


def benzene():
    from math import cos, pi, sin

    rings = [("C", 1.395), ("H", 2.482)]
    return [(s, r * cos(k * pi / 3), r * sin(k * pi / 3), 0) for s, r in rings for k in range(6)]


# --- inputs, the same in every run ---------------------------------------------------------------------------------


def write_inputs(folder):
    import math

    import numpy as np

    molecules = {"water-cc-pvtz": WATER, "water-cc-pvdz": WATER, "benzene-6-31g*": benzene(), "nitrogen-sto-3g": NITROGEN}
    for name, atoms in molecules.items():
        with open(f"{folder}/{name}", "w") as file:
            file.write(f"{len(atoms)}\n{name.split('-', 1)[1]}\n")
            file.writelines(f"{symbol} {x!r} {y!r} {z!r}\n" for symbol, x, y, z in atoms)
    for n in (10, 12):
        rng = np.random.default_rng(n)
        h = rng.uniform(-1, 1, (n, n))
        pairs = n * (n + 1) // 2
        two = rng.uniform(-1, 1, pairs * (pairs + 1) // 2)
        np.concatenate([[n, 0.7], ((h + h.T) / 2).ravel(), two]).tofile(f"{folder}/integrals{n}")
        vector = rng.normal(size=math.comb(n, n // 2) ** 2)
        (vector / np.linalg.norm(vector)).tofile(f"{folder}/integrals{n}.v")


# --- the peers: each gives a function that does the job, and one that sums its result up ------------------------------


def molecule(path):
    from pyscf import gto

    with open(path) as file:
        lines = file.read().splitlines()
    return gto.M(atom="; ".join(lines[2:]), basis=lines[1], verbose=0, symmetry=False)


def energy(value):
    return {"count": 1, "sum": float(value), "squares": float(value) ** 2}


def peer(job, source):
    if job == "ffsim-product":
        import ffsim
        import numpy as np

        numbers = np.fromfile(source)
        n = int(numbers[0])
        rows, columns = np.tril_indices(n)
        pair = np.zeros((n, n), int)
        pair[rows, columns] = pair[columns, rows] = np.arange(len(rows))
        i, j = np.maximum.outer(pair, pair), np.minimum.outer(pair, pair)
        two = numbers[2 + n * n :][i * (i + 1) // 2 + j]
        hamiltonian = ffsim.MolecularHamiltonian(numbers[2 : 2 + n * n].reshape(n, n), two, numbers[1])
        operator = ffsim.linear_operator(hamiltonian, norb=n, nelec=(n // 2, n // 2))
        vector = np.fromfile(source + ".v")

        def sums(result):
            result = np.asarray(result).real
            total = (result * (np.arange(result.size) % 7)).sum()
            return {"count": result.size, "sum": float(total), "squares": float((result**2).sum())}

        return lambda: operator @ vector, sums

    from pyscf import cc, fci, scf

    mol = molecule(source)
    if job == "pyscf-repulsions":
        return (
            lambda: mol.intor("int2e", aosym="s8"),
            lambda result: {"count": result.size, "sum": 0.0, "squares": float((result**2).sum())},
        )
    if job == "pyscf-rhf":
        return lambda: scf.RHF(mol).run(conv_tol=1e-9).e_tot, energy
    field = scf.RHF(mol).run(conv_tol=1e-11)
    if job == "pyscf-fci":
        return lambda: fci.FCI(field).kernel()[0], energy
    if job == "pyscf-ccsd":
        return lambda: cc.CCSD(field).run(conv_tol=1e-7, conv_tol_normt=1e-5).e_tot, energy
    raise SystemExit(f"unknown job {job}")


# --- the comparison --------------------------------------------------------------------------------------------------


def compare(row, arguments):
    name, job, other, goal, source = row
    source = f"{arguments.folder}/{source}"
    commands = {
        "Aufbau": [arguments.command, job, source], other: [sys.executable, __file__, "--work", other, source]}
    answers = contest(commands, arguments.rounds)
    agreed = not disagreements(answers)
    (ours, spread), (theirs, their_spread) = timing(answers["Aufbau"]), timing(answers[other])
    return {
        "job": name,
        "seconds": ours,
        "spread": spread,
        "peer": other.split("-")[0],
        "peerSeconds": theirs,
        "peerSpread": their_spread,
        "ratio": theirs / ours,
        "reach": goal,
        "agreed": agreed,
        "reached": theirs / ours >= goal,
    }


def show(result):
    spread = "{:.4g} to {:.4g}".format(*result["spread"])
    print(
        f"| {result['job']} | {result['seconds']:.4g} s ({spread}) | {result['peer']} {result['peerSeconds']:.4g} s "
        f"| {result['ratio']:.2f}x | {result['reach']:.3g}x | {'yes' if result['reached'] else 'no'} |",
        flush=True,
    )


def prepare(arguments):
    # One thread for everybody, whatever the library: one core is all there is.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    write_inputs(arguments.folder)


def main():
    results = run_table(
        __doc__, "the built ChemistryJobs", ".build/benchmarks/chemistry",
        "job | Aufbau (spread) | peer | peer / Aufbau | reach | reached", TABLE, compare, show, prepare=prepare)
    if not all(result["agreed"] for result in results):
        raise SystemExit(1)


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--work":
        serve(*peer(sys.argv[2], sys.argv[3]))
    else:
        main()
