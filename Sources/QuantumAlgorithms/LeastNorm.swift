internal import ComplexModule
internal import DenseAlgebra
public import OperatorAlgebra
internal import RealModule

extension LinearCombination<FermionProduct> {
    /// The operator of least 1-norm, the identity's coefficient aside, that has the expectation values of this one in every
    /// state of N particles: this plus multiples of ``OperatorAlgebra/RepresentabilityConstraints``, in normal order.
    ///
    /// The number of measurements for an error ε is bounded by (Σ|h_j|/ε)². OpenFermion's `apply_constraints` solves the
    /// same program over all 1 + n² + n⁴ products as written (N. Rubin, R. Babbush and J. McClean, New J. Phys. 20, 053020
    /// (2018), arXiv:1801.03524); in normal order, Hermitian pairs taken together, the same optimum needs
    /// ``OperatorAlgebra/RepresentabilityConstraints/contractions(modeCount:particleCount:)`` only.
    ///
    /// - Parameters:
    ///   - particleCount: N.
    ///   - modeCount: the modes that the particles may be in; by default the operator's own.
    /// - Throws: ``QuantumAlgorithmError/operators(_:)`` unless the operator is Hermitian, keeps the number of particles and
    ///   has at most two bodies; ``QuantumAlgorithmError/notRealCoefficient(term:)``; or
    ///   ``QuantumAlgorithmError/linearProgram(_:)``.
    /// - Complexity: a linear program of O(n²) variables besides those of the norm, in O(n⁴) rows.
    public func leastNorm(
        particleCount: Int, modeCount: Int? = nil
    ) throws(QuantumAlgorithmError) -> FermionOperator {
        let modes = modeCount ?? width
        guard width <= modes else { throw .operators(.registerTooSmall(width: width, given: modes)) }
        let ordered = normalOrdered()
        let numbering = TwoBodyTermNumbering(modeCount: modes)
        let skewed = (ordered - ordered.adjoint.normalOrdered()).pruned(below: 1e-10 * Swift.max(1, largestMagnitude))
        if let term = skewed.first?.term { throw .operators(.notHermitian(term: term.description)) }
        do {
            for (term, _) in ordered { _ = try numbering.index(of: term) }
        } catch { throw .operators(error) }
        let constraints = RepresentabilityConstraints.contractions(modeCount: modes, particleCount: particleCount)
        return try ordered.leastNorm(adding: constraints)
    }

    /// H + Σ_k w_k C_k with the real w_k of least Σ_j |h_j|, the sum over all products as written but the identity.
    ///
    /// - Parameter constraints: the C_k; they may depend on each other.
    /// - Returns: The operator; coefficients of at most 10⁻¹³ of its largest, which are the solver's rounding, are left out.
    /// - Throws: ``QuantumAlgorithmError/notRealCoefficient(term:)`` or ``QuantumAlgorithmError/linearProgram(_:)``.
    public func leastNorm(adding constraints: [FermionOperator]) throws(QuantumAlgorithmError) -> FermionOperator {
        let weights = try leastNormWeights(constraints)
        var accumulator = TermAccumulator<FermionProduct>(capacity: count)
        for (term, coefficient) in self { accumulator.add(term, coefficient) }
        for (constraint, weight) in zip(constraints, weights) where weight != 0 {
            for (term, coefficient) in constraint { accumulator.add(term, Complex(weight * coefficient.real, 0)) }
        }
        let sum = accumulator.sum()
        return sum.pruned(below: 1e-13 * Swift.max(largestMagnitude, sum.largestMagnitude))
    }

    /// min Σ_j (p_j + m_j) with h_j + Σ_k C_kj w_k = p_j − m_j and p, m ≥ 0.
    private func leastNormWeights(_ constraints: [FermionOperator]) throws(QuantumAlgorithmError) -> [Double] {
        var rowOfTerm: [FermionProduct: Int] = [:]
        var rows: [ClosedRange<Double>] = []
        for (term, coefficient) in self {
            guard coefficient.imaginary == 0 else { throw .notRealCoefficient(term: term.description) }
            if term == .identity { continue }
            rowOfTerm[term] = rows.count
            rows.append(-coefficient.real...(-coefficient.real))
        }
        for constraint in constraints {
            for (term, coefficient) in constraint where term != .identity {
                guard coefficient.imaginary == 0 else { throw .notRealCoefficient(term: term.description) }
                if rowOfTerm[term] == nil {
                    rowOfTerm[term] = rows.count
                    rows.append(0...0)
                }
            }
        }
        var program = LinearProgram(rows: rows)
        for constraint in constraints {
            program.addVariable(
                cost: 0, bounds: -Double.infinity...Double.infinity,
                entries: constraint.compactMap { term, coefficient in
                    rowOfTerm[term].map { (row: $0, value: coefficient.real) }
                })
        }
        for row in rows.indices {
            program.addVariable(cost: 1, entries: [(row: row, value: -1)])
            program.addVariable(cost: 1, entries: [(row: row, value: 1)])
        }
        do {
            return Array(try program.minimized().values.prefix(constraints.count))
        } catch { throw .linearProgram(error) }
    }
}
