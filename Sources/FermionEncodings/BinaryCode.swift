public import OperatorAlgebra

/// A linear encoder and a decoder, perhaps nonlinear, between occupations of modes and bits of qubits, for the
/// determinants v that the decoder gives back: d(A v) = v (M. Steudtner and S. Wehner, arXiv:1712.07067).
///
/// A code with fewer qubits than modes serves Hamiltonians that keep to those determinants. Codes are put together by
/// appending (`a + b`: modes and qubits of b come after those of a), repeating (`3 * a`) and concatenating (`a * b`: a's
/// qubits are b's modes), as in OpenFermion's `BinaryCode`.
public struct BinaryCode: Hashable, Sendable {
    /// Row i holds the modes whose occupations qubit i adds up modulo 2: the matrix A.
    public let encoder: [QubitMask]
    /// The occupation of each mode as a function of the qubits' bits: d.
    public let decoder: [BinaryPolynomial]
    /// How many fermion modes it takes.
    public var modeCount: Int { decoder.count }
    /// How many qubits its Pauli strings act on.
    public var qubitCount: Int { encoder.count }

    /// The code with the given encoder and decoder.
    ///
    /// - Throws: ``EncodingError/rowTooWide(row:width:columns:)`` if the encoder names a mode that the decoder does not
    ///   give, or ``EncodingError/decoderTooWide(mode:width:qubitCount:)`` if the decoder reads a qubit beyond the
    ///   encoder's rows.
    public init(encoder: [QubitMask], decoder: [BinaryPolynomial]) throws(EncodingError) {
        for (index, row) in encoder.enumerated() {
            let width = (row.last ?? -1) + 1
            if width > decoder.count { throw .rowTooWide(row: index, width: width, columns: decoder.count) }
        }
        for (mode, polynomial) in decoder.enumerated() where polynomial.width > encoder.count {
            throw .decoderTooWide(mode: mode, width: polynomial.width, qubitCount: encoder.count)
        }
        self.init(uncheckedEncoder: encoder, decoder: decoder)
    }

    init(uncheckedEncoder encoder: [QubitMask], decoder: [BinaryPolynomial]) {
        self.encoder = encoder
        self.decoder = decoder
    }

    /// The linear code with the given matrix: row i holds the modes that qubit i adds up; the decoder is the inverse.
    ///
    /// - Throws: ``EncodingError/singularMatrix(rows:rank:)`` or ``EncodingError/rowTooWide(row:width:columns:)``.
    public init(linear rows: [QubitMask]) throws(EncodingError) {
        let inverse = try BinaryMatrix.inverse(of: rows)
        self.init(uncheckedEncoder: rows, decoder: inverse.map(BinaryPolynomial.parity))
    }

    /// A v: the bits of the basis state that encodes the determinant with the given occupied modes.
    public func encodedBasisState(occupied: QubitMask) -> QubitMask {
        QubitMask(encoder.indices.lazy.filter { encoder[$0].overlapsOddly(occupied) })
    }

    /// d(w): the occupied modes that a basis state stands for.
    public func occupied(in basisState: QubitMask) -> QubitMask {
        QubitMask(decoder.indices.lazy.filter { decoder[$0].evaluate(basisState) })
    }

    /// Whether the code holds a determinant: decoding its encoding gives it back.
    public func contains(_ occupied: QubitMask) -> Bool {
        self.occupied(in: encodedBasisState(occupied: occupied)) == occupied
    }
}

extension BinaryCode {
    /// The modes and qubits of both codes, side by side.
    public static func + (lhs: BinaryCode, rhs: BinaryCode) -> BinaryCode {
        BinaryCode(
            uncheckedEncoder: lhs.encoder + rhs.encoder.map { QubitMask($0.lazy.map { $0 + lhs.modeCount }) },
            decoder: lhs.decoder + rhs.decoder.map { $0.shifted(by: lhs.qubitCount) })
    }

    /// `count` copies of a code side by side.
    ///
    /// - Precondition: `count` is not negative.
    public static func * (count: Int, code: BinaryCode) -> BinaryCode {
        (0..<count).reduce(BinaryCode(uncheckedEncoder: [], decoder: [])) { sum, _ in sum + code }
    }

    /// The code of a code: v goes to the right code's image of the left code's image.
    ///
    /// - Throws: ``EncodingError/codeMismatch(qubits:modes:)`` unless the left has as many qubits as the right has modes.
    public static func * (lhs: BinaryCode, rhs: BinaryCode) throws(EncodingError) -> BinaryCode {
        guard lhs.qubitCount == rhs.modeCount else {
            throw .codeMismatch(qubits: lhs.qubitCount, modes: rhs.modeCount)
        }
        let encoder = rhs.encoder.map { row in row.reduce(QubitMask()) { $0.symmetricDifference(lhs.encoder[$1]) } }
        let decoder = lhs.decoder.map { polynomial in
            polynomial.monomials.reduce(BinaryPolynomial.zero) { sum, monomial in
                sum + monomial.reduce(.one) { $0 * rhs.decoder[$1] }
            }
        }
        return BinaryCode(uncheckedEncoder: encoder, decoder: decoder)
    }
}
