internal import DenseAlgebra

/// The iteration of a Hartree-Fock calculation. Matrices come once for restricted references and twice, up and down,
/// for unrestricted ones; densities are of one spin.
struct SelfConsistentField: Sendable {
    let system: ElectronicSystem
    let reference: HartreeFockReference
    let electrons: SpinCounts
    var options: HartreeFockOptions

    /// Where an iteration stands.
    struct Solution: Sendable {
        var energy: Double
        /// One set for restricted references, two for unrestricted ones.
        var orbitals: [Matrix]
        var orbitalEnergies: [[Double]]
        /// Of spin up and down.
        var densities: [Matrix]
        /// Over basis functions, of spin up and down.
        var focks: [Matrix]
        var iterations: Int
        var gradient: Double
        var isConverged: Bool
    }

    private var counts: [Int] { [electrons.up, electrons.down] }

    /// Densities to start from: those of a neighbouring solution, or of atoms.
    func initialDensities(_ start: MeanField?) throws(ElectronicStructureError) -> [Matrix] {
        if let start, start.orbitals[0].rows == system.basis.functionCount {
            let orbitals = start.orbitals.map { orthonormalized($0) }
            if orbitals[0].columns >= max(electrons.up, electrons.down) { return densities(orbitals) }
        }
        let total = try AtomicGuess(system: system).density()
        let trace = total.dot(system.overlap)
        return counts.map { total.scaled(by: trace > 0 ? Double($0) / trace : 0) }
    }

    /// Densities of given orbitals.
    ///
    /// - Throws: `wrongCount` for orbitals of another basis, too few, or nearly dependent ones.
    func densities(startingFrom given: [Matrix]) throws(ElectronicStructureError) -> [Matrix] {
        guard let first = given.first, given.count <= 2 else {
            throw .wrongCount(quantity: "sets of orbitals to start from", found: given.count, expected: 1)
        }
        for matrix in given where matrix.rows != system.basis.functionCount {
            throw .wrongCount(
                quantity: "basis functions of the orbitals to start from", found: matrix.rows,
                expected: system.basis.functionCount)
        }
        let orbitals = given.map { orthonormalized($0) }
        for (matrix, count) in zip([orbitals[0], orbitals[orbitals.count - 1]], counts) where matrix.columns < count {
            throw .wrongCount(
                quantity: "independent orbitals to start from", found: min(first.columns, matrix.columns),
                expected: count)
        }
        return densities(orbitals)
    }

    /// Orbitals of another geometry made orthonormal here, C (CᵀSC)^(-1/2).
    private func orthonormalized(_ orbitals: Matrix) -> Matrix {
        let metric = system.overlap.transformed(by: orbitals).symmetrized
        guard let (values, vectors) = try? metric.symmetricEigen(), let least = values.first, least > 1e-6 else {
            return Matrix(rows: orbitals.rows, columns: 0)
        }
        var scaled = vectors
        for column in values.indices {
            for row in 0..<scaled.rows { scaled[row, column] /= values[column].squareRoot() }
        }
        return orbitals.times(scaled.timesTransposed(vectors))
    }

    /// The densities of spin up and down of determinants of the lowest orbitals.
    func densities(_ orbitals: [Matrix]) -> [Matrix] {
        let up = orbitals[0].density(occupied: electrons.up)
        if orbitals.count == 1, electrons.up == electrons.down { return [up, up] }
        return [up, orbitals[orbitals.count - 1].density(occupied: electrons.down)]
    }

    /// Fock matrices F_σ = h + J[D_↑ + D_↓] - K[D_σ] and the energy.
    func focks(_ densities: [Matrix]) -> (focks: [Matrix], energy: Double) {
        let core = system.coreHamiltonian
        let isClosed = reference == .restricted
        let (coulomb, exchange) = system.contraction.coulombExchange(isClosed ? [densities[0]] : densities)
        let total = isClosed ? coulomb[0].scaled(by: 2) : coulomb[0] + coulomb[1]
        var focks = exchange.map { core + total - $0 }
        if isClosed { focks.append(focks[0]) }
        var energy = system.molecule.nuclearRepulsion
        for (density, fock) in zip(densities, focks) { energy += 0.5 * density.dot(core + fock) }
        return (focks, energy)
    }

    /// Runs; where it does not converge, again with damping and level shifts.
    func runPatiently(from densities: [Matrix]) throws(ElectronicStructureError) -> Solution {
        let first = try run(from: densities)
        if first.isConverged { return first }
        var patient = self
        for shift in [0.3, 1.0] {
            patient.options.levelShift = max(options.levelShift, shift)
            patient.options.damping = max(options.damping, 0.3)
            patient.options.maximumIterations = 2 * options.maximumIterations
            let steady = try patient.run(from: densities)
            if steady.isConverged { return steady }
        }
        throw .notConverged(
            method: "Hartree-Fock (\(reference.rawValue))", iterations: first.iterations, residual: first.gradient,
            tolerance: options.gradientTolerance,
            energies: ["hf": first.energy, "nuclear_repulsion": system.molecule.nuclearRepulsion])
    }

