internal import DenseAlgebra
internal import Dispatch

/// The derivatives of the correction for triples, E = Σ_{i>j>k} Σ_{a>b>c} W (W + V)/D, with respect to amplitudes and
/// integrals: what the Λ equations and the densities of CCSD(T) take beside those of CCSD (A. P. Rendell and T. J. Lee,
/// J. Chem. Phys. 94, 6219, 1991).
///
/// Elements are counted as if all were independent. Of f only the diagonals among occupied and among empty orbitals are in
/// E, so that the derivatives with respect to others vanish.
struct TriplesDerivative: Sendable {
    var one: Tensor
    var two: Tensor
    var foo: Tensor
    var fov: Tensor
    var fvv: Tensor
    var ooov: Tensor
    var oovv: Tensor
    var ovvv: Tensor

    private init(o: Int, v: Int) {
        (one, two) = (Tensor([o, v]), Tensor([o, o, v, v]))
        (foo, fov, fvv) = (Tensor([o, o]), Tensor([o, v]), Tensor([v, v]))
        (ooov, oovv, ovvv) = (Tensor([o, o, o, v]), Tensor([o, o, v, v]), Tensor([o, v, v, v]))
    }

    /// Sums are kept apart for so many groups of triples, whatever the number of threads: the digits do not depend on it.
    private static let groupCount = 4

    /// - Throws: `outOfMemory`.
    /// - Complexity: about three times the operations of the energy, O(o³ v⁴).
    init(_ terms: TriplesTerms) throws(ElectronicStructureError) {
        let (o, v) = (terms.o, terms.v)
        let doubles = 2 * Double(o * o) * Double(v * v) + Double(o * v) * Double(v * v) + 8 * Double(v * v) * Double(v)
        try AvailableMemory.check(
            "CCSD(T) densities with \(o) occupied and \(v) empty spin orbitals",
            doubles: Double(Self.groupCount) * doubles
        ) { "about o v³ = \(Int($0 / Double(Self.groupCount)))" }
        let triples = terms.triples
        let count = min(Self.groupCount, max(1, triples.count))
        var groups = (0..<count).map { _ in TriplesDerivative(o: o, v: v) }
        groups.withUnsafeMutableBufferPointer { buffer in
            // Safe: every group is written by one iteration.
            nonisolated(unsafe) let target = buffer
            DispatchQueue.concurrentPerform(iterations: count) { group in
                for index in stride(from: group, to: triples.count, by: count) {
                    target[group].add(triples[index], terms)
                }
            }
        }
        self = groups.dropFirst().reduce(into: groups[0]) { $0.add($1) }
    }

    private mutating func add(_ other: TriplesDerivative) {
        one += other.one
        two += other.two
        foo += other.foo
        fov += other.fov
        fvv += other.fvv
        ooov += other.ooov
        oovv += other.oovv
        ovvv += other.ovvv
    }

    /// What one i > j > k adds.
    private mutating func add(_ triple: TriplesTerms.Triple, _ terms: TriplesTerms) {
        let (connected, disconnected) = denominatorsAndWeights(triple, terms)
        for (turned, sign) in TriplesTerms.permutations(triple) {
            addConnected(turned, sign, connected, terms)
            addDisconnected(turned, sign, disconnected, terms)
        }
    }

