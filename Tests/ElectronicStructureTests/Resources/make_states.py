#!/usr/bin/env python3
"""Makes states.json: what PySCF says of correlated states, their densities, active spaces, orbitals and gradients.

Run once, by hand (PySCF 2.14, SciPy):

    python Tests/ElectronicStructureTests/Resources/make_states.py [KIND ...]

With kinds only those are made again and the rest is kept.

Energies in hartree, dipoles in e bohr, gradients in hartree/bohr, geometries in angstrom.
"""

import json
import os
import sys

import numpy as np
import pyscf
import scipy.linalg
import scipy.optimize
from pyscf import ao2mo, cc, ci, fci, gto, lo, mcscf, mp, scf
from pyscf.cc import ccsd_t_lambda_slow, ccsd_t_rdm_slow, uccsd_t_lambda, uccsd_t_rdm
from pyscf.mcscf import avas

WATER = "O 0 0 0.1173; H 0 0.7572 -0.4692; H 0 -0.7572 -0.4692"
METHYLENE = "C 0 0 0; H 0 0.98 0.42; H 0 -0.98 0.42"
AMIDOGEN = "N 0 0 0; H 0 0.8 0.64; H 0 -0.8 0.64"
SQUARE = "H 0 0 0; H 1.2 0 0; H 1.2 1.2 0; H 0 1.2 0"
ETHENE = "C 0 0 0.6695; C 0 0 -0.6695; H 0 0.9289 1.2321; H 0 -0.9289 1.2321; H 0 0.9289 -1.2321; H 0 -0.9289 -1.2321"
FORMALDEHYDE = "C 0 0 -0.5298; O 0 0 0.6750; H 0 0.9431 -1.1139; H 0 -0.9431 -1.1139"


def molecule(geometry, basis, spin=0, charge=0):
    return gto.M(atom=geometry, basis=basis, spin=spin, charge=charge, verbose=0)


def field(m, kind=None):
    kind = kind or ("rhf" if m.spin == 0 else "rohf")
    mf = {"rhf": scf.RHF, "rohf": scf.ROHF, "uhf": scf.UHF}[kind](m)
    mf.conv_tol, mf.conv_tol_grad = 1e-12, 1e-8
    return mf.run()


def stable(mf):
    for _ in range(5):
        orbitals, _, is_stable, _ = mf.stability(return_status=True)
        if is_stable:
            return mf
        mf.run(mf.make_rdm1(orbitals, mf.mo_occ))
    return mf


def case(kind, geometry, basis, spin=0, charge=0, **more):
    return {"geometry": geometry, "basis": basis, "multiplicity": spin + 1, "charge": charge, **more}


def cas_case(geometry, basis, electrons, orbitals, spin=0, charge=0):
    m = molecule(geometry, basis, spin, charge)
    mf = stable(field(m))
    target = spin / 2 * (spin / 2 + 1)
    ci_only = mcscf.CASCI(mf, orbitals, electrons)
    ci_only.fcisolver.conv_tol = 1e-12
    ci_only.fix_spin_(ss=target)
    ci_only.run()
    # PySCF stays on saddle points that the symmetry of its start keeps: the lowest of several starts is taken.
    generator, found = np.random.default_rng(1), []
    for start in range(4):
        mc = mcscf.CASSCF(mf, orbitals, electrons)
        mc.fix_spin_(ss=target)
        mc.conv_tol, mc.conv_tol_grad, mc.max_cycle_macro = 1e-11, 1e-5, 60
        mc.fcisolver.conv_tol = 1e-13
        n = m.nao
        turn = generator.normal(size=(n, n)) * (0.05 if start else 0)
        mc.kernel(mf.mo_coeff @ scipy.linalg.expm(turn - turn.T))
        if mc.converged:
            found.append(mc)
    mc = min(found, key=lambda one: one.e_tot)
    occupations = np.linalg.eigvalsh(mc.fcisolver.make_rdm1(mc.ci, orbitals, mc.nelecas))[::-1]
    density = mc.make_rdm1()
    return case("cas", geometry, basis, spin, charge, electrons=electrons, orbitals=orbitals), {
        "hf": mf.e_tot, "casci": ci_only.e_tot, "casci_core": float(ci_only.get_h1eff()[1]), "casscf": mc.e_tot,
        "occupations": occupations.tolist(), "dipole": mf.dip_moment(m, density, unit="au", verbose=0).tolist()}


