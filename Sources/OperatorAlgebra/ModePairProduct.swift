internal import ComplexModule
internal import RealModule

/// One of the two operators of a mode whose commutator is a number: b†, b or q, p.
protocol ModePairFactor: Hashable, Comparable, Sendable {
    var mode: Int { get }
    /// Whether normal order puts it left of the mode's other operator: b† and q.
    var standsLeft: Bool { get }
    /// The order in a fingerprint: two numbers a mode.
    var code: UInt64 { get }

    init(mode: Int, standsLeft: Bool)
}

/// A product of such operators. Those of different modes commute, so factors stand in order of modes; within a mode they
/// stay as written.
protocol ModePairProduct: OperatorProduct {
    associatedtype Factor: ModePairFactor
    var factors: [Factor] { get }
    /// - Precondition: modes ascend.
    init(sorted factors: [Factor])
}

extension ModePairProduct {
    static func inOrderOfModes(_ factors: some Sequence<Factor>) -> [Factor] {
        // Sorting by position too keeps the order within a mode: `sort` does not promise to be stable.
        factors.enumerated().sorted {
            ($0.element.mode, $0.offset) < ($1.element.mode, $1.offset)
        }.map(\.element)
    }

    func merged(with other: Self) -> Self {
        var factors: [Factor] = []
        factors.reserveCapacity(self.factors.count + other.factors.count)
        var next = other.factors[...]
        for factor in self.factors {
            while let first = next.first, first.mode < factor.mode { factors.append(next.removeFirst()) }
            factors.append(factor)
        }
        return Self(sorted: factors + next)
    }

    var factorFingerprint: UInt64 { factors.reduce(UInt64(factors.count)) { mixed($0 &+ $1.code &+ 1) } }

    /// The factors of each mode, modes ascending.
    var modes: [ArraySlice<Factor>] {
        var (runs, start) = ([ArraySlice<Factor>](), 0)
        for index in factors.indices where index + 1 == factors.count || factors[index + 1].mode != factors[index].mode
        {
            runs.append(factors[start...index])
            start = index + 1
        }
        return runs
    }

    /// Whether no factor that belongs left stands right of its partner in the same mode.
    var isInNormalOrder: Bool {
        zip(factors, factors.dropFirst()).allSatisfy { $0.mode != $1.mode || $0.standsLeft || !$1.standsLeft }
    }
}

/// Sums that multiply out mode by mode.
struct ModeExpansion<Term: ModePairProduct> {
    typealias Part = (factors: [Term.Factor], weight: Complex<Double>)

    /// Adds the product over the modes of the sums that `expand` makes of each mode's factors.
    static func add(
        _ term: Term, _ coefficient: Complex<Double>, to accumulator: inout TermAccumulator<Term>,
        expand: (ArraySlice<Term.Factor>) -> [Part]
    ) {
        var products: [Part] = [([], coefficient)]
        for run in term.modes {
            let parts = expand(run)
            products = products.flatMap { product in
                parts.map { (product.factors + $0.factors, product.weight * $0.weight) }
            }
        }
        for product in products { accumulator.add(Term(sorted: product.factors), product.weight) }
    }

    /// Normal order of one mode's factors, for R L = L R + `commutator` with L the factor that stands left.
    ///
    /// Multiplying Σ_k w_k L^(a−k) R^(b−k) by L from the right adds `commutator` (b−k) w_k to the weight of k+1.
    static func normalOrder(_ run: ArraySlice<Term.Factor>, commutator: Complex<Double>) -> [Part] {
        guard let mode = run.first?.mode else { return [([], Complex(1, 0))] }
        var (lefts, rights) = (0, 0)
        var weights = [Complex<Double>(1, 0)]
        for factor in run {
            guard factor.standsLeft else {
                rights += 1
                continue
            }
            lefts += 1
            if rights >= weights.count { weights.append(.zero) }
            for k in weights.indices.dropFirst().reversed() {
                weights[k] += commutator * Complex(Double(rights - k + 1), 0) * weights[k - 1]
            }
        }
        return weights.enumerated().filter { $0.element != .zero }.map { k, weight in
            (power(mode, true, lefts - k) + power(mode, false, rights - k), weight)
        }
    }

    /// McCoy's formula for the powers that occur in one mode: L^m R^n becomes 2^(−n) Σ_r C(n,r) R^r L^m R^(n−r).
    static func symmetricOrder(_ run: ArraySlice<Term.Factor>) -> [Part] {
        guard let mode = run.first?.mode else { return [([], Complex(1, 0))] }
        let lefts = run.count { $0.standsLeft }
        let rights = run.count - lefts
        if lefts == 0 || rights == 0 { return [(Array(run), Complex(1, 0))] }
        var weight = Double.exp2(-Double(rights))
        return (0...rights).map { r in
            defer { weight *= Double(rights - r) / Double(r + 1) }
            let factors = power(mode, false, r) + power(mode, true, lefts) + power(mode, false, rights - r)
            return (factors, Complex(weight, 0))
        }
    }

    private static func power(_ mode: Int, _ standsLeft: Bool, _ exponent: Int) -> [Term.Factor] {
        Array(repeating: Term.Factor(mode: mode, standsLeft: standsLeft), count: exponent)
    }
}

extension LinearCombination where Term: ModePairProduct {
    func normalOrderedModes(commutator: Complex<Double>) -> LinearCombination {
        var accumulator = TermAccumulator<Term>(capacity: count)
        for (term, coefficient) in elements {
            ModeExpansion.add(term, coefficient, to: &accumulator) {
                ModeExpansion<Term>.normalOrder($0, commutator: commutator)
            }
        }
        return accumulator.sum()
    }

    func symmetricallyOrderedModes() -> LinearCombination {
        var accumulator = TermAccumulator<Term>(capacity: count)
        for (term, coefficient) in elements {
            ModeExpansion.add(term, coefficient, to: &accumulator, expand: ModeExpansion<Term>.symmetricOrder)
        }
        return accumulator.sum()
    }

    /// The sum with every factor replaced by a sum of two factors of another kind.
    func substitutingFactors<Other: ModePairProduct>(
        _ substitute: (Term.Factor) -> [(Other.Factor, Complex<Double>)]
    ) -> LinearCombination<Other> {
        var accumulator = TermAccumulator<Other>(capacity: count)
        for (term, coefficient) in elements {
            var products: [([Other.Factor], Complex<Double>)] = [([], coefficient)]
            for factor in term.factors {
                let parts = substitute(factor)
                products = products.flatMap { product in parts.map { (product.0 + [$0.0], product.1 * $0.1) } }
            }
            for (factors, weight) in products { accumulator.add(Other(sorted: factors), weight) }
        }
        return accumulator.sum()
    }
}
