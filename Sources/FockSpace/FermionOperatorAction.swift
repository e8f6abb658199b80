public import ComplexModule
public import OperatorAlgebra
public import RealModule

extension DeterminantSpace {
    /// A |v⟩ for any fermion operator that keeps the numbers of up and down electrons, term by term.
    ///
    /// The obvious path: every term on every determinant, `terms * dimension` steps. Mode 2p is orbital p up, 2p + 1
    /// down; each ladder operator brings (-1) to the number of occupied modes below its own.
    ///
    /// - Throws: `FockSpaceError.termLeavesSpace` for a term that changes an electron number or acts beyond the
    ///   orbitals, `.vectorLength` unless there is one coefficient a determinant.
    public func apply(
        _ operation: FermionOperator, to vector: [Complex<Double>]
    ) throws(FockSpaceError) -> [Complex<Double>] {
        guard vector.count == dimension else { throw .vectorLength(found: vector.count, dimension: dimension) }
        for (term, _) in operation { try check(term) }
        let alphas = alphaStrings.allMasks()
        let betas = betaStrings.allMasks()
        var result = [Complex<Double>](repeating: .zero, count: dimension)
        for (term, coefficient) in operation {
            for source in vector.indices where vector[source] != .zero {
                let start = (alpha: alphas[source / betas.count], beta: betas[source % betas.count])
                guard let (end, sign) = Self.image(of: start, under: term) else { continue }
                let amplitude = coefficient * vector[source]
                result[index(alpha: end.alpha, beta: end.beta)] += Complex(
                    amplitude.real * sign, amplitude.imaginary * sign)
            }
        }
        return result
    }

    private func check(_ term: FermionProduct) throws(FockSpaceError) {
        guard term.width <= 2 * orbitalCount else {
            throw .termLeavesSpace(term: "\(term)", reason: "acts on more than \(2 * orbitalCount) modes")
        }
        var change = [0, 0]
        for factor in term.factors { change[factor.mode % 2] += factor.isCreation ? 1 : -1 }
        guard change == [0, 0] else {
            throw .termLeavesSpace(
                term: "\(term)", reason: "changes the electrons by \(change[0]) up and \(change[1]) down")
        }
    }

    /// The determinant a product of ladder operators makes of another, with its sign; `nil` where it gives zero.
    private static func image(
        of determinant: (alpha: UInt64, beta: UInt64), under term: FermionProduct
    ) -> (determinant: (alpha: UInt64, beta: UInt64), sign: Double)? {
        var (alpha, beta) = determinant
        var sign = interleavedSign(alpha: alpha, beta: beta)
        for factor in term.factors.reversed() {
            let bit: UInt64 = 1 << UInt64(factor.mode / 2)
            let isUp = factor.mode.isMultiple(of: 2)
            guard ((isUp ? alpha : beta) & bit == 0) == factor.isCreation else { return nil }
            // Modes below 2p + 1 include the up mode of the same orbital.
            let upBelow = alpha & (isUp ? bit &- 1 : bit | (bit &- 1))
            let below = upBelow.nonzeroBitCount + (beta & (bit &- 1)).nonzeroBitCount
            if !below.isMultiple(of: 2) { sign = -sign }
            if isUp { alpha ^= bit } else { beta ^= bit }
        }
        return ((alpha, beta), sign * interleavedSign(alpha: alpha, beta: beta))
    }
}
