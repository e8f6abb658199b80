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
    /// - Complexity: O(o³ v⁴) operations.
    public func energyWithTriples() throws(ElectronicStructureError) -> Double {
        guard hamiltonian.largestCoupling < 1e-4 else {
            throw .unsupportedMethod(
                method: "CCSD(T)", reason: "the orbitals do not diagonalize the Fock matrix; make them semicanonical")
        }
        let integrals = try CorrelationIntegrals(hamiltonian, method: "CCSD(T)", withLadder: false)
        let o = integrals.o
        let triples = (0..<o).flatMap { i in (0..<i).flatMap { j in (0..<j).map { (i, j, $0) } } }
        var parts = [Double](repeating: 0, count: triples.count)
        parts.withUnsafeMutableBufferPointer { buffer in
            // Safe: every triple writes its own place.
            nonisolated(unsafe) let target = buffer
            DispatchQueue.concurrentPerform(iterations: triples.count) { index in
                let (i, j, k) = triples[index]
                target[index] = energy(i, j, k, integrals)
            }
        }
        return energy + parts.reduce(0, +)
    }

    private func energy(_ i: Int, _ j: Int, _ k: Int, _ integrals: CorrelationIntegrals) -> Double {
        let (o, v) = (integrals.o, integrals.v)
        var connected = [Double](repeating: 0, count: v * v * v)
        var disconnected = connected
        add(i, j, k, sign: 1, integrals, to: &connected, &disconnected)
        add(j, i, k, sign: -1, integrals, to: &connected, &disconnected)
        add(k, j, i, sign: -1, integrals, to: &connected, &disconnected)
        func e(_ i: Int) -> Double { integrals.foo.elements[i * o + i] }
        func u(_ a: Int) -> Double { integrals.fvv.elements[a * v + a] }
        func antisymmetric(_ x: [Double], _ a: Int, _ b: Int, _ c: Int) -> Double {
            x[(a * v + b) * v + c] - x[(b * v + a) * v + c] - x[(c * v + b) * v + a]
        }
        var sum = 0.0
        for a in 0..<v {
            for b in 0..<a {
                for c in 0..<b {
                    let w = antisymmetric(connected, a, b, c)
                    let x = antisymmetric(disconnected, a, b, c)
                    sum += w * (w + x) / (e(i) + e(j) + e(k) - u(a) - u(b) - u(c))
                }
            }
        }
        return sum
    }

    /// Σ_e t_jk^ae ⟨ei||bc⟩ - Σ_m t_im^bc ⟨ma||jk⟩, and t_i^a ⟨jk||bc⟩ + f_ia t_jk^bc.
    private func add(
        _ i: Int, _ j: Int, _ k: Int, sign: Double, _ integrals: CorrelationIntegrals, to connected: inout [Double],
        _ disconnected: inout [Double]
    ) {
        let (o, v) = (integrals.o, integrals.v)
        doubles.withUnsafeBufferPointer { t in
            integrals.ovvv.elements.withUnsafeBufferPointer { ovvv in
                guard let t = t.baseAddress, let ovvv = ovvv.baseAddress else { return }
                multiplyBlocks(
                    rows: v, columns: v * v, inner: v, scale: -sign, t + (j * o + k) * v * v, ovvv + i * v * v * v,
                    addingScaled: 1, into: &connected)
                // ⟨ma||jk⟩ = ⟨jk||ma⟩, rows a.
                var rows = [Double](repeating: 0, count: v * o)
                for m in 0..<o {
                    for a in 0..<v { rows[a * o + m] = integrals.ooov.elements[((j * o + k) * o + m) * v + a] }
                }
                multiplyBlocks(
                    rows: v, columns: v * v, inner: o, scale: -sign, rows, t + i * o * v * v, addingScaled: 1,
                    into: &connected)
            }
        }
        for a in 0..<v {
            let (amplitude, coupling) = (sign * singles[i * v + a], sign * integrals.fov.elements[i * v + a])
            for bc in 0..<v * v {
                let place = (j * o + k) * v * v + bc
                disconnected[a * v * v + bc] += amplitude * integrals.oovv.elements[place] + coupling * doubles[place]
            }
        }
    }
}