def dipole(m, density):
    density = np.asarray(density)
    if density.ndim == 3:
        density = density[0] + density[1]
    nuclear = np.einsum("i,ix->x", m.atom_charges(), m.atom_coords())
    return (nuclear - np.einsum("xij,ji->x", m.intor("int1e_r"), density)).tolist()


def natural(mf, density):
    density = np.asarray(density)
    if density.ndim == 3:
        density = density[0] + density[1]
    s = mf.get_ovlp()
    half = np.linalg.cholesky(s)
    return np.linalg.eigvalsh(half.T @ density @ half)[::-1].tolist()


def to_basis(mf, density):
    """A density over orbitals, or one each for up and down, over basis functions."""
    c = mf.mo_coeff
    if isinstance(density, (tuple, list)) or np.asarray(density).ndim == 3:
        c = c if np.asarray(c).ndim == 3 else (c, c)
        return sum(x @ d @ x.T for x, d in zip(c, density))
    return c @ density @ c.T


def density_case(geometry, basis, spin=0, charge=0, reference=None):
    m = molecule(geometry, basis, spin, charge)
    mf = field(m, reference)
    expect = {"hf": {"energy": mf.e_tot, "dipole": dipole(m, mf.make_rdm1()), "occupations": natural(mf, mf.make_rdm1())}}

    def add(name, energy, density):
        density = to_basis(mf, density)
        expect[name] = {"energy": energy, "dipole": dipole(m, density), "occupations": natural(mf, density)}

    # PySCF's MP2 of ROHF orbitals is of another kind.
    if reference != "rohf" and (spin == 0 or reference == "uhf"):
        pt = mp.MP2(mf).run()
        add("mp2", pt.e_tot, pt.make_rdm1())
    other = mf if spin == 0 and reference != "uhf" else (mf if reference == "uhf" else mf.to_uhf())
    pt = (ci.CISD if other is mf and spin == 0 and reference != "uhf" else ci.UCISD)(other)
    pt.conv_tol = 1e-12
    pt.run()
    add("cisd", pt.e_tot, pt.make_rdm1())
    pt = (cc.CCSD if other is mf and spin == 0 and reference != "uhf" else cc.UCCSD)(other)
    pt.conv_tol, pt.conv_tol_normt = 1e-11, 1e-9
    pt.run()
    pt.solve_lambda()
    add("ccsd", pt.e_tot, pt.make_rdm1())
    if reference != "uhf":
        h = mf.mo_coeff.T @ mf.get_hcore() @ mf.mo_coeff
        solver = fci.direct_spin1.FCI()
        solver.conv_tol = 1e-13
        energy, vector = solver.kernel(h, ao2mo.kernel(m, mf.mo_coeff), m.nao, m.nelec, ecore=m.energy_nuc())
        add("fci", energy, solver.make_rdm1(vector, m.nao, m.nelec))
    return case("density", geometry, basis, spin, charge, reference=mf.__class__.__name__.lower()), expect


