internal import CLibint
internal import Dispatch
internal import Foundation

/// Repulsions (μν|κλ) over the basis functions, computed shell quartet by shell quartet.
extension MolecularBasis {
    /// Quartets whose bound sqrt((ab|ab) (cd|cd)) is below this, in hartree, are left out.
    public static let screeningThreshold = 1e-12

    /// All repulsions, each of the 8-fold equal values once. Quartets that the Schwarz inequality shows to be below
    /// `threshold` are zero. The values do not depend on the number of threads.
    ///
    /// - Throws: `outOfMemory`.
    /// - Complexity: n⁴/8 values.
    public func repulsions(
        threshold: Double = screeningThreshold
    ) throws(ElectronicStructureError) -> TwoBodyIntegrals {
        try repulsions(threshold: threshold, precision: Self.enginePrecision)
    }

    /// The same with another limit for primitive quartets.
    func repulsions(threshold: Double, precision: Double) throws(ElectronicStructureError) -> TwoBodyIntegrals {
        let n = Double(functionCount)
        try AvailableMemory.check(
            "Storing the repulsions of \(functionCount) basis functions", doubles: n * n * n * n / 8
        ) { "\(Int(($0 * 8).squareRoot().squareRoot())) functions" }
        var integrals = TwoBodyIntegrals(orbitalCount: functionCount)
        let schwarz = try SchwarzBounds(self)
        let order = schwarz.groupPairsByCost
        let failures = FailureFlag()
        let tasks = TaskCounter(end: order.count)
        integrals.withUnsafeMutablePacked { packed in
            nonisolated(unsafe) let target = packed
            let workers = max(1, min(ProcessInfo.processInfo.activeProcessorCount, order.count))
            DispatchQueue.concurrentPerform(iterations: workers) { _ in
                guard let engine = aufbau_coulomb_create(prepared.pointer, precision) else {
                    failures.raise()
                    return
                }
                defer { aufbau_coulomb_destroy(engine) }
                while let task = tasks.take() {
                    let (a, b) = order[task]
                    aufbau_coulomb_packed(engine, Int32(a), Int32(b), schwarz.values, threshold, target)
                }
            }
        }
        if failures.isRaised {
            throw .calculationFailed(step: "Computing repulsions", reason: "libint2 gave no engine")
        }
        return integrals
    }

    /// Primitive quartets below this are left out. What libint2 estimates falls short of what contractions add up to by
    /// up to five digits: 1e-14 would leave errors of 3e-9 hartree.
    static let enginePrecision = 1e-17
}

/// sqrt(max |(ab|ab)|) over the functions of every pair of shells: the Schwarz inequality
/// |(ab|cd)| ≤ sqrt((ab|ab) (cd|cd)) bounds every repulsion by a product of two.
struct SchwarzBounds: Sendable {
    /// By pairs of shells, symmetric.
    let values: [Double]
    /// Pairs of shells a ≥ b, the most expensive first, so that threads finish together.
    let pairsByCost: [(a: Int, b: Int)]
    /// The same of groups of shells that share primitives.
    let groupPairsByCost: [(a: Int, b: Int)]

    init(_ basis: MolecularBasis) throws(ElectronicStructureError) {
        let count = basis.shells.count
        var bounds = [Double](repeating: 0, count: count * count)
        guard let engine = aufbau_coulomb_create(basis.prepared.pointer, 0) else {
            throw .calculationFailed(step: "Computing repulsions", reason: "libint2 gave no engine")
        }
        defer { aufbau_coulomb_destroy(engine) }
        for row in 0..<count { aufbau_coulomb_bounds(engine, Int32(row), &bounds) }
        values = bounds
        pairsByCost = Self.pairs(basis.shells.map { $0.functionCount * $0.exponents.count })
        let groups = 0..<aufbau_basis_group_count(basis.prepared.pointer)
        groupPairsByCost = Self.pairs(groups.map { Int(aufbau_basis_group_cost(basis.prepared.pointer, $0)) })
    }

    /// Pairs a ≥ b by the cost of everything up to them, for items of given sizes.
    private static func pairs(_ sizes: [Int]) -> [(a: Int, b: Int)] {
        let pairs = sizes.indices.flatMap { a in (0...a).map { (a: a, b: $0) } }
        let costs = pairs.map { sizes[$0.a] * sizes[$0.b] * ($0.a * ($0.a + 1) / 2 + $0.b + 1) }
        return pairs.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }.map { pairs[$0] }
    }
}