    /// Iterates until the energy and its gradient settle, or the iterations are used up.
    func run(from start: [Matrix]) throws(ElectronicStructureError) -> Solution {
        var densities = start
        var former = Double.infinity
        var diis = DIIS(size: options.extrapolationSize)
        var iteration = 0
        while true {
            iteration += 1
            let (focks, energy) = focks(densities)
            let effective = effectiveFocks(focks, densities)
            let errors = errors(effective, densities)
            let gradient = errors.map(\.largestMagnitude).max() ?? 0
            guard energy.isFinite, gradient.isFinite else {
                throw .calculationFailed(step: "Hartree-Fock", reason: "the energy is not finite")
            }
            options.report?(iteration, energy, gradient)
            let isConverged = gradient < options.gradientTolerance && abs(energy - former) < options.energyTolerance
            if isConverged || iteration >= options.maximumIterations {
                let (orbitals, energies) = try diagonalize(effective)
                return Solution(
                    energy: energy, orbitals: orbitals, orbitalEnergies: energies, densities: densities, focks: focks,
                    iterations: iteration, gradient: gradient, isConverged: isConverged)
            }
            former = energy
            let extrapolated = diis.extrapolate(effective, error: errors)
            let (orbitals, _) = try diagonalize(shifted(extrapolated, densities))
            var next = self.densities(orbitals)
            if options.damping > 0, iteration < 20 {
                next = zip(next, densities).map {
                    $0.scaled(by: 1 - options.damping).adding($1, scaled: options.damping)
                }
            }
            densities = next
        }
    }

    /// What is diagonalized. For open shells with shared orbitals, over closed (c), open (o) and empty (v) orbitals:
    /// F_↓ between c and o, F_↑ between o and v, their mean elsewhere (M. F. Guest and V. R. Saunders, Mol. Phys. 28,
    /// 819, 1974), written with projectors on the three spaces.
    func effectiveFocks(_ focks: [Matrix], _ densities: [Matrix]) -> [Matrix] {
        switch reference {
        case .restricted: return [focks[0]]
        case .unrestricted: return focks
        case .restrictedOpenShell:
            let mean = (focks[0] + focks[1]).scaled(by: 0.5)
            let closed = densities[1].times(system.overlap)
            let open = (densities[0] - densities[1]).times(system.overlap)
            let empty = Matrix.identity(mean.rows) - densities[0].times(system.overlap)
            func project(_ left: Matrix, _ fock: Matrix, _ right: Matrix) -> Matrix {
                left.transposed.times(fock.times(right))
            }
            var sum = project(closed, mean, closed) + project(open, mean, open) + project(empty, mean, empty)
            sum = sum.scaled(by: 0.5) + project(open, focks[1], closed)
            sum = sum + project(open, focks[0], empty) + project(empty, mean, closed)
            return [sum + sum.transposed]
        }
    }

    /// Xᵀ (F D S - S D F) X, the gradient of the energy.
    private func errors(_ effective: [Matrix], _ densities: [Matrix]) -> [Matrix] {
        let matched = reference == .restrictedOpenShell ? [densities[0] + densities[1]] : densities
        return zip(effective, matched).map { fock, density in
            let product = fock.times(density).times(system.overlap)
            return (product - product.transposed).transformed(by: system.orthogonalizer)
        }
    }

    /// F + shift (S - S D S): empty orbitals raised.
    private func shifted(_ focks: [Matrix], _ densities: [Matrix]) -> [Matrix] {
        guard options.levelShift > 0 else { return focks }
        let overlap = system.overlap
        let matched =
            reference == .restrictedOpenShell ? [(densities[0] + densities[1]).scaled(by: 0.5)] : densities
        return zip(focks, matched).map { fock, density in
            fock.adding(overlap - overlap.times(density).times(overlap), scaled: options.levelShift)
        }
    }

    /// The eigenvectors of Fock matrices, each with its largest coefficient positive.
    func diagonalize(
        _ focks: [Matrix]
    ) throws(ElectronicStructureError) -> (orbitals: [Matrix], energies: [[Double]]) {
        var orbitals: [Matrix] = []
        var energies: [[Double]] = []
        for fock in focks {
            let (values, vectors) = try linear("Diagonalizing a Fock matrix") { () throws(DenseAlgebraError) in
                try fock.transformed(by: system.orthogonalizer).symmetrized.symmetricEigen()
            }
            orbitals.append(system.orthogonalizer.times(vectors).withPositiveLeaders)
            energies.append(values)
        }
        return (orbitals, energies)
    }
}

extension Matrix {
    /// The columns, each multiplied by ±1 so that its largest element is positive.
    var withPositiveLeaders: Matrix {
        var result = self
        for column in 0..<columns {
            var leader = 0.0
            // The margin keeps rounding from deciding between elements that symmetry makes equal.
            for row in 0..<rows where abs(self[row, column]) > abs(leader) + 1e-6 { leader = self[row, column] }
            if leader < 0 {
                for row in 0..<rows { result[row, column] = -self[row, column] }
            }
        }
        return result
    }
}
