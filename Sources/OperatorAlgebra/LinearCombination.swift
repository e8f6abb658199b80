public import ComplexModule
public import RealModule

/// A sum Σ_k c_k T_k of operator products with complex coefficients.
///
/// Kept in canonical form: terms in ascending order, each once, no coefficient exactly zero. So equal sums are equal
/// values, and printing and every floating-point sum over terms depend on nothing but the operator.
/// ``FermionOperator``, ``MajoranaOperator`` and ``PauliSum`` are this type with another term.
public struct LinearCombination<Term: OperatorProduct>: Sendable {
    /// A term with its coefficient.
    public typealias Element = (term: Term, coefficient: Complex<Double>)

    @usableFromInline var elements: [Element]

    @inlinable
    init(canonical elements: [Element]) {
        self.elements = elements
    }

    /// The zero operator, which has no terms.
    @inlinable
    public init() {
        elements = []
    }

    /// One term times a coefficient.
    public init(_ term: Term, _ coefficient: Complex<Double> = Complex(1, 0)) {
        elements = coefficient == .zero ? [] : [(term, coefficient)]
    }

    /// One term times a real coefficient.
    public init(_ term: Term, _ coefficient: Double) {
        self.init(term, Complex(coefficient, 0))
    }

    /// The sum of the given terms; like terms are added in the order given.
    ///
    /// - Complexity: O(n log n) for n terms.
    public init(_ terms: some Sequence<Element>) {
        self.init(collecting: Array(terms))
    }

    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    init(collecting terms: [Element]) {
        var accumulator = TermAccumulator<Term>(capacity: terms.count)
        for (term, coefficient) in terms { accumulator.add(term, coefficient) }
        self = accumulator.sum()
    }

    /// The sum of terms that already are in canonical form.
    ///
    /// - Precondition: terms strictly ascend and no coefficient is zero; debug builds check it.
    /// - Complexity: O(n).
    public init(sorted terms: some Sequence<Element>) {
        elements = Array(terms)
        assert(zip(elements, elements.dropFirst()).allSatisfy { $0.term < $1.term }, "terms ascend")
        assert(elements.allSatisfy { $0.coefficient != .zero }, "no coefficient is zero")
    }

    /// The zero operator.
    public static var zero: LinearCombination { LinearCombination() }

    /// The identity operator.
    public static var identity: LinearCombination { LinearCombination(.identity) }

    /// The coefficient of a term, zero if it does not occur.
    ///
    /// - Complexity: O(log n) to read, O(n) to write a new term.
    public subscript(term: Term) -> Complex<Double> {
        get {
            let index = lowerBound(of: term)
            return index < elements.count && elements[index].term == term ? elements[index].coefficient : .zero
        }
        set {
            let index = lowerBound(of: term)
            let isPresent = index < elements.count && elements[index].term == term
            switch (isPresent, newValue == .zero) {
            case (true, true): elements.remove(at: index)
            case (true, false): elements[index].coefficient = newValue
            case (false, true): break
            case (false, false): elements.insert((term, newValue), at: index)
            }
        }
    }

    /// The coefficient of the identity.
    public var constant: Complex<Double> { self[.identity] }

    /// One more than the largest mode or qubit that occurs, 0 for a constant: how wide a register the operator needs.
    public var width: Int { elements.reduce(0) { Swift.max($0, $1.term.width) } }

    private func lowerBound(of term: Term) -> Int {
        var low = 0
        var high = elements.count
        while low < high {
            let middle = (low + high) / 2
            if elements[middle].term < term { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension LinearCombination: RandomAccessCollection {
    /// Index of the first term.
    @inlinable
    public var startIndex: Int { 0 }

    /// One past the last term.
    @inlinable
    public var endIndex: Int { elements.count }

    /// The term at a position in canonical order.
    @inlinable
    public subscript(position: Int) -> Element { elements[position] }
}

extension LinearCombination: Hashable {
    /// Whether the two sums have the same terms with the same coefficients, exactly.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    public static func == (lhs: LinearCombination, rhs: LinearCombination) -> Bool {
        lhs.elements.elementsEqual(rhs.elements, by: ==)
    }

    /// Feeds every term and coefficient to the hasher.
    public func hash(into hasher: inout Hasher) {
        for (term, coefficient) in elements {
            hasher.combine(term)
            hasher.combine(coefficient)
        }
    }
}

/// A sum of products of fermion ladder operators.
public typealias FermionOperator = LinearCombination<FermionProduct>

/// A sum of products of Majorana operators.
public typealias MajoranaOperator = LinearCombination<MajoranaProduct>

/// A sum of Pauli strings.
public typealias PauliSum = LinearCombination<PauliString>
