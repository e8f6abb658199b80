internal import ComplexModule
internal import RealModule

/// Collects the normal order of fermion operators and their products on bit masks.
struct NormalOrderAccumulator<Word: FixedWidthInteger & UnsignedInteger & Sendable> {
    private typealias Product = PackedNormalOrder<Word>

    private var table: AccumulationTable<Product>
    private var expansion: [Product] = []

    private init(capacity: Int = 16) {
        table = AccumulationTable(capacity: capacity)
    }

    /// The sum of what `body` adds, in canonical form.
    static func sum(
        capacity: Int = 16, _ body: (inout NormalOrderAccumulator) -> Void
    ) -> FermionOperator {
        var accumulator = NormalOrderAccumulator(capacity: capacity)
        body(&accumulator)
        var entries = accumulator.table.takeEntries()
        if entries.contains(where: { $0.coefficient == .zero }) { entries.removeAll { $0.coefficient == .zero } }
        entries.sort { Product.precedes($0.term, $1.term) }
        return LinearCombination(canonical: entries.map { ($0.term.unpacked, $0.coefficient) })
    }

    /// Adds the normal order of an operator.
    mutating func add(_ operand: FermionOperator) {
        for (term, coefficient) in operand.elements { add(term, after: Product(), coefficient) }
    }

    /// Adds the normal order of AB, B negated on request.
    mutating func add(_ a: FermionOperator, times b: FermionOperator, negated: Bool = false) {
        var left = NormalOrderAccumulator()
        left.add(a)
        for (start, coefficient) in left.table.entries {
            let signed = negated ? -coefficient : coefficient
            for right in b.elements { add(right.term, after: start, signed * right.coefficient) }
        }
    }

    /// Adds the normal order of AB − BA.
    ///
    /// Two normal-ordered products, not both of odd length, differ from each other's reverse order by contractions only:
    /// what has none cancels and is left out.
    mutating func addCommutator(_ a: FermionOperator, _ b: FermionOperator) {
        let (left, right) = (Self.ordered(a), Self.ordered(b))
        for x in left {
            for y in right {
                let coefficient = x.coefficient * y.coefficient
                if x.product.length & y.product.length & 1 == 1 {
                    add(y.term, after: x.product, coefficient)
                    add(x.term, after: y.product, -coefficient)
                    continue
                }
                let length = x.product.length + y.product.length
                if x.product.annihilations & y.product.creations != 0 {
                    add(y.term, after: x.product, coefficient, shorterThan: length)
                }
                if y.product.annihilations & x.product.creations != 0 {
                    add(x.term, after: y.product, -coefficient, shorterThan: length)
                }
            }
        }
    }

    private typealias Ordered = (product: Product, term: FermionProduct, coefficient: Complex<Double>)

    /// The normal-ordered terms of an operator.
    private static func ordered(_ operand: FermionOperator) -> [Ordered] {
        var accumulator = NormalOrderAccumulator()
        accumulator.add(operand)
        return accumulator.table.entries.map { ($0.term, $0.term.unpacked, $0.coefficient) }
    }

    private mutating func add(
        _ term: FermionProduct, after start: Product, _ coefficient: Complex<Double>, shorterThan length: Int = .max
    ) {
        Product.expand(term.factors, after: start, into: &expansion)
        for product in expansion where length == .max || product.length < length {
            table.add(product.unsigned, product.isNegative ? -coefficient : coefficient)
        }
    }
}
