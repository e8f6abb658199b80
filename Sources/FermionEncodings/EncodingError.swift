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
    /// A product of operators that the encoding does not take.
    case notEncodable(encoding: String, term: String, reason: String)
    /// A Pauli sum acts on a qubit that the encoding does not have.
    case tooManyQubits(encoding: String, found: Int, qubitCount: Int)
    /// A Pauli string that no product of Majorana operators has as its image.
    case notAnImage(encoding: String, term: String)
    /// A Pauli sum that is not one string with coefficient 1 or −1.
    case notAStabilizer(String)
    /// A string that flips bits, where a basis state is to have a value.
    case notDiagonal(String)
    /// Two stabilizers that have no common states.
    case stabilizersAnticommute(String, String)
    /// A stabilizer that is a product of those before it, or a number.
    case dependentStabilizer(index: Int)
    /// A list of qubits to take off that is not as long as that of stabilizers.
    case positionCount(found: Int, expected: Int)
    /// A qubit that a stabilizer cannot take off.
    case unusablePosition(index: Int, position: Int)
    /// A term that leads out of the sector of the stabilizers.
    case doesNotCommute(term: String, stabilizer: String)
    /// A basis state for which a stabilizer has the other sign.
    case outsideSector(stabilizer: String)
    /// An edge that joins a mode with itself or with one that the graph does not have.
    case invalidEdge(Int, Int, modeCount: Int)
    /// A graph without a path between mode 0 and another.
    case disconnectedGraph(mode: Int)
    /// A number of modes that the encoding does not exist for.
    case invalidModeCount(Int)
    /// A lattice that the encoding does not exist for.
    case invalidLattice(columns: Int, rows: Int)
    /// An operator with a term for every product of stabilizers would be too large.
    case tooManyStabilizers(found: Int, limit: Int)
    /// A decoder that reads a qubit the encoder does not give.
    case decoderTooWide(mode: Int, width: Int, qubitCount: Int)
    /// Two codes of which the first does not fit into the second.
    case codeMismatch(qubits: Int, modes: Int)
    /// A nonlinear function of so many bits that its Pauli strings are too many.
    case functionTooWide(mode: Int, width: Int, limit: Int)
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
        case .notEncodable(let encoding, let term, let reason):
            "the \(encoding) encoding does not take the product '\(term)': \(reason)"
        case .tooManyQubits(let encoding, let found, let qubitCount):
            "the Pauli sum acts on \(found) qubits, but this \(encoding) encoding has \(qubitCount); make the encoding "
                + "with more modes"
        case .notAnImage(let encoding, let term):
            "the string '\(term)' is not the image of a fermion operator under this \(encoding) encoding, which has more "
                + "qubits than modes; decode only what it encoded"
        case .notAStabilizer(let sum):
            "found '\(sum)' as a stabilizer, expected one Pauli string with coefficient 1 or -1"
        case .notDiagonal(let string):
            "the string '\(string)' flips bits, so no basis state has a value of it; give strings of Z only, or choose its "
                + "sign yourself"
        case .stabilizersAnticommute(let first, let second):
            "the stabilizers \(first) and \(second) anticommute and have no common states; leave one out"
        case .dependentStabilizer(let index):
            "stabilizer \(index) (counted from 0) is a product of those before it; leave it out"
        case .positionCount(let found, let expected):
            "found \(found) qubits to take off, expected \(expected), one for each stabilizer"
        case .unusablePosition(let index, let position):
            "stabilizer \(index) (counted from 0) cannot take off qubit \(position), where it has no letter or which "
                + "another one takes; name a free qubit on which it acts"
        case .doesNotCommute(let term, let stabilizer):
            "the term '\(term)' does not commute with the stabilizer \(stabilizer); remove terms that are only rounding "
                + "noise, or leave the stabilizer out"
        case .outsideSector(let stabilizer):
            "the basis state is not in the sector: the stabilizer \(stabilizer) is -1 for it; choose the sector from it"
        case .invalidEdge(let first, let second, let modeCount):
            "found the edge \(first)-\(second), expected two different modes of 0 to \(modeCount - 1)"
        case .disconnectedGraph(let mode):
            "no path joins the modes 0 and \(mode) of the graph; add an edge between its parts"
        case .invalidModeCount(let count):
            "found \(count) modes, expected a number that the encoding has: 1 or more, and 2 for each orbital"
        case .invalidLattice(let columns, let rows):
            "found a lattice of \(columns) columns and \(rows) rows, expected an even number of columns and at least one "
                + "row; turn the lattice, or add a column that nothing hops to"
        case .tooManyStabilizers(let found, let limit):
            "found \(found) stabilizers, expected at most \(limit), since each doubles the number of terms; use the "
                + "stabilizers themselves, or a graph with fewer cycles"
        case .decoderTooWide(let mode, let width, let qubitCount):
            "the decoder of mode \(mode) reads \(width) qubits, expected at most \(qubitCount), as many as the encoder has "
                + "rows"
        case .codeMismatch(let qubits, let modes):
            "the left code has \(qubits) qubits and the right one \(modes) modes; to concatenate codes, make them equal"
        case .functionTooWide(let mode, let width, let limit):
            "mode \(mode) needs a nonlinear function of \(width) bits, expected at most \(limit), since it is a sum of "
                + "2^\(width) Pauli strings; use codes for smaller segments of the modes"
        }
    }
}
