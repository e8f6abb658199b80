public import FermionEncodings

/// A way to compute the energy of a molecule at one geometry.
public enum EnergyMethod: String, Hashable, Sendable, CaseIterable {
    /// The determinant with the lowest orbitals filled: Hartree-Fock, where the orbitals are its own.
    case hf
    /// Møller-Plesset perturbation theory of second order.
    case mp2
    /// Configuration interaction with singles and doubles.
    case cisd
    /// Coupled cluster with singles and doubles.
    case ccsd
    /// Full configuration interaction: exact within the orbitals.
    case fci
    /// The variational quantum eigensolver.
    case vqe

    /// The method of a name as in `hf`, in any case.
    ///
    /// - Throws: ``SurfaceError/unknownName(kind:found:available:)``.
    public init(name: some StringProtocol) throws(SurfaceError) {
        self = try Self.named(name, kind: "method")
    }

    /// What a plot's legend calls it.
    public var label: String {
        switch self {
        case .hf: "Hartree-Fock"
        case .mp2: "MP2"
        case .cisd: "CISD"
        case .ccsd: "CCSD"
        case .fci: "full CI"
        case .vqe: "VQE"
        }
    }
}

/// The family of states of ``EnergyMethod/vqe``.
public enum SurfaceAnsatz: String, Hashable, Sendable, CaseIterable {
    /// Unitary coupled cluster with single and double excitations, one amplitude an excitation.
    case uccsd

    /// The ansatz of a name as in `uccsd`, in any case.
    ///
    /// - Throws: ``SurfaceError/unknownName(kind:found:available:)``.
    public init(name: some StringProtocol) throws(SurfaceError) {
        self = try Self.named(name, kind: "ansatz")
    }
}

/// The encoding of ``EnergyMethod/vqe``, by the names of the command line.
public enum SurfaceEncoding: String, Hashable, Sendable, CaseIterable {
    /// Jordan-Wigner.
    case jordanWigner = "jw"
    /// Bravyi-Kitaev.
    case bravyiKitaev = "bk"
    /// Parity.
    case parity
    /// The ternary tree.
    case ternaryTree = "ternary"

    /// The encoding of a name as in `jw`, in any case.
    ///
    /// - Throws: ``SurfaceError/unknownName(kind:found:available:)``.
    public init(name: some StringProtocol) throws(SurfaceError) {
        self = try Self.named(name, kind: "encoding")
    }

    /// The encoding of so many spin orbitals.
    public func encoding(modeCount: Int) -> any FermionEncoding {
        switch self {
        case .jordanWigner: JordanWigner(modeCount: modeCount)
        case .bravyiKitaev: BravyiKitaev(modeCount: modeCount)
        case .parity: Parity(modeCount: modeCount)
        case .ternaryTree: TernaryTree(modeCount: modeCount)
        }
    }
}

extension CaseIterable where Self: RawRepresentable<String> {
    fileprivate static func named(_ name: some StringProtocol, kind: String) throws(SurfaceError) -> Self {
        guard let found = Self(rawValue: name.lowercased()) else {
            throw .unknownName(kind: kind, found: String(name), available: allCases.map(\.rawValue))
        }
        return found
    }
}
