internal import ComplexModule
internal import RealModule

/// The Baker-Campbell-Hausdorff series log(e^x e^y) = x + y + ½[x, y] + (1/12)([x, [x, y]] + [y, [y, x]]) + …, cut off
/// after a degree.
///
/// By Dynkin's formula the series is Σ_w (c_w / |w|) [w₁, [w₂, … w_n]] over the words w in the letters x and y, where c_w
/// is the coefficient of w in log(e^x e^y) of letters that do not commute: E. B. Dynkin, Dokl. Akad. Nauk SSSR 57, 323
/// (1947).
public struct BakerCampbellHausdorff: Sendable {
    /// The degree after which the series ends.
    public let order: Int

    /// c_w / |w| by degree and word; bit k of the word is its letter k from the right, 0 for x and 1 for y.
    private let coefficients: [[Double]]

    /// The largest degree; the number of words doubles with every degree.
    public static let largestOrder = 12

    /// Finds the coefficients up to degree `order`.
    ///
    /// - Throws: ``OperatorError/seriesOrder(found:largest:)`` unless 1 ≤ `order` ≤ ``largestOrder``.
    /// - Complexity: O(order³ 2^order).
    public init(order: Int) throws(OperatorError) {
        guard 1...Self.largestOrder ~= order else {
            throw .seriesOrder(found: order, largest: Self.largestOrder)
        }
        self.order = order
        // A smaller coefficient than the smallest true one, above 10⁻¹⁰ up to this order, is a rounding error.
        coefficients = Self.logarithm(upTo: order).enumerated().map { degree, words in
            words.map { abs($0) < 1e-12 ? 0 : $0 / Double(Swift.max(degree, 1)) }
        }
    }

    /// The coefficients of log(1 + u) with u = e^x e^y − 1: Σ_k (−1)^(k+1) u^k / k, by degree and word.
    private static func logarithm(upTo order: Int) -> [[Double]] {
        var factorials = [1.0]
        for n in 1...order { factorials.append(factorials[n - 1] * Double(n)) }
        // Words x…xy…y of a x's and b y's have the coefficient 1/(a! b!) in e^x e^y.
        let u = (0...order).map { degree in
            var words = [Double](repeating: 0, count: 1 << degree)
            if degree > 0 {
                for b in 0...degree { words[1 << b - 1] = 1 / (factorials[degree - b] * factorials[b]) }
            }
            return words
        }
        var (power, sum) = (u, u)
        for k in stride(from: 2, through: order, by: 1) {
            power = product(power, u)
            for degree in power.indices {
                for word in power[degree].indices {
                    sum[degree][word] += (k % 2 == 0 ? -1 : 1) * power[degree][word] / Double(k)
                }
            }
        }
        return sum
    }

    private static func product(_ lhs: [[Double]], _ rhs: [[Double]]) -> [[Double]] {
        lhs.indices.map { degree in
            (0..<1 << degree).map { word in
                (0...degree).reduce(0) { sum, right in
                    sum + lhs[degree - right][word >> right] * rhs[right][word & (1 << right - 1)]
                }
            }
        }
    }

    /// The series for two elements of any algebra, such as matrices.
    ///
    /// - Parameters:
    ///   - scale: A number times an element.
    ///   - commutator: [a, b] = ab − ba.
    /// - Complexity: fewer than 2^order commutators.
    public func expansion<Element: AdditiveArithmetic>(
        _ x: Element, _ y: Element, scale: (Double, Element) -> Element,
        commutator: (Element, Element) -> Element
    ) -> Element {
        var sum = x + y
        func extend(_ nested: Element, _ word: Int, _ degree: Int) {
            if degree == order || nested == .zero { return }
            for (bit, letter) in [x, y].enumerated() {
                let longer = word | bit << degree
                // [x, x] is zero, and so is every commutator around it.
                if degree == 1 && bit == word { continue }
                let value = commutator(letter, nested)
                let coefficient = coefficients[degree + 1][longer]
                if coefficient != 0 { sum = sum + scale(coefficient, value) }
                extend(value, longer, degree + 1)
            }
        }
        extend(x, 0, 1)
        extend(y, 1, 1)
        return sum
    }

    /// log(e^x₁ e^x₂ …), halves first: the series of the series of both halves. Zero elements give zero.
    public func expansion<Element: AdditiveArithmetic>(
        _ factors: some Collection<Element>, scale: (Double, Element) -> Element,
        commutator: (Element, Element) -> Element
    ) -> Element {
        guard let first = factors.first else { return .zero }
        if factors.count == 1 { return first }
        return expansion(
            expansion(factors.prefix(factors.count / 2), scale: scale, commutator: commutator),
            expansion(factors.dropFirst(factors.count / 2), scale: scale, commutator: commutator), scale: scale,
            commutator: commutator)
    }
}

extension LinearCombination {
    /// log(e^x₁ e^x₂ …) by the Baker-Campbell-Hausdorff series up to nested commutators of `order` operators.
    ///
    /// With more than two factors the two halves are combined first, each to the same order; what the cut leaves out is of
    /// higher order in the factors together. Commutators are not reordered beyond what multiplication does.
    ///
    /// - Throws: ``OperatorError/seriesOrder(found:largest:)``.
    public static func bakerCampbellHausdorff(
        _ factors: [LinearCombination], order: Int
    ) throws(OperatorError) -> LinearCombination {
        try BakerCampbellHausdorff(order: order).expansion(factors, scale: *) { $0.commutator(with: $1) }
    }

    /// The nested commutator [A₁, [A₂, … [A_(n−1), A_n]]]; A₁ itself for one operator and zero for none.
    ///
    /// - Complexity: a product of the term counts in the worst case.
    public static func nestedCommutator(_ operators: [LinearCombination]) -> LinearCombination {
        guard let last = operators.last else { return .zero }
        return operators.dropLast().reversed().reduce(last) { $1.commutator(with: $0) }
    }
}

extension LinearCombination<PauliString> {
    /// As for other operators, with the commutator of Pauli sums that skips commuting strings.
    public static func bakerCampbellHausdorff(_ factors: [PauliSum], order: Int) throws(OperatorError) -> PauliSum {
        try BakerCampbellHausdorff(order: order).expansion(factors, scale: *) { $0.commutator(with: $1) }
    }
}

extension LinearCombination<FermionProduct> {
    /// As for other operators, normal ordered at every step.
    public static func bakerCampbellHausdorff(
        _ factors: [FermionOperator], order: Int
    ) throws(OperatorError) -> FermionOperator {
        try BakerCampbellHausdorff(order: order).expansion(factors.map { $0.normalOrdered() }, scale: *) {
            $0.normalOrderedCommutator(with: $1)
        }
    }
}

extension LinearCombination<BosonProduct> {
    /// As for other operators, normal ordered at every step.
    public static func bakerCampbellHausdorff(
        _ factors: [BosonOperator], order: Int
    ) throws(OperatorError) -> BosonOperator {
        try BakerCampbellHausdorff(order: order).expansion(factors.map { $0.normalOrdered() }, scale: *) {
            $0.commutator(with: $1).normalOrdered()
        }
    }
}
