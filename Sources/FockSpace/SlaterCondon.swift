/// Single elements of the Hamiltonian between determinants, by the Slater-Condon rules
/// (A. Szabo and N. S. Ostlund, Modern Quantum Chemistry, section 2.3.3).
extension DirectHamiltonian {
    /// The diagonal ⟨I|H|I⟩ of every determinant, the constant included.
    public var diagonal: [Double] {
        let (alphas, betas) = (space.alphaStrings.allMasks(), space.betaStrings.allMasks())
        let alphaEnergies = alphas.map(sameSpinEnergy)
        let betaEnergies = betas.map(sameSpinEnergy)
        let betaOrbitals = betas.map(occupiedOrbitals)
        var result: [Double] = []
        result.reserveCapacity(space.dimension)
        for (a, mask) in alphas.enumerated() {
            let field = coulombField(mask)
            for b in betas.indices {
                var energy = integrals.constant + alphaEnergies[a] + betaEnergies[b]
                for q in betaOrbitals[b] { energy += field[q] }
                result.append(energy)
            }
        }
        return result
    }

    /// ⟨I|H|J⟩ for two determinants of the space, the constant included where they are equal.
    func element(_ bra: (alpha: UInt64, beta: UInt64), _ ket: (alpha: UInt64, beta: UInt64)) -> Double {
        let alphaMoves = (bra.alpha ^ ket.alpha).nonzeroBitCount / 2
        let betaMoves = (bra.beta ^ ket.beta).nonzeroBitCount / 2
        switch (alphaMoves, betaMoves) {
        case (0, 0):
            let field = coulombField(bra.alpha)
            return occupiedOrbitals(bra.beta).reduce(
                integrals.constant + sameSpinEnergy(bra.alpha) + sameSpinEnergy(bra.beta)
            ) { $0 + field[$1] }
        case (1, 0): return singleElement(bra.alpha, ket.alpha, others: ket.beta)
        case (0, 1): return singleElement(bra.beta, ket.beta, others: ket.alpha)
        case (1, 1):
            let (a, i) = move(bra.alpha, ket.alpha)
            let (b, j) = move(bra.beta, ket.beta)
            return hopSign(ket.alpha, a, i) * hopSign(ket.beta, b, j) * integrals.twoBody(a, i, b, j)
        case (2, 0): return doubleElement(bra.alpha, ket.alpha)
        case (0, 2): return doubleElement(bra.beta, ket.beta)
        default: return 0
        }
    }

    /// Σ_p h_pp + ½ Σ_pq [(pp|qq) − (pq|qp)] over the occupied orbitals of one spin.
    private func sameSpinEnergy(_ mask: UInt64) -> Double {
        let orbitals = occupiedOrbitals(mask)
        var energy = 0.0
        for (place, p) in orbitals.enumerated() {
            energy += integrals.oneBody[p * integrals.orbitalCount + p]
            for q in orbitals[..<place] { energy += integrals.twoBody(p, p, q, q) - integrals.twoBody(p, q, q, p) }
        }
        return energy
    }

    /// Σ_p (pp|qq) over the occupied p, for every q.
    private func coulombField(_ mask: UInt64) -> [Double] {
        var field = [Double](repeating: 0, count: integrals.orbitalCount)
        for p in occupiedOrbitals(mask) {
            for q in field.indices { field[q] += integrals.twoBody(p, p, q, q) }
        }
        return field
    }

    private func singleElement(_ bra: UInt64, _ ket: UInt64, others: UInt64) -> Double {
        let (a, i) = move(bra, ket)
        var value = integrals.oneBody[a * integrals.orbitalCount + i]
        for j in occupiedOrbitals(ket & bra) {
            value += integrals.twoBody(a, i, j, j) - integrals.twoBody(a, j, j, i)
        }
        for j in occupiedOrbitals(others) { value += integrals.twoBody(a, i, j, j) }
        return hopSign(ket, a, i) * value
    }

    private func doubleElement(_ bra: UInt64, _ ket: UInt64) -> Double {
        let created = occupiedOrbitals(bra & ~ket)
        let removed = occupiedOrbitals(ket & ~bra)
        let (a, b, i, j) = (created[0], created[1], removed[0], removed[1])
        let between = ket ^ (1 << UInt64(i)) ^ (1 << UInt64(a))
        let sign = hopSign(ket, a, i) * hopSign(between, b, j)
        return sign * (integrals.twoBody(a, i, b, j) - integrals.twoBody(a, j, b, i))
    }

    /// The orbital a gained and the orbital i lost on the way from ket to bra.
    private func move(_ bra: UInt64, _ ket: UInt64) -> (a: Int, i: Int) {
        ((bra & ~ket).trailingZeroBitCount, (ket & ~bra).trailingZeroBitCount)
    }
}

/// The set bits in ascending order.
func occupiedOrbitals(_ mask: UInt64) -> [Int] {
    var result: [Int] = []
    var rest = mask
    while rest != 0 {
        result.append(rest.trailingZeroBitCount)
        rest &= rest &- 1
    }
    return result
}