def open_shell_mp2(geometry, basis, spin, charge=0):
    """Second order with singles over semicanonical ROHF orbitals, written out in spin orbitals."""
    m = molecule(geometry, basis, spin, charge)
    mf = field(m, "rohf")
    focks = [mf.get_hcore() + v for v in scf.uhf.get_veff(m, np.asarray(mf.make_rdm1()))]
    counts, orbitals, energies, singles = m.nelec, [], [], 0
    for fock, n in zip(focks, counts):
        f = mf.mo_coeff.T @ fock @ mf.mo_coeff
        eo, uo = np.linalg.eigh(f[:n, :n])
        ev, uv = np.linalg.eigh(f[n:, n:])
        co, cv = mf.mo_coeff[:, :n] @ uo, mf.mo_coeff[:, n:] @ uv
        orbitals.append((co, cv))
        energies.append((eo, ev))
        fia = co.T @ fock @ cv
        singles += (fia**2 / (eo[:, None] - ev)).sum()
    total = singles
    for s in range(2):
        for t in range(2):
            (co, cv), (do, dv) = orbitals[s], orbitals[t]
            g = ao2mo.general(m, (co, cv, do, dv), compact=False).reshape(
                co.shape[1], cv.shape[1], do.shape[1], dv.shape[1])
            gap = (energies[s][0][:, None, None, None] - energies[s][1][None, :, None, None]
                   + energies[t][0][None, None, :, None] - energies[t][1])
            x = g - g.transpose(0, 3, 2, 1) if s == t else g
            total += 0.5 * (x * g / gap).sum()
    turned = mf.to_uhf()
    turned.mo_coeff = np.array([np.hstack(pair) for pair in orbitals])
    turned.mo_energy = np.array([np.hstack(pair) for pair in energies])
    cluster = cc.UCCSD(turned)
    cluster.conv_tol, cluster.conv_tol_normt = 1e-11, 1e-9
    cluster.run()
    return case("rohf_mp2", geometry, basis, spin, charge), {
        "ccsd": cluster.e_tot, "ccsd_t": cluster.e_tot + cluster.ccsd_t(),
        "hf": mf.e_tot, "singles": float(singles), "mp2": float(mf.e_tot + total),
        "pyscf_ump2": mp.MP2(mf).run().e_tot}


def avas_case(geometry, basis, labels, spin=0):
    m = molecule(geometry, basis, spin)
    mf = field(m)
    solver = avas.AVAS(mf, [name for name in labels], threshold=0.2, minao="sto-3g", canonicalize=False)
    orbitals, electrons, _ = solver.kernel()
    mc = mcscf.CASCI(mf, orbitals, electrons)
    mc.fcisolver.conv_tol = 1e-12
    mc.fix_spin_(ss=spin / 2 * (spin / 2 + 1))
    energy = mc.kernel(solver.mo_coeff)[0]
    return case("avas", geometry, basis, spin, labels=labels), {
        "orbitals": int(orbitals), "electrons": int(electrons), "occupied_weights": solver.occ_weights.tolist(),
        "empty_weights": solver.vir_weights.tolist(), "casci": energy}


def localization_case(geometry, basis):
    m = molecule(geometry, basis)
    mf = field(m)
    occupied = mf.mo_coeff[:, mf.mo_occ > 0]
    n, generator = occupied.shape[1], np.random.default_rng(1)
    best = {"pipek_mezey": 0, "boys": 0}
    # The best of several starts: PySCF's own ends at a saddle point for all of these.
    for _ in range(5):
        turn = generator.normal(size=(n, n))
        start = occupied @ scipy.linalg.expm(turn - turn.T)
        for name, solver in [("pipek_mezey", lo.PM(m, start, pop_method="mulliken")), ("boys", lo.Boys(m, start))]:
            solver.init_guess, solver.conv_tol, solver.max_cycle = None, 1e-10, 500
            solver.kernel()
            if name == "boys":
                r = np.einsum("xij,ik,jk->xk", m.intor("int1e_r"), solver.mo_coeff, solver.mo_coeff)
                value = float((r**2).sum())
            else:
                population = solver.atomic_pops(m, solver.mo_coeff, "mulliken")
                value = float((np.einsum("aii->ai", population)**2).sum())
            best[name] = max(best[name], value)
    return case("localization", geometry, basis), best


