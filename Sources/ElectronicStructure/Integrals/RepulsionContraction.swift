internal import CLibint
internal import DenseAlgebra
internal import Dispatch

/// Contracts repulsions with symmetric density matrices D:
/// J_μν = Σ_κλ (μν|κλ) D_κλ and K_μν = Σ_κλ (μκ|νλ) D_κλ.
protocol RepulsionContraction: Sendable {
    func coulombExchange(_ densities: [Matrix]) -> (coulomb: [Matrix], exchange: [Matrix])
}

/// Halves of J and K from parts of the work; the parts are added in their order, so that no sum depends on how many
/// threads there are.
private func contract(
    parts: Int, n: Int, count: Int,
    _ body: (Int, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
) -> (coulomb: [Matrix], exchange: [Matrix]) {
    let size = count * n * n
    var halves = [Double](repeating: 0, count: 2 * parts * size)
    halves.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        withoutActuallyEscaping(body) { escaping in
            // Safe: every part writes to its own place, and all are done when concurrentPerform returns.
            nonisolated(unsafe) let (work, target) = (escaping, base)
            DispatchQueue.concurrentPerform(iterations: parts) { part in
                let coulomb = target + 2 * part * size
                work(part, coulomb, coulomb + size)
            }
        }
        for part in 1..<max(1, parts) {
            for i in 0..<2 * size { base[i] += base[2 * part * size + i] }
        }
    }
    func matrix(_ start: Int) -> Matrix {
        var result = [Double](repeating: 0, count: n * n)
        for i in 0..<n {
            for j in 0..<n { result[i * n + j] = halves[start + i * n + j] + halves[start + j * n + i] }
        }
        return Matrix(n, n, result)
    }
    return ((0..<count).map { matrix($0 * n * n) }, (0..<count).map { matrix(size + $0 * n * n) })
}

/// Contraction of stored integrals: n⁴/8 values are read once.
struct StoredRepulsion: RepulsionContraction {
    let integrals: TwoBodyIntegrals

    init(_ integrals: TwoBodyIntegrals) { self.integrals = integrals }

    func coulombExchange(_ densities: [Matrix]) -> (coulomb: [Matrix], exchange: [Matrix]) {
        let n = integrals.orbitalCount
        let pairs = n * (n + 1) / 2
        let parts = n < 24 ? 1 : 8
        // Row ij has ij + 1 values: these bounds share them equally.
        let bounds = (0...parts).map { Int(Double(pairs) * (Double($0) / Double(parts)).squareRoot()) }
        let flat = densities.flatMap(\.elements)
        return contract(parts: parts, n: n, count: densities.count) { part, coulomb, exchange in
            aufbau_contract_packed(
                integrals.packed, Int64(n), Int64(bounds[part]), Int64(bounds[part + 1]), Int32(densities.count), flat,
                coulomb, exchange)
        }
    }
}

/// Contraction of integrals as they are computed, where storage would not hold them.
struct DirectRepulsion: RepulsionContraction {
    let basis: MolecularBasis
    let schwarz: SchwarzBounds
    /// Contributions below this, in hartree, are left out.
    var threshold = 1e-11

    init(_ basis: MolecularBasis) throws(ElectronicStructureError) {
        self.basis = basis
        schwarz = try SchwarzBounds(basis)
    }

    func coulombExchange(_ densities: [Matrix]) -> (coulomb: [Matrix], exchange: [Matrix]) {
        let weights = weights(densities)
        let flat = densities.flatMap(\.elements)
        let order = schwarz.pairsByCost
        let parts = min(16, order.count)
        return contract(parts: parts, n: basis.functionCount, count: densities.count) { part, coulomb, exchange in
            guard let engine = aufbau_coulomb_create(basis.prepared.pointer, MolecularBasis.enginePrecision) else {
                preconditionFailure("libint2 gives engines for shells it has accepted")
            }
            defer { aufbau_coulomb_destroy(engine) }
            for task in stride(from: part, to: order.count, by: parts) {
                let (a, b) = order[task]
                _ = aufbau_coulomb_fock(
                    engine, Int32(a), Int32(b), schwarz.values, weights, threshold, Int32(densities.count), flat,
                    coulomb, exchange)
            }
        }
    }

    /// The largest |D| of every pair of shells.
    private func weights(_ densities: [Matrix]) -> [Double] {
        let shells = basis.shells
        var result = [Double](repeating: 0, count: shells.count * shells.count)
        for (a, left) in shells.enumerated() {
            for (b, right) in shells.enumerated() {
                var largest = 0.0
                for density in densities {
                    for i in left.functions {
                        for j in right.functions { largest = max(largest, density[i, j].magnitude) }
                    }
                }
                result[a * shells.count + b] = largest
            }
        }
        return result
    }
}
