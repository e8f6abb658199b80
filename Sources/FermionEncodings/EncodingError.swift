/// What can go wrong in encoding fermions; each case says what was found, what was expected and what to do.
public enum EncodingError: Error, Equatable, Sendable {
    /// An operator acts on a mode that the encoding does not have.
    case tooManyModes(encoding: String, found: Int, modeCount: Int)
    /// A matrix that is not square or has no inverse over GF(2).
    case singularMatrix(rows: Int, rank: Int)
    /// A row of a matrix names a mode beyond its columns.
    case rowTooWide(row: Int, width: Int, columns: Int)
    /// An integral or coefficient that is infinite or not a number.
    case nonFiniteIntegral(String)
}

extension EncodingError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .tooManyModes(let encoding, let found, let modeCount):
            "the operator acts on \(found) modes, but this \(encoding) encoding has \(modeCount); "
                + "make the encoding with modeCount: \(found) or more"
        case .singularMatrix(let rows, let rank):
            "the \(rows)×\(rows) matrix of the encoding has rank \(rank) over GF(2); give one with an inverse, so that "
                + "different occupations stay different"
        case .rowTooWide(let row, let width, let columns):
            "row \(row) of the encoding's matrix has \(width) columns, expected at most \(columns), as many as rows"
        case .nonFiniteIntegral(let name):
            "the integral \(name) is not finite; check the file or calculation that produced it"
        }
    }
}