def fitted_case(geometry, basis, auxiliary, spin=0):
    m = molecule(geometry, basis, spin)
    kind = scf.RHF if spin == 0 else scf.ROHF
    mf = kind(m).density_fit(auxbasis=auxiliary)
    mf.conv_tol = 1e-12
    mf.run()
    return case("fitted", geometry, basis, spin, auxiliary=auxiliary), {"hf": mf.e_tot, "exact": field(m).e_tot}


def gradient_case(geometry, basis, spin=0, electrons=0, orbitals=0):
    m = molecule(geometry, basis, spin)
    mf = field(m)
    expect = {"hf": mf.nuc_grad_method().kernel().tolist()}
    if spin == 0:
        expect["mp2"] = mp.MP2(mf).run().nuc_grad_method().kernel().tolist()
        cluster = cc.CCSD(mf)
        cluster.conv_tol = 1e-11
        expect["ccsd"] = cluster.run().nuc_grad_method().kernel().tolist()
    if electrons:
        mc = mcscf.CASSCF(mf, orbitals, electrons)
        mc.conv_tol, mc.conv_tol_grad = 1e-11, 1e-5
        expect["casscf"] = mc.run().nuc_grad_method().kernel().tolist()
    return case("gradient", geometry, basis, spin, electrons=electrons, orbitals=orbitals), expect


def minimum_case(geometry, basis, method, spin=0):
    """The lowest energy near a geometry, by SciPy's BFGS on PySCF's gradients."""
    start = molecule(geometry, basis, spin)

    def value(x):
        m = start.set_geom_(x.reshape(-1, 3), unit="Bohr", inplace=False)
        mf = field(m)
        if method == "mp2":
            mf = mp.MP2(mf).run()
        return mf.e_tot, mf.nuc_grad_method().kernel().ravel()

    best = scipy.optimize.minimize(value, start.atom_coords().ravel(), jac=True, method="BFGS", options={"gtol": 1e-6})
    x = best.x.reshape(-1, 3)
    distances = [np.linalg.norm(x[i] - x[j]) * 0.529177210903 for i in range(len(x)) for j in range(i)]
    return case("minimum", geometry, basis, spin, method=method), {
        "energy": best.fun, "distances_angstrom": distances}


def pairs(m, orbitals, density, two):
    """(x_1 x_2, y_1 y_2, z_1 z_2) summed over ordered pairs of electrons, about the origin: every element of a two-particle
    density matrix has a share in it. Over one set of orbitals with densities summed over spin, or two sets with
    densities aa, ab, bb."""
    r = m.intor("int1e_r")
    if isinstance(two, tuple):
        a, b = (np.einsum("xij,ip,jq->xpq", r, c, c) for c in orbitals)
        aa, ab, bb = two
        return [float(np.einsum("pqrs,pq,rs", aa, x, x) + 2 * np.einsum("pqrs,pq,rs", ab, x, y)
                      + np.einsum("pqrs,pq,rs", bb, y, y)) for x, y in zip(a, b)]
    a = np.einsum("xij,ip,jq->xpq", r, orbitals, orbitals)
    return [float(np.einsum("pqrs,pq,rs", two, x, x)) for x in a]


