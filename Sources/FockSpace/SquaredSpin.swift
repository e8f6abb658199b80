extension DeterminantSpace {
    /// ⟨S²⟩ of a normalized vector: M (M + 1) + ‖S₊ c‖² with M = (N↑ − N↓)/2, since S² = S₋S₊ + S_z(S_z + 1).
    ///
    /// It is S (S + 1) for a state of definite spin S. Nothing cancels, so a singlet gives zero to rounding squared.
    ///
    /// - Throws: `FockSpaceError.vectorLength` unless there is one coefficient a determinant.
    public func squaredSpin(of vector: [Double]) throws(FockSpaceError) -> Double {
        guard vector.count == dimension else { throw .vectorLength(found: vector.count, dimension: dimension) }
        let projection = Double(alphaCount - betaCount) / 2
        guard alphaCount < orbitalCount, betaCount > 0 else { return projection * (projection + 1) }
        let raised = try DeterminantSpace(
            orbitalCount: orbitalCount, alphaCount: alphaCount + 1, betaCount: betaCount - 1)
        let betas = raised.betaStrings.allMasks()
        let additions = betas.map { beta in
            (0..<orbitalCount).map { p -> (index: Int, sign: Double)? in
                beta & (1 << UInt64(p)) != 0
                    ? nil : (betaStrings.index(of: beta | (1 << UInt64(p))), signBelow(beta, p))
            }
        }
        var sum = 0.0
        for alpha in raised.alphaStrings.allMasks() {
            let removals = occupiedOrbitals(alpha).map { p in
                (p: p, row: alphaStrings.index(of: alpha ^ (1 << UInt64(p))), sign: signBelow(alpha, p))
            }
            for options in additions {
                var value = 0.0
                for removal in removals {
                    guard let added = options[removal.p] else { continue }
                    value += removal.sign * added.sign * vector[removal.row * betaStrings.count + added.index]
                }
                sum += value * value
            }
        }
        return projection * (projection + 1) + sum
    }

    private func signBelow(_ mask: UInt64, _ p: Int) -> Double {
        (mask & ((1 << UInt64(p)) &- 1)).nonzeroBitCount.isMultiple(of: 2) ? 1 : -1
    }
}
