public import DenseAlgebra

/// What can go wrong in a space of determinants: each case says what was found and what was expected.
public enum FockSpaceError: Error, CustomStringConvertible, Sendable {
    /// A number of orbitals outside 1...64.
    case orbitalCount(Int)
    /// More electrons of one spin than orbitals, or fewer than none.
    case electronCount(spin: String, found: Int, orbitalCount: Int)
    /// More determinants than an integer counts.
    case dimensionOverflow(alphaStrings: Int, betaStrings: Int)
    /// More storage than the limit.
    case memory(neededBytes: Int?, limitBytes: Int, determinants: Int, largestThatFits: Int)
    /// A number of states that the space does not have.
    case stateCount(requested: Int, dimension: Int)
    /// An integral that is NaN or infinite.
    case integralNotFinite(name: String)
    /// Integrals without the symmetry of real orbitals.
    case integralsNotSymmetric(first: String, second: String, difference: Double)
    /// A vector or index that does not belong to the space.
    case vectorLength(found: Int, dimension: Int)
    /// A state that was not computed.
    case stateIndex(found: Int, count: Int)
    /// A term of an operator that leaves the sector or the orbitals.
    case termLeavesSpace(term: String, reason: String)
    /// The eigensolver stopped; its own error carries the best result so far.
    case eigensolver(DenseAlgebraError)

    /// The error in words.
    public var description: String {
        switch self {
        case .orbitalCount(let found):
            "\(found) spatial orbitals; a determinant space takes 1 to 64. Choose an active space."
        case .electronCount(let spin, let found, let orbitals):
            "\(found) \(spin) electrons in \(orbitals) orbitals; expected 0 to \(orbitals)."
        case .dimensionOverflow(let alpha, let beta):
            "\(alpha) alpha strings times \(beta) beta strings are more determinants than can be counted. "
                + "Choose a smaller active space."
        case .memory(let needed, let limit, let determinants, let largest):
            "\(determinants) determinants need \(needed.map { "\($0)" } ?? "more than \(Int.max)") bytes; "
                + "\(limit) bytes are available, enough for about \(largest) determinants. "
                + "Choose a smaller active space or fewer states."
        case .stateCount(let requested, let dimension):
            "\(requested) states were asked of a space of \(dimension) determinants; ask for 1 to \(dimension)."
        case .integralNotFinite(let name):
            "The integral \(name) is not finite. Check the file or calculation it came from."
        case .integralsNotSymmetric(let first, let second, let difference):
            "The integrals \(first) and \(second) differ by \(difference); over real orbitals they are equal. "
                + "Check the index order: (pq|rs) is chemists' notation."
        case .vectorLength(let found, let dimension):
            "A vector of \(found) coefficients; the space has \(dimension) determinants."
        case .stateIndex(let found, let count):
            "State \(found) was asked for; states 0 to \(count - 1) were computed."
        case .termLeavesSpace(let term, let reason):
            "The term [\(term)] \(reason). An operator on a determinant space must keep the numbers of up and of "
                + "down electrons and act on its orbitals only (mode 2p is orbital p up, 2p + 1 down)."
        case .eigensolver(let error):
            "Configuration interaction: \(error)"
        }
    }
}
