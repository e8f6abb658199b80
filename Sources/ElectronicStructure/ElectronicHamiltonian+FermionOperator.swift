internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension FermionOperator {
    /// The operator H = c + Σ h_pq a†_pσ a_qσ + ½ Σ (ps|qr) a†_pσ a†_qτ a_rτ a_sσ of given integrals, spin orbitals
    /// interleaved.
    ///
    /// Terms that contain the same operator twice in a row vanish and are left out.
    /// - Parameter threshold: integrals of smaller magnitude, in hartree, are left out (OpenFermion uses 1e-8); with 0
    ///   only those that are exactly zero are.
    /// - Complexity: O(n⁴) terms for n orbitals. Encoders go from the integrals straight to qubits and need none.
    public init(_ integrals: some ElectronicIntegrals, threshold: Double = 0) {
        let n = integrals.orbitalCount
        var terms: [Element] = [(.identity, .init(integrals.constant, 0))]
        for p in 0..<n {
            for q in 0..<n {
                let value = integrals.oneBody(p, q)
                guard Self.isKept(value, threshold) else { continue }
                for spin in 0..<2 {
                    let product = FermionProduct([.creation(2 * p + spin), .annihilation(2 * q + spin)])
                    terms.append((product, .init(value, 0)))
                }
            }
        }
        for p in 0..<n {
            for q in 0..<n {
                Self.appendTwoBody(integrals, p, q, threshold, to: &terms)
            }
        }
        self.init(terms)
    }

    private static func isKept(_ value: Double, _ threshold: Double) -> Bool {
        value != 0 && abs(value) >= threshold
    }

    /// ½ (ps|qr) a†_pσ a†_qτ a_rτ a_sσ for all r, s and spins.
    private static func appendTwoBody(
        _ integrals: some ElectronicIntegrals, _ p: Int, _ q: Int, _ threshold: Double, to terms: inout [Element]
    ) {
        for r in 0..<integrals.orbitalCount {
            for s in 0..<integrals.orbitalCount {
                let value = integrals.twoBody(p, s, q, r)
                guard isKept(value, threshold) else { continue }
                for (sigma, tau) in [(0, 0), (0, 1), (1, 0), (1, 1)] where sigma != tau || (p != q && r != s) {
                    let product = FermionProduct([
                        .creation(2 * p + sigma), .creation(2 * q + tau), .annihilation(2 * r + tau),
                        .annihilation(2 * s + sigma),
                    ])
                    terms.append((product, .init(value / 2, 0)))
                }
            }
        }
    }
}

extension ElectronicHamiltonian {
    /// The Hamiltonian as a sum of products of ladder operators; see `FermionOperator.init(_:threshold:)`.
    public func fermionOperator(threshold: Double = 0) -> FermionOperator {
        FermionOperator(self, threshold: threshold)
    }
}
