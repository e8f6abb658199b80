internal import ComplexModule
internal import RealModule

extension LinearCombination<FermionProduct> {
    /// Whether A − A† vanishes to `tolerance` in every coefficient of its normal order.
    public func isHermitian(tolerance: Double = 1e-8) -> Bool {
        (self - adjoint).normalOrdered().largestMagnitude <= tolerance
    }

    /// The largest number of ladder operators in a term.
    public var manyBodyOrder: Int { elements.reduce(0) { Swift.max($0, $1.term.factors.count) } }

    /// Whether every term has 0, 2 or 4 factors, half of them creations, as in Hamiltonians of two-body forces.
    ///
    /// - Parameter conservingSpin: also ask each term to keep the number of up spins (even modes).
    public func isTwoBodyNumberConserving(conservingSpin: Bool = false) -> Bool {
        firstTermBeyondTwoBody(conservingSpin: conservingSpin) == nil
    }

    func firstTermBeyondTwoBody(conservingSpin: Bool) -> FermionProduct? {
        elements.first { $0.term.factors.count > 4 || !$0.term.conservesNumber(ofEachSpin: conservingSpin) }?.term
    }

    /// Whether every term has as many creations as annihilations.
    public var conservesNumber: Bool { allSatisfy { $0.term.conservesNumber(ofEachSpin: false) } }

    /// Whether every term has an even number of factors, and so keeps the parity of the number of particles.
    public var conservesParity: Bool { allSatisfy { $0.term.factors.count % 2 == 0 } }

    /// Whether every term keeps S_z: it changes the number of up spins (even modes) by as much as that of down spins.
    public var conservesSpinZ: Bool {
        allSatisfy {
            let change = $0.term.particleChange
            return change.up == change.down
        }
    }

    /// Whether [A, S²] vanishes to `tolerance` in every coefficient of its normal order, on `orbitalCount` orbitals.
    public func conservesTotalSpin(orbitalCount: Int, tolerance: Double = 1e-8) -> Bool {
        commutes(with: .spinSquared(orbitalCount: orbitalCount), tolerance: tolerance)
    }
}

extension FermionProduct {
    var conservesNumber: Bool { conservesNumber(ofEachSpin: false) }

    fileprivate func conservesNumber(ofEachSpin: Bool) -> Bool {
        let change = particleChange
        return ofEachSpin ? change == (0, 0) : change.up + change.down == 0
    }

    /// By how much the numbers of particles of both spins change.
    fileprivate var particleChange: (up: Int, down: Int) {
        var change = (up: 0, down: 0)
        for factor in factors {
            let step = factor.isCreation ? 1 : -1
            if factor.mode % 2 == 0 { change.up += step } else { change.down += step }
        }
        return change
    }
}

extension LinearCombination<MajoranaProduct> {
    /// Whether A − A† vanishes to `tolerance` in every coefficient.
    public func isHermitian(tolerance: Double = 1e-8) -> Bool { isClose(to: adjoint, tolerance: tolerance) }

    /// Whether every term has an even number of factors, and so keeps the parity of the number of particles.
    public var conservesParity: Bool { allSatisfy { !$0.term.modes.hasOddCount } }

    /// The largest number of Majorana operators in a term.
    public var manyBodyOrder: Int { elements.reduce(0) { Swift.max($0, $1.term.modes.count) } }
}

extension LinearCombination<PauliString> {
    /// Whether every coefficient is real to `tolerance`.
    public func isHermitian(tolerance: Double = 1e-8) -> Bool {
        allSatisfy { abs($0.coefficient.imaginary) <= tolerance }
    }

    /// The largest number of letters in a term.
    public var manyBodyOrder: Int { elements.reduce(0) { Swift.max($0, $1.term.weight) } }
}

extension LinearCombination {
    /// Whether [A, B] vanishes to `tolerance` in every coefficient.
    ///
    /// - Complexity: O(n m) products.
    public func commutes(with other: LinearCombination, tolerance: Double = 1e-8) -> Bool {
        commutator(with: other).largestMagnitude <= tolerance
    }
}

extension LinearCombination<FermionProduct> {
    /// Whether the normal order of [A, B] vanishes to `tolerance` in every coefficient.
    public func commutes(with other: FermionOperator, tolerance: Double = 1e-8) -> Bool {
        normalOrderedCommutator(with: other).largestMagnitude <= tolerance
    }
}
