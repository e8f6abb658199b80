internal import ComplexModule
public import FermionEncodings
public import OperatorAlgebra
internal import RealModule

/// A transfer of electrons between spin orbitals: T = a†_t₀ a†_t₁ … a_s₁ a_s₀, sources s and targets t ascending.
///
/// On a determinant that holds the sources and not the targets it gives ± the determinant with them exchanged. The
/// generator T − T† is anti-Hermitian, and exp(θ(T − T†)) rotates between the two determinants by θ.
public struct Excitation: Hashable, Sendable {
    /// The spin orbitals that lose an electron, ascending.
    public let sources: [Int]
    /// The spin orbitals that gain one, ascending.
    public let targets: [Int]

    /// The transfer of electrons from `sources` to `targets`, in any order.
    ///
    /// - Precondition: as many targets as sources, all different and not negative.
    public init(from sources: [Int], to targets: [Int]) {
        precondition(sources.count == targets.count, "an excitation moves electrons and makes none")
        precondition(Set(sources + targets).count == 2 * sources.count, "the spin orbitals of an excitation differ")
        self.sources = sources.sorted()
        self.targets = targets.sorted()
    }

    /// T − T†.
    public var generator: FermionOperator {
        let creations = targets.map(LadderOperator.creation)
        let product = FermionProduct(creations + sources.reversed().map(LadderOperator.annihilation))
        let excitation = FermionOperator(product)
        return excitation - excitation.adjoint
    }

    /// The Pauli strings of T − T† = i Σ_k c_k P_k with their c_k, in the canonical order of strings.
    ///
    /// All commute with one another (J. Romero et al., arXiv:1701.02691), so exp(θ(T − T†)) = Π_k exp(iθ c_k P_k)
    /// exactly: a rotation by the angle −2 c_k θ about each.
    /// - Throws: ``QuantumAlgorithmError/encoding(_:)``.
    /// - Complexity: 2 strings for one electron, 8 for two.
    public func rotations(
        _ encoding: some FermionEncoding
    ) throws(QuantumAlgorithmError) -> [(string: PauliString, weight: Double)] {
        do throws(EncodingError) {
            return try encoding.encode(generator).map { ($0.term, $0.coefficient.imaginary) }
        } catch {
            throw .encoding(error)
        }
    }
}

extension Excitation: CustomStringConvertible {
    /// Spin orbitals as in `0 1 -> 2 3`.
    public var description: String {
        let text = { (orbitals: [Int]) in orbitals.map(String.init).joined(separator: " ") }
        return "\(text(sources)) -> \(text(targets))"
    }
}
