public import ComplexModule
public import RealModule

extension LinearCombination {
    /// Reads an operator in OpenFermion's spelling.
    ///
    /// ```
    /// operator    = [sign] term { separator term }
    /// separator   = sign [sign] | end of line, blank lines, then an optional sign
    /// term        = [coefficient ["*"]] "[" { factor } "]"        [] is the identity
    ///             | [coefficient ["*"]] factor { factor }         Pauli sums only
    ///             | coefficient                                   Pauli sums only: times the identity
    /// coefficient = number | number "j" | "(" [sign] number ["j"] ")" | "(" [sign] number sign number "j" ")"
    /// ```
    ///
    /// `#` starts a comment. Examples: `1.5 [0^ 3] + 1.4 [3^ 0]`, `Z0 Z1 + 0.5 X2`, `(1+2j) [X0]`, and files of lines
    /// `-0.25 [X0 Z2]`, joined by `+` or not. A fermion or Majorana text without brackets is one product with
    /// coefficient 1, such as `3^ 1`. Like terms are added.
    ///
    /// - Throws: ``OperatorError/malformedText(line:column:found:expected:)``, also for empty text: write `0 []`.
    public init(_ text: some StringProtocol) throws(OperatorError) {
        var parser = OperatorParser<Term>(text)
        self = try parser.parseSum()
    }

    /// A coefficient times one product in OpenFermion's spelling, without brackets; the empty string is the identity.
    ///
    /// - Throws: ``OperatorError/malformedText(line:column:found:expected:)`` or
    ///   ``OperatorError/nonFiniteCoefficient(term:)``.
    public init(
        product text: some StringProtocol, coefficient: Complex<Double> = Complex(1, 0)
    ) throws(OperatorError) {
        guard coefficient.isFinite else { throw .nonFiniteCoefficient(term: String(text)) }
        let (phase, term) = try Term.parse(text)
        self.init(term, phase.multiplying(coefficient))
    }
}

extension LinearCombination: CustomStringConvertible {
    /// The operator in OpenFermion's spelling, terms in canonical order, `c [term]` joined by ` +` and a new line.
    ///
    /// A real coefficient prints as the shortest decimal that reads back as the same number, a complex one as
    /// `(a+bj)`. The zero operator prints as `0 []`, since a lone `0` is a term of fermions. What is printed reads back
    /// as an equal operator.
    public var description: String { spelled() }

    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    private func spelled() -> String {
        if isEmpty { return "0 []" }
        return elements.map { "\(Self.spelled($0.coefficient)) [\($0.term)]" }.joined(separator: " +\n")
    }

    private static func spelled(_ coefficient: Complex<Double>) -> String {
        if coefficient.imaginary == 0 { return "\(coefficient.real)" }
        let sign = coefficient.imaginary.sign == .minus ? "-" : "+"
        return "(\(coefficient.real)\(sign)\(coefficient.imaginary.magnitude)j)"
    }
}

extension LinearCombination: TextCodable {}