def pair_case(geometry, basis, spin=0, charge=0, reference=None):
    """Energies, dipoles and pairs of every level with a density; CCSD(T) by PySCF's Lambda equations with triples."""
    m = molecule(geometry, basis, spin, charge)
    mf = field(m, reference)
    is_closed = spin == 0 and reference != "uhf"
    other = mf if is_closed or reference == "uhf" else mf.to_uhf()
    expect = {}

    def add(name, energy, one, two):
        expect[name] = {"energy": float(energy), "dipole": dipole(m, to_basis(other, one)),
                        "pairs": pairs(m, other.mo_coeff, one, two)}

    if is_closed or reference == "uhf":
        pt = mp.MP2(mf).run()
        add("mp2", pt.e_tot, pt.make_rdm1(), pt.make_rdm2())
    pt = (ci.CISD if is_closed else ci.UCISD)(other)
    pt.conv_tol, pt.max_cycle = 1e-13, 200
    pt.run()
    add("cisd", pt.e_tot, pt.make_rdm1(), pt.make_rdm2())
    pt = (cc.CCSD if is_closed else cc.UCCSD)(other)
    pt.conv_tol, pt.conv_tol_normt, pt.max_cycle = 1e-12, 1e-10, 200
    pt.run()
    pt.solve_lambda()
    add("ccsd", pt.e_tot, pt.make_rdm1(), pt.make_rdm2())
    if reference != "rohf":
        # PySCF's triples take canonical orbitals.
        eris = pt.ao2mo()
        solver, rdm = (ccsd_t_lambda_slow, ccsd_t_rdm_slow) if is_closed else (uccsd_t_lambda, uccsd_t_rdm)
        converged, l1, l2 = solver.kernel(pt, eris, pt.t1, pt.t2, max_cycle=200, tol=1e-10)
        assert converged
        triples = pt.ccsd_t(eris=eris)
        one, two = (make(pt, pt.t1, pt.t2, l1, l2, eris=eris) for make in (rdm.make_rdm1, rdm.make_rdm2))
        add("ccsd(t)", pt.e_tot + triples, one, two)
    if reference != "uhf":
        h = mf.mo_coeff.T @ mf.get_hcore() @ mf.mo_coeff
        solver = fci.direct_spin1.FCI()
        solver.conv_tol = 1e-14
        energy, vector = solver.kernel(h, ao2mo.kernel(m, mf.mo_coeff), m.nao, m.nelec, ecore=m.energy_nuc())
        one, two = solver.make_rdm12(vector, m.nao, m.nelec)
        expect["fci"] = {"energy": float(energy), "dipole": dipole(m, mf.mo_coeff @ one @ mf.mo_coeff.T),
                         "pairs": pairs(m, mf.mo_coeff, one, two)}
    return case("pairs", geometry, basis, spin, charge, reference=mf.__class__.__name__.lower()), expect


def open_shell_pairs(geometry, basis, spin, charge=0):
    """Densities of second order with singles over semicanonical ROHF orbitals: those of the doubles are PySCF's, of an
    unrestricted determinant with the same orbitals; singles t_ia = f_ia/(e_i - e_a) add t to ov, -t t to oo, t t to vv."""
    m = molecule(geometry, basis, spin, charge)
    mf = field(m, "rohf")
    focks = [mf.get_hcore() + v for v in scf.uhf.get_veff(m, np.asarray(mf.make_rdm1()))]
    turned, changes = mf.to_uhf(), []
    coefficients, energies = [], []
    for fock, n in zip(focks, m.nelec):
        f = mf.mo_coeff.T @ fock @ mf.mo_coeff
        eo, uo = np.linalg.eigh(f[:n, :n])
        ev, uv = np.linalg.eigh(f[n:, n:])
        c = np.hstack([mf.mo_coeff[:, :n] @ uo, mf.mo_coeff[:, n:] @ uv])
        t = (c[:, :n].T @ fock @ c[:, n:]) / (eo[:, None] - ev)
        change = np.zeros((m.nao, m.nao))
        change[:n, :n], change[n:, n:], change[:n, n:], change[n:, :n] = -t @ t.T, t.T @ t, t, t.T
        coefficients.append(c)
        energies.append(np.hstack([eo, ev]))
        changes.append(change)
    turned.mo_coeff, turned.mo_energy = np.array(coefficients), np.array(energies)
    pt = mp.UMP2(turned)
    pt.kernel(mo_energy=turned.mo_energy, mo_coeff=turned.mo_coeff)
    one = [d + change for d, change in zip(pt.make_rdm1(), changes)]
    aa, ab, bb = (x.copy() for x in pt.make_rdm2())
    for two, change, n in [(aa, changes[0], m.nelec[0]), (bb, changes[1], m.nelec[1])]:
        for i in range(n):
            two[i, i] += change
            two[:, :, i, i] += change
            two[:, i, i, :] -= change
            two[i, :, :, i] -= change
    for i in range(m.nelec[0]):
        ab[i, i] += changes[1]
    for i in range(m.nelec[1]):
        ab[:, :, i, i] += changes[0]
    return case("rohf_pairs", geometry, basis, spin, charge), {
        "dipole": dipole(m, sum(c @ d @ c.T for c, d in zip(coefficients, one))),
        "pairs": pairs(m, coefficients, one, (aa, ab, bb))}


