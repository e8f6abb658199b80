public import OperatorAlgebra

/// The integrals of a molecule over n real, orthonormal spatial orbitals, in hartree.
///
/// - h_pq = ∫ φ_p (-∇²/2 - Σ_A Z_A/|r - R_A|) φ_q, symmetric;
/// - (pq|rs), chemists' notation, 8-fold symmetric;
/// - the repulsion of the nuclei.
public struct MolecularIntegrals: Equatable, Sendable {
    /// The number n of spatial orbitals.
    public var orbitalCount: Int { twoBodyIntegrals.orbitalCount }
    /// The repulsion of the nuclei in hartree.
    public let nuclearRepulsion: Double
    /// h_pq, n × n, row-major.
    public let oneBodyIntegrals: [Double]
    /// (pq|rs).
    public let twoBodyIntegrals: TwoBodyIntegrals

    /// How much integrals that symmetry makes equal may differ, in hartree.
    public static let symmetryTolerance = 1e-8

    /// Integrals of `twoBody.orbitalCount` orbitals; `oneBody` is n × n, row-major, and is made exactly symmetric.
    ///
    /// - Throws: `wrongCount`, `notFinite` or `asymmetric`.
    public init(
        nuclearRepulsion: Double, oneBody: [Double], twoBody: TwoBodyIntegrals,
        tolerance: Double = symmetryTolerance
    ) throws(ElectronicStructureError) {
        let n = twoBody.orbitalCount
        guard nuclearRepulsion.isFinite else {
            throw .notFinite(quantity: "nuclear repulsion", index: [], value: "\(nuclearRepulsion)")
        }
        guard oneBody.count == n * n else {
            throw .wrongCount(quantity: "one-body integrals", found: oneBody.count, expected: n * n)
        }
        self.nuclearRepulsion = nuclearRepulsion
        oneBodyIntegrals = try Self.symmetrized(oneBody, n, tolerance)
        twoBodyIntegrals = twoBody
    }

    private static func symmetrized(
        _ matrix: [Double], _ n: Int, _ tolerance: Double
    ) throws(ElectronicStructureError) -> [Double] {
        var result = matrix
        for p in 0..<n {
            for q in 0...p {
                let (value, mirrored) = (matrix[p * n + q], matrix[q * n + p])
                guard value.isFinite else { throw .notFinite(quantity: "h_pq", index: [p, q], value: "\(value)") }
                guard mirrored.isFinite else {
                    throw .notFinite(quantity: "h_pq", index: [q, p], value: "\(mirrored)")
                }
                guard abs(value - mirrored) <= tolerance else {
                    throw .asymmetric(
                        quantity: "h_pq", index: [p, q], value: value, mirrorIndex: [q, p], mirrorValue: mirrored,
                        tolerance: tolerance)
                }
                result[p * n + q] = (value + mirrored) / 2
                result[q * n + p] = result[p * n + q]
            }
        }
        return result
    }
}

extension MolecularIntegrals: ElectronicIntegrals {
    /// The repulsion of the nuclei.
    public var constant: Double { nuclearRepulsion }

    /// h_pq in hartree.
    public func oneBody(_ p: Int, _ q: Int) -> Double { oneBodyIntegrals[p * orbitalCount + q] }

    /// (pq|rs) in hartree, chemists' notation.
    public func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double { twoBodyIntegrals[p, q, r, s] }
}
