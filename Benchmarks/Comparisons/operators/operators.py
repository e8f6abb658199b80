"""Times Aufbau's operator algebra against its peers: `make bench-operators`.

Every contender is a process of its own that reads the same input, then runs the job once a round, one contender after
the other; medians count, the first round does not. Memory is the peak since the input was read. The results are
compared by what no order of modes changes: the number of terms, the sum of their magnitudes and of their squares.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from contest import contest, disagreements, run_table, serve, timing  # noqa: E402

# job, our name for it, the peers', what the issue asks (peer over Aufbau), input
TABLE = [
    ("JW from integrals, 28 spin orbitals", "jordan-wigner", ["ffsim-jw"], 20, "integrals14"),
    ("JW from integrals, 40 spin orbitals", "jordan-wigner", ["ffsim-jw"], 20, "integrals20"),
    ("BK from integrals, 28 spin orbitals", "bravyi-kitaev", ["openfermion-bk"], 40, "integrals14"),
    ("BK from integrals, 40 spin orbitals", "bravyi-kitaev", ["openfermion-bk"], 40, "integrals20"),
    ("normal order, 40000-term product, 20 modes", "normal-order", ["ffsim-normal-order"], 2, "product"),
    ("commutator, 1000-term Pauli sums, 20 qubits", "pauli-commutator", ["qiskit-commutator"], 5, "paulis"),
    ("commutator + normal order, 1000-term fermions", "fermion-commutator", ["qiskit-fermions"], 5, "fermions"),
    ("H|v>, 20 qubits, Hubbard 2x5, 83 terms", "apply", ["fast-pauli"], 10, "hubbard"),
    ("the same on a simulator's state", "apply-simulator", ["fast-pauli"], 10, "hubbard"),
    ("sparse matrix, 16 qubits, 2913 terms", "sparse", ["qiskit-sparse"], 5, "symmetric8"),
    ("JW from integrals, 100 spin orbitals", "jordan-wigner", [], None, "integrals50"),
]


# --- inputs, the same in every run -------------------------------------------------------------------------------


def write_inputs(folder):
    import numpy as np

    def write_integrals(path, n, rng, keep=lambda p, q, r, s: True):
        """h and distinct (pq|rs) with 8-fold symmetry; those that `keep` refuses are zero."""
        h = rng.uniform(-1, 1, (n, n))
        h = (h + h.T) / 2
        pairs = [(p, q) for p in range(n) for q in range(p + 1)]
        two = rng.uniform(-1, 1, len(pairs) * (len(pairs) + 1) // 2)
        if not keep(0, 0, 0, 1):
            h *= np.array([[keep(p, q, 0, 0) for q in range(n)] for p in range(n)])
            two *= np.array([keep(*a, *b) for i, a in enumerate(pairs) for b in pairs[: i + 1]])
        np.concatenate([[n, 0.7], h.ravel(), two]).tofile(path)

    for n in (14, 20, 50):
        write_integrals(f"{folder}/integrals{n}", n, np.random.default_rng(n))

    # Two irreducible representations of four orbitals each: 2913 strings.
    path = f"{folder}/symmetric8.integrals"
    write_integrals(path, 8, np.random.default_rng(8), keep=lambda *orbitals: sum(orbitals) % 2 == 0)
    write_sum(f"{folder}/symmetric8.a", jordan_wigner(path))

    rng = np.random.default_rng(1)

    def fermions(name, count, modes, bodies):
        terms = {}
        while len(terms) < count:
            body = rng.choice(bodies)
            ups = rng.choice(modes, body, replace=False)
            downs = rng.choice(modes, body, replace=False)
            terms[" ".join([f"{p}^" for p in ups] + [f"{p}" for p in downs])] = rng.uniform(-1, 1)
        write_sum(name, terms)

    for letter in "ab":
        fermions(f"{folder}/product.{letter}", 200, 20, [1])
        fermions(f"{folder}/fermions.{letter}", 1000, 20, [1, 2])
        strings = {}
        while len(strings) < 1000:
            letters = rng.integers(0, 4, 20)
            strings[" ".join(f"{'IXYZ'[l]}{q}" for q, l in enumerate(letters) if l)] = rng.uniform(-1, 1)
        write_sum(f"{folder}/paulis.{letter}", strings)

    from openfermion import fermi_hubbard, jordan_wigner as of_jw

    hubbard = of_jw(fermi_hubbard(2, 5, 1.0, 4.0, 0.3, 0.1, periodic=False))
    write_sum(f"{folder}/hubbard.a", {spell(term): value.real for term, value in hubbard.terms.items()})
    vector = rng.normal(size=1 << 20) + 1j * rng.normal(size=1 << 20)
    (vector / np.linalg.norm(vector)).tofile(f"{folder}/hubbard.v")


def spell(term):
    return " ".join(f"{letter}{qubit}" for qubit, letter in term)


def jordan_wigner(path):
    """The strings of a small electronic Hamiltonian, by OpenFermion."""
    import openfermion as of

    result = of.jordan_wigner(interaction(path))
    return {spell(term): value.real for term, value in result.terms.items() if abs(value) > 1e-10}


def write_sum(path, terms):
    with open(path, "w") as file:
        file.write(" +\n".join(f"{value!r} [{term}]" for term, value in ((t, float(v)) for t, v in terms.items())))


def read_sum(path):
    """Coefficient and text of every term."""
    with open(path) as file:
        lines = file.read().split(" +\n")
    return [(float(line.split(" [")[0]), line.split("[")[1].rstrip("]")) for line in lines]


def dense_integrals(path):
    """n, c, h_pq and (pq|rs)."""
    import numpy as np

    numbers = np.fromfile(path)
    n = int(numbers[0])
    h = numbers[2 : 2 + n * n].reshape(n, n)
    rows, columns = np.tril_indices(n)
    pair = np.zeros((n, n), int)
    pair[rows, columns] = pair[columns, rows] = np.arange(len(rows))
    i, j = np.maximum.outer(pair, pair), np.minimum.outer(pair, pair)
    return n, numbers[1], h, numbers[2 + n * n :][i * (i + 1) // 2 + j]


def interaction(path):
    import openfermion as of

    n, constant, h, two = dense_integrals(path)
    one_spin, two_spin = of.chem.molecular_data.spinorb_from_spatial(h, two.transpose(0, 2, 3, 1).copy())
    return of.InteractionOperator(constant, one_spin, 0.5 * two_spin)


# --- the peers: each gives a function that does the job, and one that sums its result up ----------------------------


def summary_of(values):
    import numpy as np

    values = np.abs(np.asarray(values))
    values = values[values > 1e-9]
    return {"count": int(values.size), "sum": float(values.sum()), "squares": float((values**2).sum())}


def ffsim_operator(terms):
    import ffsim

    def factor(text):
        mode = int(text.rstrip("^"))
        make = {(True, 0): ffsim.cre_a, (False, 0): ffsim.des_a, (True, 1): ffsim.cre_b, (False, 1): ffsim.des_b}
        return make[text.endswith("^"), mode % 2](mode // 2)

    return ffsim.FermionOperator({tuple(factor(f) for f in text.split()): value for value, text in terms})


def peer(job, source):
    if job == "ffsim-jw":
        import ffsim

        n, constant, h, two = dense_integrals(source)
        hamiltonian = ffsim.MolecularHamiltonian(h, two, constant)
        return (
            lambda: ffsim.qiskit.jordan_wigner(ffsim.fermion_operator(hamiltonian), norb=n),
            lambda result: summary_of(result.coeffs),
        )
    if job == "openfermion-bk":
        import openfermion as of

        operator = interaction(source)
        return lambda: of.bravyi_kitaev(operator), lambda result: summary_of(list(result.terms.values()))
    if job == "ffsim-normal-order":
        product = ffsim_operator(read_sum(source + ".a")) * ffsim_operator(read_sum(source + ".b"))
        return lambda: product.normal_ordered(), lambda result: summary_of(list(result.values()))
    if job in ("qiskit-commutator", "qiskit-sparse"):
        from qiskit.quantum_info import SparsePauliOp

        def read(path, qubits):
            rows = []
            for value, text in read_sum(path):
                factors = text.split()
                rows.append(("".join(f[0] for f in factors), [int(f[1:]) for f in factors], value))
            return SparsePauliOp.from_sparse_list(rows, qubits)

        if job == "qiskit-sparse":
            a = read(source + ".a", 16)
            return lambda: a.to_matrix(sparse=True), lambda result: summary_of(result.data)
        a, b = read(source + ".a", 20), read(source + ".b", 20)
        return lambda: (a @ b - b @ a).simplify(), lambda result: summary_of(result.coeffs)
    if job == "qiskit-fermions":
        from qiskit_fermions.operators import FermionOperator
        from qiskit_fermions.operators.library import commutator

        def read(path):
            return FermionOperator.from_dict(
                {
                    tuple((f.endswith("^"), int(f.rstrip("^"))) for f in text.split()): value
                    for value, text in read_sum(path)
                }
            )

        a, b = read(source + ".a"), read(source + ".b")
        return (
            lambda: commutator(a, b).normal_ordered().simplify(),
            lambda result: summary_of(result.get_coeffs()),
        )
    if job == "fast-pauli":
        import fast_pauli
        import numpy as np

        def letters(text):
            row = ["I"] * 20
            for factor in text.split():
                row[int(factor[1:])] = factor[0]
            return "".join(reversed(row))

        terms = read_sum(source + ".a")
        operator = fast_pauli.PauliOp(np.array([v for v, _ in terms], complex), [letters(t) for _, t in terms])
        vector = np.fromfile(source + ".v", dtype=complex)

        def sums(result):
            index = np.arange(result.size)
            total = (result.real * (index % 7) + result.imag * (index % 5)).sum()
            return {"count": result.size, "sum": float(total), "squares": float((np.abs(result) ** 2).sum())}

        return lambda: operator.apply(vector), sums
    raise SystemExit(f"unknown job {job}")


# --- the comparison --------------------------------------------------------------------------------------------------


def compare(row, arguments):
    name, job, peers, goal, source = row
    source = f"{arguments.folder}/{source}"
    commands = {"Aufbau": [arguments.command, job, source]}
    commands |= {other: [sys.executable, __file__, "--work", other, source] for other in peers}
    answers = contest(commands, arguments.rounds)
    disagreements(answers)
    (seconds, spread), ours = timing(answers["Aufbau"]), answers["Aufbau"][0]
    medians = {other: timing(answers[other])[0] for other in peers}
    # Repeated rounds keep freed memory around, so the first one tells what the job needs.
    return {
        "job": name,
        "seconds": seconds,
        "peers": medians,
        "ratio": min((median / seconds for median in medians.values()), default=None),
        "reach": goal,
        "spread": spread,
        "peakBytes": ours["peak"],
        "resultBytes": ours["bytes"],
        "peerPeakBytes": {other: answers[other][0]["peak"] for other in peers},
        "terms": ours["count"],
    }


def show(result):
    peers = ", ".join(f"{other} {seconds:.4g} s" for other, seconds in result["peers"].items()) or "-"
    ratio = f"{result['ratio']:.1f}x" if result["ratio"] else "-"
    goal = f"{result['reach']}x" if result["reach"] else "20 s, 8 GiB"
    peak, size = result["peakBytes"] / 2**20, result["resultBytes"] / 2**20
    print(
        f"| {result['job']} | {result['seconds']:.4g} s | {peers} | {ratio} | {goal} "
        f"| {peak:.0f} MiB / {size:.0f} MiB = {peak / max(size, 1e-9):.1f} |",
        flush=True,
    )


def main():
    run_table(
        __doc__, "the built OperatorJobs", ".build/benchmarks/operators",
        "job | Aufbau | peer | ratio | reach | peak / result", TABLE, compare, show,
        prepare=lambda arguments: write_inputs(arguments.folder),
    )


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--work":
        serve(*peer(sys.argv[2], sys.argv[3]))
    else:
        main()