def averaged_case(geometry, basis, electrons, orbitals, weights, spin=0):
    """CASSCF of the weighted mean of the lowest states of one spin; the lowest of several starts."""
    m = molecule(geometry, basis, spin)
    mf = stable(field(m))
    generator, found = np.random.default_rng(1), []
    for start in range(4):
        mc = mcscf.CASSCF(mf, orbitals, electrons)
        mc.fix_spin_(ss=spin / 2 * (spin / 2 + 1), shift=0.5)
        mc = mc.state_average_(weights)
        mc.conv_tol, mc.conv_tol_grad, mc.max_cycle_macro = 1e-11, 1e-6, 100
        mc.fcisolver.conv_tol = 1e-13
        n = m.nao
        turn = generator.normal(size=(n, n)) * (0.05 if start else 0)
        mc.kernel(mf.mo_coeff @ scipy.linalg.expm(turn - turn.T))
        if mc.converged:
            found.append(mc)
    mc = min(found, key=lambda one: one.e_tot)
    solver = fci.direct_spin1.FCI()
    squares = [float(fci.spin_op.spin_square(v, orbitals, mc.nelecas)[0]) for v in mc.ci]
    x = np.einsum("xij,ip,jq->xpq", m.intor("int1e_r"), mc.mo_coeff, mc.mo_coeff)
    core, end = mc.ncore, mc.ncore + orbitals
    dipoles = []
    for vector in mc.ci:
        one = solver.make_rdm1(vector, orbitals, mc.nelecas)
        density = np.zeros((m.nao, m.nao))
        density[range(core), range(core)] = 2
        density[core:end, core:end] = one
        dipoles.append(dipole(m, mc.mo_coeff @ density @ mc.mo_coeff.T))
    return case("averaged", geometry, basis, spin, electrons=electrons, orbitals=orbitals, weights=weights), {
        "energy": float(mc.e_tot), "states": [float(e) for e in mc.e_states], "squares": squares, "dipoles": dipoles}


