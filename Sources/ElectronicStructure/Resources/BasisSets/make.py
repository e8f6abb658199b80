#!/usr/bin/env python3
"""Makes the basis sets of this folder from the Basis Set Exchange, H to Kr.

Run once, by hand; nothing needs Python at run time:

    python3 -m venv /tmp/basis && /tmp/basis/bin/pip install basis_set_exchange==0.12
    /tmp/basis/bin/python Sources/ElectronicStructure/Resources/BasisSets/make.py [FOLDER]

Pople's sets are taken in version 0, the digits that most programs carry (PySCF, Psi4), completed by later versions for
elements that it lacks. Primitives that are basis functions by themselves are taken out of the other contractions: the
functions span the same space and cost less.
"""

import json
import os
import sys

import basis_set_exchange as exchange
from basis_set_exchange import lut

NAMES = [
    "sto-3g", "sto-6g", "3-21g", "6-31g", "6-31g*", "6-31g**", "6-311g**", "6-311++g**", "cc-pvdz", "cc-pvtz",
    "cc-pvqz", "aug-cc-pvdz", "aug-cc-pvtz", "def2-svp", "def2-tzvp", "def2-universal-jkfit", "cc-pvtz-jkfit",
]
HEAVIEST = 36


def shells(element):
    """[l, exponents, contractions] for each shell; shells of several l are split."""
    result = []
    for shell in element["electron_shells"]:
        exponents = [float(x) for x in shell["exponents"]]
        rows = [[float(x) for x in row] for row in shell["coefficients"]]
        momenta = shell["angular_momentum"]
        if len(momenta) == 1:
            result.append([momenta[0], exponents, rows])
        else:
            result += [[l, exponents, [row]] for l, row in zip(momenta, rows)]
    return sorted(result, key=lambda shell: (shell[0], -max(shell[1])))


def basis(name):
    versions = sorted(metadata(name)["versions"], key=int)
    elements, sources, references = {}, {}, []
    for version in versions:
        data = exchange.get_basis(name, version=version, optimize_general=True, remove_free_primitives=False)
        for number in sorted(int(z) for z in data["elements"]):
            symbol = lut.element_sym_from_Z(number, normalize=True)
            if number <= HEAVIEST and symbol not in elements and "ecp_potentials" not in data["elements"][str(number)]:
                elements[symbol] = shells(data["elements"][str(number)])
                sources.setdefault(version, []).append(number)
    for version, numbers in sources.items():
        for block in exchange.get_references(name, version=version, elements=numbers):
            for info in block["reference_info"]:
                for key, data in info["reference_data"]:
                    if key not in references:
                        references.append(key)
    return {"name": name, "title": data_title(name), "versions": sorted(sources), "references": references,
            "elements": elements}


def metadata(name):
    return exchange.get_metadata()[exchange.misc.transform_basis_name(name)]


def data_title(name):
    return f"{metadata(name)['display_name']}: {metadata(name)['description']}"


def citations(keys):
    """One line a key, as the Basis Set Exchange has it."""
    lines = []
    for key in sorted(keys):
        entry = exchange.get_reference_data()[key]
        parts = [", ".join(entry.get("authors", [])), entry.get("title"), entry.get("journal"), entry.get("volume"),
                 entry.get("pages"), entry.get("year"), entry.get("doi"), entry.get("note")]
        lines.append(f"- `{key}`: " + ", ".join(" ".join(str(part).split()) for part in parts if part) + ".")
    return "\n".join(lines)


if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    keys, index = set(), []
    for name in NAMES:
        data = basis(name)
        keys |= set(data["references"])
        file = name.replace("*", "s") + ".json"
        index.append(f"| `{name}` | `{file}` | {data['title']} | {len(data['elements'])} | "
                     f"{', '.join(data['versions'])} |")
        with open(os.path.join(folder, file), "w") as output:
            head = {key: value for key, value in data.items() if key != "elements"}
            rows = [f"{json.dumps(symbol)}:{json.dumps(value, separators=(',', ':'))}"
                    for symbol, value in data["elements"].items()]
            output.write(json.dumps(head)[:-1] + ', "elements": {\n' + ",\n".join(rows) + "\n}}\n")
    with open(os.path.join(folder, "README.md"), "w") as output:
        output.write(f"""# Basis sets

Made by `make.py` from the [Basis Set Exchange](https://www.basissetexchange.org) {exchange.version()}: B. P. Pritchard,
D. Altarawy, B. Didier, T. D. Gibson, T. L. Windus, J. Chem. Inf. Model. 59, 4814 (2019), doi:10.1021/acs.jcim.9b00725.
Each file: an object of elements, each a list of shells [l, exponents, contractions], coefficients of normalized
primitives. A user's own set comes in Gaussian94 or NWChem form.

| name | file | set | elements | version |
|---|---|---|---|---|
{chr(10).join(index)}

## References

{citations(keys)}
""")
