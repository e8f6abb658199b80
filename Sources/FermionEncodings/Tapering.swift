internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// Takes one qubit off operators for every stabilizer that they commute with (S. Bravyi, J. Gambetta, A. Mezzacapo and
/// K. Temme, arXiv:1701.08213; without the Clifford rotation there, as K. Setia et al., arXiv:1910.14644, table I).
///
/// Every stabilizer gets a qubit on which it has a letter L. Where a term has L or one other letter there (Y for L = X or
/// Z, X for L = Y), it is multiplied by the stabilizer, which does not change it in the sector. What is left on the qubit
/// is nothing or always the same third letter: leaving it out changes no product of terms, so the qubit can go. The
/// remaining qubits move up. The spectrum is that of the operator in the sector, each level once.
public struct Tapering: Sendable {
    /// The stabilizers that choose the sector.
    public let stabilizers: [Stabilizer]
    /// The qubit of each stabilizer.
    public let positions: [Int]
    private let rules: [Rule]

    /// One step: the stabilizer, after those before it were used on it, and what it clears on its qubit.
    private struct Rule {
        let position: Int
        let cleared: [PauliLetter]
        let stabilizer: Stabilizer

        func applied(to stabilizer: Stabilizer) -> Stabilizer {
            clears(stabilizer.string) ? stabilizer.multiplied(by: self.stabilizer) : stabilizer
        }

        private func clears(_ string: PauliString) -> Bool { string[position].map(cleared.contains) ?? false }
    }

    /// Tapering by given stabilizers.
    ///
    /// - Parameters:
    ///   - stabilizers: independent and commuting; their signs choose the sector.
    ///   - positions: the qubit that each takes off; by default the first on which it has a letter and that is not taken.
    /// - Throws: ``EncodingError/stabilizersAnticommute(_:_:)``, ``EncodingError/dependentStabilizer(index:)`` or
    ///   ``EncodingError/unusablePosition(index:position:)``.
    public init(_ stabilizers: [Stabilizer], positions: [Int]? = nil) throws(EncodingError) {
        for (index, stabilizer) in stabilizers.enumerated() {
            if let other = stabilizers[..<index].first(where: { !$0.string.commutes(with: stabilizer.string) }) {
                throw .stabilizersAnticommute(other.description, stabilizer.description)
            }
        }
        if let positions, positions.count != stabilizers.count {
            throw .positionCount(found: positions.count, expected: stabilizers.count)
        }
        var rules: [Rule] = []
        for (index, given) in stabilizers.enumerated() {
            let stabilizer = rules.reduce(given) { $1.applied(to: $0) }
            let free = stabilizer.string.support.subtracting(QubitMask(rules.map(\.position)))
            guard let first = free.first else { throw .dependentStabilizer(index: index) }
            let position = positions?[index] ?? first
            guard position >= 0, free.contains(position), let letter = stabilizer.string[position] else {
                throw .unusablePosition(index: index, position: position)
            }
            rules.append(
                Rule(position: position, cleared: [letter, letter == .y ? .x : .y], stabilizer: stabilizer))
        }
        self.stabilizers = stabilizers
        self.positions = rules.map(\.position)
        self.rules = rules
    }

    /// The operator on the remaining qubits: its restriction to the sector.
    ///
    /// - Complexity: O(n s) for n terms and s stabilizers, besides sorting.
    /// - Throws: ``EncodingError/doesNotCommute(term:stabilizer:)``.
    public func taper(_ operand: PauliSum) throws(EncodingError) -> PauliSum {
        let removed = QubitMask(positions)
        return PauliSum(try reduce(operand).lazy.map { ($0.term.removing(removed), $0.coefficient) })
    }

    /// The operator on all qubits with terms merged that are equal in the sector.
    ///
    /// - Throws: ``EncodingError/doesNotCommute(term:stabilizer:)``.
    public func reduce(_ operand: PauliSum) throws(EncodingError) -> PauliSum {
        try PauliSum(images(of: operand).map { (term: $0.string, coefficient: $0.coefficient) })
    }

    /// The operator on all qubits with terms merged that are equal in the sector, each spelled as the lightest of the
    /// operator's own strings that it merges: of several, the first in canonical order.
    ///
    /// - Throws: ``EncodingError/doesNotCommute(term:stabilizer:)``.
    public func reduceKeepingStrings(_ operand: PauliSum) throws(EncodingError) -> PauliSum {
        let images = try images(of: operand)
        var lightest: [PauliString: Stabilizer] = [:]
        for (image, element) in zip(images, operand) {
            let spelling = lightest[image.string] ?? Stabilizer(image.string)
            if element.term.weight < spelling.string.weight {
                lightest[image.string] = Stabilizer(element.term, isNegated: image.isNegated)
            }
        }
        return PauliSum(
            try reduce(operand).map { term, coefficient in
                let spelling = lightest[term] ?? Stabilizer(term)
                return (spelling.string, spelling.isNegated ? -coefficient : coefficient)
            })
    }

    /// The bits of a basis state of the sector on the remaining qubits.
    ///
    /// - Throws: ``EncodingError/notDiagonal(_:)`` if a stabilizer flips bits, or
    ///   ``EncodingError/outsideSector(stabilizer:)``.
    public func taper(basisState: QubitMask) throws(EncodingError) -> QubitMask {
        for stabilizer in stabilizers {
            let sector = try Stabilizer(stabilizer.string, sectorOf: basisState)
            guard sector == stabilizer else { throw .outsideSector(stabilizer: stabilizer.description) }
        }
        return basisState.removing(QubitMask(positions))
    }

    private typealias Image = (string: PauliString, isNegated: Bool, coefficient: Complex<Double>)

    /// Every term with its positions cleared; the sign is in the coefficient too.
    private func images(of operand: PauliSum) throws(EncodingError) -> [Image] {
        var result: [Image] = []
        result.reserveCapacity(operand.count)
        for (term, coefficient) in operand {
            if let stabilizer = stabilizers.first(where: { !$0.string.commutes(with: term) }) {
                throw .doesNotCommute(term: term.description, stabilizer: stabilizer.description)
            }
            let image = rules.reduce(Stabilizer(term)) { $1.applied(to: $0) }
            result.append((image.string, image.isNegated, image.isNegated ? -coefficient : coefficient))
        }
        return result
    }
}

extension PauliString {
    /// The string without the letters on some qubits, those above moved down.
    func removing(_ qubits: QubitMask) -> PauliString {
        PauliString(x: x.removing(qubits), z: z.removing(qubits))
    }
}

extension QubitMask {
    /// The set without some qubits, those above moved down.
    func removing(_ qubits: QubitMask) -> QubitMask {
        QubitMask(subtracting(qubits).lazy.map { $0 - qubits.intersection(QubitMask(first: $0)).count })
    }
}