CASES = {
    "cas": lambda: [
        cas_case("N 0 0 0; N 0 0 1.1", "6-31g", 6, 6), cas_case(WATER, "6-31g", 4, 4),
        cas_case(WATER, "cc-pvdz", 6, 5), cas_case("O 0 0 0; O 0 0 1.2075", "6-31g", 8, 6, spin=2),
        cas_case(METHYLENE, "6-31g*", 6, 6, spin=2), cas_case("Li 0 0 0; H 0 0 1.6", "6-31g", 2, 4),
        cas_case(SQUARE, "6-31g", 4, 4), cas_case("N 0 0 0; O 0 0 1.15", "6-31g", 5, 4, spin=1),
        cas_case("F 0 0 0; F 0 0 1.5", "6-31g", 2, 2), cas_case("H 0 0 0; H 0 0 2.0", "cc-pvdz", 2, 2),
        cas_case("O 0 0 0; H 0 0 0.97", "6-31g*", 5, 4, spin=1),
    ],
    "density": lambda: [
        density_case("Li 0 0 0; H 0 0 1.6", "6-31g"), density_case(WATER, "sto-3g"),
        density_case("N 0 0 0; O 0 0 1.15", "sto-3g", spin=1, charge=0, reference="rohf"),
        density_case("O 0 0 0; H 0 0 0.97", "6-31g", spin=1, reference="uhf"),
        density_case(METHYLENE, "sto-3g", spin=2, reference="uhf"),
    ],
    "rohf_mp2": lambda: [
        open_shell_mp2("O 0 0 0; H 0 0 0.97", "cc-pvdz", 1),
        open_shell_mp2(METHYLENE, "6-31g", 2), open_shell_mp2("N 0 0 0", "cc-pvdz", 3),
    ],
    "avas": lambda: [
        avas_case("N 0 0 0; N 0 0 1.1", "6-31g", ["N 2p"]), avas_case(ETHENE, "6-31g", ["C 2px"]),
        avas_case("O 0 0 0; O 0 0 1.2075", "6-31g", ["O 2p"], spin=2), avas_case(FORMALDEHYDE, "6-31g*", ["O 2p", "C 2px"]),
    ],
    "localization": lambda: [localization_case(WATER, "6-31g"), localization_case(ETHENE, "sto-3g"),
                     localization_case(FORMALDEHYDE, "6-31g")],
    "fitted": lambda: [
        fitted_case(WATER, "cc-pvdz", "def2-universal-jkfit"), fitted_case(WATER, "cc-pvtz", "cc-pvtz-jkfit"),
        fitted_case("O 0 0 0; O 0 0 1.2075", "def2-svp", "def2-universal-jkfit", spin=2),
    ],
    "pairs": lambda: [
        pair_case("Li 0 0 0; H 0 0 1.6", "6-31g"), pair_case(WATER, "sto-3g"), pair_case("N 0 0 0; N 0 0 1.1", "sto-3g"),
        # No degenerate orbitals, which could hold a hole in any direction.
        pair_case(WATER, "sto-3g", spin=1, charge=1, reference="rohf"),
        pair_case(AMIDOGEN, "6-31g", spin=1, reference="uhf"),
        pair_case(METHYLENE, "sto-3g", spin=2, reference="uhf"),
    ],
    "rohf_pairs": lambda: [
        open_shell_pairs(AMIDOGEN, "6-31g", 1), open_shell_pairs(METHYLENE, "sto-3g", 2)],
    "averaged": lambda: [
        averaged_case("Li 0 0 0; H 0 0 2.6", "6-31g", 2, 4, [0.5, 0.5]),
        averaged_case(WATER, "6-31g", 4, 4, [0.5, 0.3, 0.2]),
        averaged_case(FORMALDEHYDE, "6-31g", 4, 4, [1 / 3, 1 / 3, 1 / 3]),
        averaged_case(METHYLENE, "6-31g", 4, 4, [0.7, 0.3], spin=2),
        averaged_case(SQUARE, "6-31g", 4, 4, [0.2, 0.8]),
    ],
    "gradient": lambda: [
        gradient_case("O 0 0 0.1; H 0 0.8 -0.5; H 0 -0.7 -0.45", "sto-3g", electrons=4, orbitals=4),
        gradient_case("O 0 0 0; O 0 0 1.25", "6-31g", spin=2),
    ],
    "minimum": lambda: [minimum_case(WATER, "6-31g*", "hf"), minimum_case(FORMALDEHYDE, "sto-3g", "mp2"),
                minimum_case("C 0 0 0; H 0 0.9 0.5; H 0 -0.9 0.5", "6-31g", "hf", spin=2)],
}

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(CASES)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "states.json")
    known = {}
    if sys.argv[1:]:
        with open(path) as old:
            for one in json.load(old)["cases"]:
                known.setdefault(one["kind"], []).append((one["input"], one["expect"]))
    cases = []
    for kind, make in CASES.items():
        for number, (given, expect) in enumerate(make() if kind in wanted else known.get(kind, [])):
            cases.append({"id": f"{kind}/{number}", "kind": kind, "input": given, "expect": expect, "tol": 1e-7})
    with open(path, "w") as output:
        head = {"versions": {"pyscf": pyscf.__version__, "numpy": np.__version__, "scipy": scipy.__version__}}
        output.write(json.dumps(head)[:-1] + ', "cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
