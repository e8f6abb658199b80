internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension LinearCombination<PauliString> {
    /// The operator with some qubits held in basis states, without those qubits: terms that flip one of them vanish,
    /// a Z becomes its sign; the remaining qubits move up.
    ///
    /// - Parameters:
    ///   - qubits: the qubits that go.
    ///   - ones: those of them that are held in |1⟩.
    public func projected(removing qubits: QubitMask, ones: QubitMask) -> PauliSum {
        PauliSum(
            lazy.filter { $0.term.x.intersection(qubits).isEmpty }.map { term, coefficient in
                let isNegated = term.z.intersection(qubits).overlapsOddly(ones)
                return (term.removing(qubits), isNegated ? -coefficient : coefficient)
            })
    }

    /// What ``projected(removing:ones:)`` leaves out: the Euclidean norm of the coefficients of the terms that vanish.
    public func projectionError(removing qubits: QubitMask) -> Double {
        PauliSum(lazy.filter { !$0.term.x.intersection(qubits).isEmpty }).norm(order: 2)
    }

    /// e^(−iθP) A e^(iθP): terms Q that anticommute with P become cos 2θ Q + i sin 2θ Q P.
    ///
    /// - Parameters:
    ///   - string: P.
    ///   - angle: θ.
    public func rotated(by string: PauliString, angle: Double) -> PauliSum {
        let (cosine, sine) = (Double.cos(2 * angle), Double.sin(2 * angle))
        return PauliSum(
            flatMap { term, coefficient -> [Element] in
                if term.commutes(with: string) { return [(term, coefficient)] }
                let (phase, product) = term.multiplied(by: string)
                let turned = (QuarterTurn.i * phase).multiplying(coefficient)
                return [
                    (term, Complex(cosine * coefficient.real, cosine * coefficient.imaginary)),
                    (product, Complex(sine * turned.real, sine * turned.imaginary)),
                ]
            })
    }

    /// Whether measuring the terms is contextual: values of all of them cannot be assigned consistently (W. Kirby and
    /// P. Love, arXiv:1904.02260).
    ///
    /// It is not exactly if, among the terms that do not commute with all others, commuting is transitive.
    ///
    /// - Complexity: O(n²) commutators for n terms.
    public var isContextual: Bool {
        let strings = map(\.term)
        let partial = strings.filter { string in !strings.allSatisfy(string.commutes) }
        var representatives: [PauliString] = []
        var classes: [Int] = []
        for string in partial {
            let index = representatives.firstIndex(where: string.commutes) ?? representatives.count
            if index == representatives.count { representatives.append(string) }
            classes.append(index)
        }
        return partial.indices.contains { i in
            (0..<i).contains { j in partial[i].commutes(with: partial[j]) != (classes[i] == classes[j]) }
        }
    }
}
