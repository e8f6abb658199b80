internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

// Short forms in which the rows are written.

extension GateDefinition {
    /// A row for a gate without parameters.
    static func fixed(
        _ name: String, _ formula: String, _ matrix: GateMatrix, _ traits: GateTraits = [],
        inverse: GateInverse = .itself, as spelling: GateSpelling = GateSpelling()
    ) -> GateDefinition {
        GateDefinition(
            name: name, formula: formula, qubitCount: matrix.qubitCount, parameterNames: [], traits: traits,
            inverse: inverse, generator: nil, controlled: nil, spelling: spelling, matrix: { _ in matrix },
            derivatives: [])
    }

    /// A row for exp(−i θ/2 G).
    static func rotation(
        _ name: String, _ formula: String, qubits: Int, parameter: String = "theta", _ traits: GateTraits = [],
        generator: PauliSum, as spelling: GateSpelling = GateSpelling(),
        matrix: @escaping @Sendable (Double) -> GateMatrix
    ) -> GateDefinition {
        GateDefinition(
            name: name, formula: formula, qubitCount: qubits, parameterNames: [parameter], traits: traits,
            inverse: .negated, generator: generator, controlled: nil, spelling: spelling, matrix: { matrix($0[0]) },
            derivatives: [{ generator.derivative(of: matrix($0[0])) }])
    }

    /// A row for a gate with several parameters, with the derivative of its matrix by each.
    static func general(
        _ name: String, _ formula: String, qubits: Int, parameters: [String], _ traits: GateTraits = [],
        inverse: GateInverse, as spelling: GateSpelling = GateSpelling(),
        derivatives: [@Sendable ([Double]) -> GateMatrix], matrix: @escaping @Sendable ([Double]) -> GateMatrix
    ) -> GateDefinition {
        GateDefinition(
            name: name, formula: formula, qubitCount: qubits, parameterNames: parameters, traits: traits,
            inverse: inverse, generator: nil, controlled: nil, spelling: spelling, matrix: matrix,
            derivatives: derivatives)
    }

    /// A row for `base` under `count` controls, which come before its operands.
    ///
    /// Everything follows from `base` but what controls change: Clifford and symmetric (given), and the name of an
    /// inverse that is another row (given).
    static func controlled(
        _ name: String, _ base: GateDefinition, count: Int = 1, _ traits: GateTraits = [],
        inverse: GateInverse? = nil, as spelling: GateSpelling = GateSpelling()
    ) -> GateDefinition {
        let qubits = base.qubitCount + count
        let positions = Array(count..<qubits) + Array(0..<count)
        let projector = (0..<count).reduce(PauliSum.identity) { product, qubit in
            product * (0.5 * (PauliSum.identity - PauliSum(PauliString([qubit: .z]))))
        }
        let operands = (0..<base.qubitCount).map { "q\(count + $0)" }.joined(separator: ", ")
        let controls = (0..<count).map { "q\($0)" }.joined(separator: ", ")
        return GateDefinition(
            name: name, formula: "\(base.name) on \(operands) where \(controls) \(count == 1 ? "is" : "are") 1",
            qubitCount: qubits, parameterNames: base.parameterNames,
            traits: base.traits.intersection([.diagonal, .permutation, .real]).union(traits),
            inverse: inverse ?? base.inverse, generator: base.generator.map { projector * $0.shifted(by: count) },
            controlled: (count, base.name), spelling: spelling,
            matrix: { angles in
                base.matrix(angles).controlled(by: count, values: 1 << count - 1)
                    .expanded(to: qubits, positions: positions)
            },
            derivatives: base.derivatives.map { derivative in
                { derivative($0).underControls(count).expanded(to: qubits, positions: positions) }
            })
    }
}

extension GateMatrix {
    /// The derivative of a controlled gate from that of the gate: zero unless every control, put after the operands,
    /// is 1.
    func underControls(_ count: Int) -> GateMatrix {
        var result = controlled(by: count, values: 1 << count - 1)
        for index in 0..<(result.dimension - dimension) { result[index, index] = .zero }
        return result
    }

    /// The matrix times a number.
    func scaled(by factor: Complex<Double>) -> GateMatrix { GateMatrix(elements.map { factor * $0 }) }

    /// The diagonal matrix with the given entries, times this one.
    func scalingRows(by entries: [Complex<Double>]) -> GateMatrix { GateMatrix.diagonal(entries) * self }

    /// This matrix times the diagonal one with the given entries.
    func scalingColumns(by entries: [Complex<Double>]) -> GateMatrix { self * GateMatrix.diagonal(entries) }
}

extension PauliSum {
    /// −i/2 G U, the derivative of U = exp(−i θ/2 G) by θ.
    fileprivate func derivative(of matrix: GateMatrix) -> GateMatrix {
        var result = GateMatrix([Complex<Double>](repeating: .zero, count: matrix.elements.count))
        for (string, coefficient) in self {
            let (x, z) = (Int(string.x.word), Int(string.z.word))
            for source in 0..<matrix.dimension {
                // P|b⟩ = i^|y| (−1)^{|z∧b|} |b^x⟩
                let phase = QuarterTurn(exponent: string.yCount + 2 * (z & source).nonzeroBitCount + 3)
                let factor = phase.multiplying(coefficient / Complex(2, 0))
                for column in 0..<matrix.dimension { result[source ^ x, column] += factor * matrix[source, column] }
            }
        }
        return result
    }
}

extension PauliSum {
    /// The sum with qubit q + `offset` in the place of qubit q.
    func shifted(by offset: Int) -> PauliSum {
        PauliSum(
            map { term, coefficient in
                var shifted = PauliString()
                for (qubit, letter) in term.letters { shifted[qubit + offset] = letter }
                return (shifted, coefficient)
            })
    }
}

extension GateSpelling {
    /// The same name in both formats.
    static func both(_ name: String) -> GateSpelling { GateSpelling(openQASM: name, qsim: name) }

    /// A name in OpenQASM 2 only.
    static func openQASM(_ name: String, _ aliases: String...) -> GateSpelling {
        GateSpelling(openQASM: name, openQASMAliases: aliases)
    }

    /// A name that readers of OpenQASM 2 may know, though Qiskit's `qelib1.inc` lacks it.
    static func readable(_ name: String) -> GateSpelling { GateSpelling(openQASMAliases: [name]) }
}

extension GateTable {
    /// e^{iφ}.
    static func phase(_ angle: Double) -> Complex<Double> { Complex(Double.cos(angle), Double.sin(angle)) }

    /// The imaginary unit.
    static let i = Complex<Double>.i

    /// 1.
    static let one = Complex<Double>(1, 0)

    /// 0.
    static let zero = Complex<Double>.zero

    /// A real number as a complex one.
    static func real(_ value: Double) -> Complex<Double> { Complex(value, 0) }

    /// The Pauli string with the given letters, as a sum.
    static func pauli(_ letters: KeyValuePairs<Int, PauliLetter>) -> PauliSum { PauliSum(PauliString(letters)) }

    /// The permutation matrix that takes index k to `targets[k]`.
    static func permutation(_ targets: [Int]) -> GateMatrix {
        var matrix = GateMatrix([Complex<Double>](repeating: .zero, count: targets.count * targets.count))
        for (source, target) in targets.enumerated() { matrix[target, source] = one }
        return matrix
    }
}
