internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// A Pauli string of which a state without errors is an eigenstate.
public struct PauliSymmetry: Hashable, Sendable {
    /// The string.
    public let string: PauliString
    /// Whether the eigenvalue is −1.
    public let isNegated: Bool

    /// The symmetry with the eigenvalue 1, or −1.
    public init(_ string: PauliString, isNegated: Bool = false) {
        self.string = string
        self.isNegated = isNegated
    }
}

/// The expectation value in the part of a state that has symmetries, without preparing that part: Tr(O PρP) / Tr(PρP) with
/// the projector P = Π (1 ± S)/2 multiplied out (X. Bonet-Monroig et al., Phys. Rev. A 98, 062339 (2018)).
///
/// For the exact state nothing changes; errors that leave the sector go. Numerator and denominator are sums of Pauli strings,
/// to be measured as any others.
public struct SymmetryProjection: Hashable, Sendable {
    /// The symmetries; they commute with each other.
    public let symmetries: [PauliSymmetry]
    /// P as a sum of strings.
    public let projector: PauliSum

    /// The projection on the common eigenspace of symmetries.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` for strings that anticommute or contradict each other, and
    ///   ``NoiseError/count(what:found:expected:)`` for more than 12.
    /// - Complexity: 2^s strings for s symmetries.
    public init(_ symmetries: [PauliSymmetry]) throws(NoiseError) {
        guard symmetries.count <= 12 else {
            throw .count(
                what: "the number of symmetries", found: symmetries.count,
                expected: "at most 12, since each doubles the number of strings")
        }
        var projector = PauliSum.identity
        for (index, symmetry) in symmetries.enumerated() {
            if let other = symmetries[..<index].first(where: { !$0.string.commutes(with: symmetry.string) }) {
                throw .unsupported(
                    what: "the symmetries \(other.string) and \(symmetry.string) anticommute and have no common states",
                    instead: "leave one out")
            }
            let sign = symmetry.isNegated ? -0.5 : 0.5
            projector *= 0.5 * PauliSum.identity + PauliSum(symmetry.string, sign)
        }
        projector = projector.pruned(below: 1e-12)
        guard !projector.isEmpty else {
            throw .unsupported(what: "no state has all the symmetries", instead: "check their signs")
        }
        self.symmetries = symmetries
        self.projector = projector
    }

    /// P O P, whose expectation value is the numerator; that of ``projector`` is the denominator.
    ///
    /// - Complexity: 4^s times the terms of O.
    public func numerator(of observable: PauliSum) -> PauliSum {
        (projector * observable * projector).pruned(below: 1e-15 * observable.largestMagnitude)
    }

    /// The expectation value in the sector.
    ///
    /// The standard error takes numerator and denominator as measured independently.
    ///
    /// - Parameters:
    ///   - observable: O.
    ///   - run: the expectation value of a sum in the state with errors.
    /// - Throws: ``NoiseError/outOfRange(what:found:expected:)`` when the state has no part in the sector that can be told
    ///   from 0, and what `run` does.
    public func mitigated(
        _ observable: PauliSum, run: (PauliSum) throws(NoiseError) -> Estimate
    ) throws(NoiseError) -> Estimate {
        let (above, below) = (try run(numerator(of: observable)), try run(projector))
        guard below.value > 2 * below.standardError, below.value > 1e-12 else {
            throw .outOfRange(
                what: "the part of the state that has the symmetries", found: below.value,
                expected: "one above 0 and twice its standard error \(below.standardError)")
        }
        let value = above.value / below.value
        let error =
            (above.standardError * above.standardError
            + value * value * below.standardError * below.standardError).squareRoot() / below.value
        return Estimate(value, standardError: error)
    }
}