    /// ∂E/∂W and ∂E/∂V before antisymmetrization, ½ (2 W + V)/D and ½ W/D for all a, b, c; the derivatives with respect to
    /// D, -W (W + V)/D², go to f.
    private mutating func denominatorsAndWeights(
        _ triple: TriplesTerms.Triple, _ terms: TriplesTerms
    ) -> (connected: [Double], disconnected: [Double]) {
        let (o, v) = (terms.o, terms.v)
        let (connected, disconnected) = terms.parts(triple)
        let (top, u) = (terms.occupiedEnergy(triple), terms.emptyEnergies)
        var first = [Double](repeating: 0, count: v * v * v)
        var second = first
        var total = 0.0
        func spread(_ value: Double, _ a: Int, _ b: Int, _ c: Int, into x: inout [Double]) {
            for (p, q, r) in [(a, b, c), (b, c, a), (c, a, b)] {
                x[(p * v + q) * v + r] = value
                x[(p * v + r) * v + q] = -value
            }
        }
        for a in 0..<v {
            for b in 0..<a {
                for c in 0..<b {
                    let w = TriplesTerms.antisymmetric(connected, v, a, b, c)
                    let x = TriplesTerms.antisymmetric(disconnected, v, a, b, c)
                    let gap = top - u[a] - u[b] - u[c]
                    spread(0.5 * (2 * w + x) / gap, a, b, c, into: &first)
                    spread(0.5 * w / gap, a, b, c, into: &second)
                    let slope = w * (w + x) / (gap * gap)
                    total += slope
                    for e in [a, b, c] { fvv.elements[e * v + e] += slope }
                }
            }
        }
        for m in [triple.i, triple.j, triple.k] { foo.elements[m * o + m] -= total }
        return (first, second)
    }

    /// The way back through Σ_e t_jk^ae ⟨ei||bc⟩ - Σ_m t_im^bc ⟨jk||ma⟩.
    private mutating func addConnected(
        _ triple: TriplesTerms.Triple, _ sign: Double, _ weights: [Double], _ terms: TriplesTerms
    ) {
        let (o, v, i) = (terms.o, terms.v, triple.i)
        let jk = triple.j * o + triple.k
        terms.doubles.withUnsafeBufferPointer { t in
            terms.integrals.ovvv.elements.withUnsafeBufferPointer { ovvvValues in
                terms.integrals.ooov.elements.withUnsafeBufferPointer { ooovValues in
                    guard let t = t.baseAddress, let g = ovvvValues.baseAddress, let h = ooovValues.baseAddress else {
                        return
                    }
                    two.elements.withUnsafeMutableBufferPointer { two in
                        guard let two = two.baseAddress else { return }
                        multiplyBlocksTransposingRight(
                            rows: v, columns: v, inner: v * v, scale: -sign, weights, g + i * v * v * v,
                            addingScaled: 1, into: two + jk * v * v)
                        multiplyBlocks(
                            rows: o, columns: v * v, inner: v, scale: -sign, h + jk * o * v, weights, addingScaled: 1,
                            into: two + i * o * v * v)
                    }
                    ovvv.elements.withUnsafeMutableBufferPointer { ovvv in
                        guard let ovvv = ovvv.baseAddress else { return }
                        // The transpose of t_jk^ae, its negative.
                        multiplyBlocks(
                            rows: v, columns: v * v, inner: v, scale: sign, t + jk * v * v, weights, addingScaled: 1,
                            into: ovvv + i * v * v * v)
                    }
                    ooov.elements.withUnsafeMutableBufferPointer { ooov in
                        guard let ooov = ooov.baseAddress else { return }
                        multiplyBlocksTransposingRight(
                            rows: o, columns: v, inner: v * v, scale: -sign, t + i * o * v * v, weights,
                            addingScaled: 1, into: ooov + jk * o * v)
                    }
                }
            }
        }
    }

    /// The way back through t_i^a ⟨jk||bc⟩ + f_ia t_jk^bc.
    private mutating func addDisconnected(
        _ triple: TriplesTerms.Triple, _ sign: Double, _ weights: [Double], _ terms: TriplesTerms
    ) {
        let (o, v, i) = (terms.o, terms.v, triple.i)
        let start = (triple.j * o + triple.k) * v * v
        for a in 0..<v {
            let (amplitude, coupling) = (
                sign * terms.singles[i * v + a], sign * terms.integrals.fov.elements[i * v + a]
            )
            var (toAmplitude, toCoupling) = (0.0, 0.0)
            for bc in 0..<v * v {
                let weight = weights[a * v * v + bc]
                toAmplitude += weight * terms.integrals.oovv.elements[start + bc]
                toCoupling += weight * terms.doubles[start + bc]
                oovv.elements[start + bc] += amplitude * weight
                two.elements[start + bc] += coupling * weight
            }
            one.elements[i * v + a] += sign * toAmplitude
            fov.elements[i * v + a] += sign * toCoupling
        }
    }
}
