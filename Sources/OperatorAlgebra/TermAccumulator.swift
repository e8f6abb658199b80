public import ComplexModule
public import RealModule

/// Collects terms of a sum in a table and puts them in canonical order at the end.
///
/// Like terms are added in the order they arrive, so the result has the same bits in every run.
public struct TermAccumulator<Term: OperatorProduct> {
    private var table: AccumulationTable<Term>

    /// An empty collection with room for about `capacity` distinct terms.
    public init(capacity: Int = 16) {
        table = AccumulationTable(capacity: capacity)
    }

    /// Adds `coefficient` times `term`.
    ///
    /// - Complexity: O(1) on average.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    public mutating func add(_ term: Term, _ coefficient: Complex<Double>) {
        table.add(term, coefficient)
    }

    /// The sum of what was added, in canonical form.
    ///
    /// - Complexity: O(n log n) for n distinct terms.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    public consuming func sum() -> LinearCombination<Term> {
        var result = table.takeEntries()
        result.removeAll { $0.coefficient == .zero }
        result.sort { $0.term < $1.term }
        return LinearCombination(canonical: result)
    }
}
