public import OperatorAlgebra

/// The encoding that takes the determinant with occupations n to the basis state |B n⟩, for any invertible matrix B over
/// GF(2): Jordan-Wigner (the identity), parity and Bravyi-Kitaev are of this kind.
///
/// With U = column p of B and P = the sum of rows 0 to p−1 of B⁻¹, γ_2p |b⟩ = (−1)^{P·b} |b ⊕ U⟩; γ_2p+1 takes row p into
/// P and a factor i (Seeley, Richard and Love, arXiv:1208.5986, section II; M. Steudtner and S. Wehner,
/// arXiv:1712.07067).
public struct LinearEncoding: FermionEncoding {
    /// The name people know it by.
    public let name: String
    /// How many fermion modes it takes.
    public var modeCount: Int { images.count / 2 }
    /// As many qubits as modes.
    public var qubitCount: Int { modeCount }

    private let images: [(phase: QuarterTurn, term: PauliString)]

    /// The encoding with the given matrix: row i holds the modes whose occupations qubit i adds up mod 2.
    ///
    /// - Complexity: O(n³/64).
    /// - Throws: ``EncodingError/singularMatrix(rows:rank:)`` or ``EncodingError/rowTooWide(row:width:columns:)``.
    public init(name: String = "linear", rows: [QubitMask]) throws(EncodingError) {
        let inverse = try BinaryMatrix.inverse(of: rows)
        let columns = BinaryMatrix.transpose(rows)
        var prefix = QubitMask()
        var images: [(phase: QuarterTurn, term: PauliString)] = []
        for mode in rows.indices {
            images.append(Self.signed(x: columns[mode], z: prefix, turns: 0))
            prefix = prefix.symmetricDifference(inverse[mode])
            images.append(Self.signed(x: columns[mode], z: prefix, turns: 1))
        }
        self.name = name
        self.images = images
    }

    /// i^turns X^x Z^z as a sign times a Pauli string i^|x∧z| X^x Z^z.
    private static func signed(x: QubitMask, z: QubitMask, turns: Int) -> (phase: QuarterTurn, term: PauliString) {
        let string = PauliString(x: x, z: z)
        return (QuarterTurn(exponent: turns - string.yCount), string)
    }

    /// The string of γ_k up to the sign that ``isNegated(_:)`` tells.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    public func majorana(_ k: Int) -> PauliString { images[k].term }

    /// Whether γ_k is minus the string: only for matrices that are not triangular.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    public func isNegated(_ k: Int) -> Bool { images[k].phase == .minusOne }
}
