/// What can go wrong in operator algebra; each case says what was found, what was expected and what to do.
public enum OperatorError: Error, Equatable, Sendable {
    /// Text that is not an operator; lines and columns (in bytes) count from 1.
    case malformedText(line: Int, column: Int, found: String, expected: String)
    /// A coefficient that is infinite or not a number.
    case nonFiniteCoefficient(term: String)
    /// A negative power, which operators do not have.
    case negativePower(Int)
    /// An operation for terms a†a and a†a†aa only met another term.
    case notTwoBody(term: String)
    /// A reordering that is not a permutation of the modes the operator acts on.
    case notAPermutation(count: Int, width: Int)
    /// A substitution that names too few polynomials.
    case missingVariable(index: Int, count: Int)
    /// A register with fewer qubits or modes than the operator acts on.
    case registerTooSmall(width: Int, given: Int)
    /// A register whose number of states no computer holds.
    case registerTooLarge(given: Int, largest: Int)
    /// A boson mode without levels.
    case tooFewLevels(Int)
    /// A degree at which a series of nested commutators cannot end.
    case seriesOrder(found: Int, largest: Int)
    /// An operator or tensor that must be Hermitian and is not; names the first term of A − A†.
    case notHermitian(term: String)
    /// A real tensor that must be symmetric and is not.
    case notSymmetric(p: Int, q: Int)
    /// A pairing tensor that is not antisymmetric.
    case notAntisymmetric
    /// A term that is neither a†_p a_q nor n_p n_q.
    case notDiagonalCoulomb(term: String)
    /// A term that does not have zero or two factors.
    case notQuadratic(term: String)
    /// A Pauli string that no Hamiltonian of electron pairs has, or X X without the same Y Y.
    case notPaired(term: String)
    /// Tensors of sizes that do not fit.
    case tensorSize(found: Int, expected: Int)
    /// A parameter of an expression that has no value.
    case unboundParameter(String)
    /// Numbers of particles and spin that no occupation has.
    case emptySector(modes: Int, particles: Int?, twiceSpinZ: Int?)
    /// A term that changes the number of particles or S_z, where both or one must be kept.
    case leavesSector(term: String)
    /// Too few particles for what needs several at once.
    case tooFewParticles(found: Int, expected: Int)
    /// A vector that does not fit the register or the numbering of terms.
    case vectorLength(found: Int, expected: Int)
}

extension OperatorError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .malformedText(let line, let column, let found, let expected):
            "line \(line), column \(column): found \(found), expected \(expected)"
        case .nonFiniteCoefficient(let term):
            "the coefficient of '\(term)' is not finite; check the input that produced it"
        case .negativePower(let exponent):
            "cannot raise an operator to the power \(exponent); powers are 0 or more"
        case .notTwoBody(let term):
            "found the term '\(term)', expected only constants, a†a and a†a†aa, as many creations as annihilations; "
                + "leave the other terms out first"
        case .notAPermutation(let count, let width):
            "the new order of modes is not a permutation of 0 to \(count - 1) that covers the operator's \(width) "
                + "modes; name each mode once"
        case .missingVariable(let index, let count):
            "the polynomial uses the variable w\(index), but only \(count) polynomials were given to put in; "
                + "give one for every variable up to w\(index)"
        case .registerTooSmall(let width, let given):
            "the operator acts on \(width) qubits or modes, but the register has \(given); give at least \(width)"
        case .registerTooLarge(let given, let largest):
            "a register of \(given) qubits or modes has too many states to list; \(largest) are the most, so use a "
                + "smaller active space or tapering"
        case .tooFewLevels(let count):
            "found \(count) levels for a boson mode, expected at least 1; level n holds n bosons"
        case .seriesOrder(let found, let largest):
            "cannot end the series after degree \(found); give a degree from 1 to \(largest)"
        case .notHermitian(let term):
            "expected a Hermitian operator, but A - A† is not zero at '\(term)'; check that each term has its adjoint, "
                + "or add the adjoint and halve"
        case .notSymmetric(let p, let q):
            "expected a symmetric tensor, but its elements (\(p), \(q)) and (\(q), \(p)) differ; average the two"
        case .notAntisymmetric:
            "expected an antisymmetric pairing tensor, whose elements (p, q) and (q, p) add up to zero; subtract its "
                + "transpose and halve"
        case .notDiagonalCoulomb(let term):
            "found the term '\(term)', expected only constants, a†_p a_q and n_p n_q; use InteractionOperator instead"
        case .notQuadratic(let term):
            "found the term '\(term)', expected only constants and terms of two ladder operators; leave the others out"
        case .notPaired(let term):
            "found the term '\(term)', expected only constants, Z_p, Z_p Z_q and X_p X_q + Y_p Y_q with one coefficient"
        case .tensorSize(let found, let expected):
            "found a tensor of size \(found), expected \(expected), the size that the other tensors have"
        case .unboundParameter(let name):
            "the parameter '\(name)' has no value; give a number for it"
        case .emptySector(let modes, let particles, let twiceSpinZ):
            "no occupation of \(modes) modes has "
                + [particles.map { "\($0) particles" }, twiceSpinZ.map { "2 S_z = \($0)" }].compactMap(\.self)
                .joined(separator: " and ") + "; 2 S_z is the number of up particles less that of down ones"
        case .leavesSector(let term):
            "found the term '\(term)', which changes the number of particles or S_z that was asked for; leave that "
                + "number open or the term out"
        case .vectorLength(let found, let expected):
            "the vector has \(found) elements, expected \(expected), one for every basis state of the register or "
                + "every term of the numbering"
        case .tooFewParticles(let found, let expected):
            "found a number of particles of \(found), expected at least \(expected); with fewer there are no pairs, so keep "
                + "the one-body terms as they are"
        }
    }
}
