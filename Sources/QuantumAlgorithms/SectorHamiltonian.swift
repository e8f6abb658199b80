internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule
internal import StateVectors

/// A Pauli sum as a sparse real matrix between the determinants of a sector, in compressed rows.
struct SectorHamiltonian {
    let diagonal: [Double]
    private var rowStarts: [Int] = [0]
    private var columns: [Int32] = []
    private var values: [Double] = []

    /// Magnitudes in hartree up to which an element is rounding and left out.
    private static let noise = 1e-14
    /// The magnitude of an element towards other sectors that pruning small terms can leave, and no real one is below.
    private static let leakage = 1e-8

    /// - Throws: `notFinite`, `notHermitian`, `notReal`, `leavesSector`, `sectorTooLarge`, `tooManyQubits`.
    init(_ sum: PauliSum, in sector: DeterminantSector) throws(QuantumAlgorithmError) {
        guard sum.width <= sector.qubitCount else {
            throw .tooManyQubits(operator: "the operator", found: sum.width, expected: sector.qubitCount)
        }
        try sum.checkFiniteHermitian()
        if let (term, _) = sum.first(where: { $0.term.yCount % 2 == 1 }) { throw .notReal(term: term.description) }
        let flips = FlipGroup.groups(of: sum)
        try SectorMemory(dimension: Double(sector.dimension), entriesPerRow: flips.count).check()
        let states = sector.basisStates
        let positions = Dictionary(uniqueKeysWithValues: zip(states, states.indices))
        var diagonal = [Double](repeating: 0, count: states.count)
        for (row, state) in states.enumerated() {
            for group in flips {
                let value = group.element(state)
                guard let column = positions[state.symmetricDifference(group.flipped)] else {
                    if abs(value) > Self.leakage { throw .leavesSector(magnitude: abs(value)) }
                    continue
                }
                if column == row {
                    diagonal[row] = value
                } else if abs(value) > Self.noise {
                    columns.append(Int32(column))
                    values.append(value)
                }
            }
            rowStarts.append(columns.count)
        }
        self.diagonal = diagonal
    }

    /// Overwrites `product` with the matrix times `vector`.
    func multiply(_ vector: UnsafeBufferPointer<Double>, into product: UnsafeMutableBufferPointer<Double>) {
        for row in diagonal.indices {
            var sum = diagonal[row] * vector[row]
            for entry in rowStarts[row]..<rowStarts[row + 1] { sum += values[entry] * vector[Int(columns[entry])] }
            product[row] = sum
        }
    }
}

/// The strings of a sum that flip the same qubits.
private struct FlipGroup {
    let flipped: QubitMask
    var signs: [(z: QubitMask, coefficient: Double)] = []

    static func groups(of sum: PauliSum) -> [FlipGroup] {
        var positions: [QubitMask: Int] = [:]
        var groups: [FlipGroup] = []
        for (string, coefficient) in sum {
            let position = positions[string.x] ?? groups.count
            if position == groups.count {
                positions[string.x] = position
                groups.append(FlipGroup(flipped: string.x))
            }
            // i^|y|, real for an even number of Y.
            let sign: Double = string.yCount % 4 == 0 ? 1 : -1
            groups[position].signs.append((string.z, sign * coefficient.real))
        }
        return groups
    }

    /// ⟨b ⊕ x|H|b⟩.
    func element(_ bits: QubitMask) -> Double {
        var sum = 0.0
        for (z, coefficient) in signs { sum += z.overlapsOddly(bits) ? -coefficient : coefficient }
        return sum
    }
}

/// What the matrix of a sector needs at most, known before it is made.
struct SectorMemory {
    let dimension: Double
    let entriesPerRow: Int

    /// A value and a column an entry; a basis state, its place in a table and some forty vectors of the solver a row.
    var bytes: Double { dimension * (12 * Double(entriesPerRow) + 600) }

    func check(limit: Double = .infinity) throws(QuantumAlgorithmError) {
        let available = MemoryPlan.availableMemory()
        guard bytes <= Double(available), dimension <= min(limit, Double(Int32.max)) else {
            throw .sectorTooLarge(determinants: dimension, bytesNeeded: bytes, bytesAvailable: available)
        }
    }
}
