internal import DenseAlgebra
internal import Dispatch

extension CoupledCluster {
    /// The energy in hartree with the correction for connected triples, CCSD(T):
    /// Σ_{i<j<k} Σ_{a<b<c} W (W + V)/D (K. Raghavachari et al., Chem. Phys. Lett. 157, 479, 1989), with the terms of f_ia
    /// where occupied and empty orbitals couple, as semicanonical ones of open shells do (J. D. Watts, J. Gauss,
    /// R. J. Bartlett, J. Chem. Phys. 98, 8718, 1993).
    ///
    /// - Throws: `unsupportedMethod` for orbitals that are neither canonical nor semicanonical; see
    ///   ``SpinOrbitalHamiltonian/semicanonical(_:)``.
    /// - Complexity: O(o³ v⁴) operations; for a closed shell over o and v spatial orbitals instead of spin orbitals.
    public func energyWithTriples() throws(ElectronicStructureError) -> Double {
        try checkOrbitalsForTriples()
        if let shell = try hamiltonian.closedShellIntegrals(withLadder: false) {
            return energy + ClosedShellTriples(shell, self).energy()
        }
        return try spinOrbitalEnergyWithTriples()
    }

    /// The same over spin orbitals, whatever the reference.
    func spinOrbitalEnergyWithTriples() throws(ElectronicStructureError) -> Double {
        let terms = TriplesTerms(
            integrals: try CorrelationIntegrals(hamiltonian, method: "CCSD(T)", withLadder: false), singles: singles,
            doubles: doubles)
        let triples = terms.triples
        var parts = [Double](repeating: 0, count: triples.count)
        parts.withUnsafeMutableBufferPointer { buffer in
            // Safe: every triple writes its own place.
            nonisolated(unsafe) let target = buffer
            DispatchQueue.concurrentPerform(iterations: triples.count) { index in
                target[index] = terms.energy(triples[index])
            }
        }
        return energy + parts.reduce(0, +)
    }

    /// - Throws: `unsupportedMethod` unless f is diagonal among occupied and among empty orbitals.
    func checkOrbitalsForTriples() throws(ElectronicStructureError) {
        guard hamiltonian.largestCoupling < 1e-4 else {
            throw .unsupportedMethod(
                method: "CCSD(T)", reason: "the orbitals do not diagonalize the Fock matrix; make them semicanonical")
        }
    }
}

/// What the correction for triples is made of, for one i > j > k at a time, before antisymmetrization in a:
/// W from P(i/jk) [Σ_e t_jk^ae ⟨ei||bc⟩ - Σ_m t_im^bc ⟨ma||jk⟩], V from P(i/jk) [t_i^a ⟨jk||bc⟩ + f_ia t_jk^bc].
struct TriplesTerms: Sendable {
    typealias Triple = (i: Int, j: Int, k: Int)

    let integrals: CorrelationIntegrals
    let singles: [Double]
    let doubles: [Double]

    var o: Int { integrals.o }
    var v: Int { integrals.v }

    /// All i > j > k.
    var triples: [Triple] { (0..<o).flatMap { i in (0..<i).flatMap { j in (0..<j).map { (i, j, $0) } } } }

    /// P(i/jk): the triple with each of its orbitals in front, and the sign.
    static func permutations(_ t: Triple) -> [(triple: Triple, sign: Double)] {
        [(t, 1), ((t.j, t.i, t.k), -1), ((t.k, t.j, t.i), -1)]
    }

    /// x_abc - x_bac - x_cba.
    static func antisymmetric(_ x: [Double], _ v: Int, _ a: Int, _ b: Int, _ c: Int) -> Double {
        x[(a * v + b) * v + c] - x[(b * v + a) * v + c] - x[(c * v + b) * v + a]
    }

    /// ε_i + ε_j + ε_k.
    func occupiedEnergy(_ t: Triple) -> Double {
        func e(_ i: Int) -> Double { integrals.foo.elements[i * o + i] }
        return e(t.i) + e(t.j) + e(t.k)
    }

    /// ε_a for all a.
    var emptyEnergies: [Double] { (0..<v).map { integrals.fvv.elements[$0 * v + $0] } }

    /// Σ_{a>b>c} W (W + V)/D.
    func energy(_ triple: Triple) -> Double {
        let (connected, disconnected) = parts(triple)
        let (top, u) = (occupiedEnergy(triple), emptyEnergies)
        var sum = 0.0
        for a in 0..<v {
            for b in 0..<a {
                for c in 0..<b {
                    let w = Self.antisymmetric(connected, v, a, b, c)
                    let x = Self.antisymmetric(disconnected, v, a, b, c)
                    sum += w * (w + x) / (top - u[a] - u[b] - u[c])
                }
            }
        }
        return sum
    }

    /// W and V before antisymmetrization in a.
    func parts(_ triple: Triple) -> (connected: [Double], disconnected: [Double]) {
        var connected = [Double](repeating: 0, count: v * v * v)
        var disconnected = connected
        for (turned, sign) in Self.permutations(triple) { add(turned, sign, to: &connected, &disconnected) }
        return (connected, disconnected)
    }

    /// Σ_e t_jk^ae ⟨ei||bc⟩ - Σ_m t_im^bc ⟨ma||jk⟩, and t_i^a ⟨jk||bc⟩ + f_ia t_jk^bc.
    private func add(_ t: Triple, _ sign: Double, to connected: inout [Double], _ disconnected: inout [Double]) {
        let (i, jk) = (t.i, t.j * o + t.k)
        doubles.withUnsafeBufferPointer { t in
            integrals.ovvv.elements.withUnsafeBufferPointer { ovvv in
                guard let t = t.baseAddress, let ovvv = ovvv.baseAddress else { return }
                multiplyBlocks(
                    rows: v, columns: v * v, inner: v, scale: -sign, t + jk * v * v, ovvv + i * v * v * v,
                    addingScaled: 1, into: &connected)
                // ⟨ma||jk⟩ = ⟨jk||ma⟩, rows a.
                var rows = [Double](repeating: 0, count: v * o)
                for m in 0..<o {
                    for a in 0..<v { rows[a * o + m] = integrals.ooov.elements[(jk * o + m) * v + a] }
                }
                multiplyBlocks(
                    rows: v, columns: v * v, inner: o, scale: -sign, rows, t + i * o * v * v, addingScaled: 1,
                    into: &connected)
            }
        }
        for a in 0..<v {
            let (amplitude, coupling) = (sign * singles[i * v + a], sign * integrals.fov.elements[i * v + a])
            for bc in 0..<v * v {
                let place = jk * v * v + bc
                disconnected[a * v * v + bc] += amplitude * integrals.oovv.elements[place] + coupling * doubles[place]
            }
        }
    }
}
