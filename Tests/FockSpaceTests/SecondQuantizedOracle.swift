import ComplexModule
import OperatorAlgebra

@testable import FockSpace

/// The Hamiltonian of a sector as a matrix, by applying ladder operators to bit strings one at a time.
///
/// Spin orbitals interleave (2p up, 2p + 1 down); a determinant is the ordered product of its creation operators.
/// Nothing here shares code or conventions with the module but the determinants' order and `interleavedSign`.
struct SecondQuantizedOracle {
    let integrals: PackedIntegrals
    let space: DeterminantSpace

    private typealias State = [UInt64: Double]

    private func apply(_ mode: Int, creates: Bool, to state: State) -> State {
        var result: State = [:]
        for (mask, amplitude) in state {
            let bit: UInt64 = 1 << UInt64(mode)
            guard (mask & bit == 0) == creates else { continue }
            let sign = (mask & (bit - 1)).nonzeroBitCount.isMultiple(of: 2) ? 1.0 : -1.0
            result[mask ^ bit] = sign * amplitude
        }
        return result
    }

    /// a†_p a_q on a basis state.
    private func hop(_ p: Int, _ q: Int, _ state: State) -> State {
        apply(p, creates: true, to: apply(q, creates: false, to: state))
    }

    private func hamiltonian(on mask: UInt64) -> State {
        let n = integrals.orbitalCount
        var result: State = [mask: integrals.constant]
        func add(_ state: State, _ factor: Double) {
            for (mask, amplitude) in state { result[mask, default: 0] += factor * amplitude }
        }
        for p in 0..<n {
            for q in 0..<n {
                for s in 0..<2 { add(hop(2 * p + s, 2 * q + s, [mask: 1]), integrals.oneBody(p, q)) }
                for r in 0..<n {
                    for u in 0..<n {
                        for s in 0..<2 {
                            for t in 0..<2 {
                                // a†_ps a†_rt a_ut a_qs
                                let inner = apply(
                                    2 * u + t, creates: false, to: apply(2 * q + s, creates: false, to: [mask: 1]))
                                let outer = apply(
                                    2 * p + s, creates: true, to: apply(2 * r + t, creates: true, to: inner))
                                add(outer, 0.5 * integrals.twoBody(p, q, r, u))
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    static func interleaved(_ determinant: (alpha: UInt64, beta: UInt64)) -> UInt64 {
        var mask: UInt64 = 0
        for p in 0..<32 {
            mask |= ((determinant.alpha >> UInt64(p)) & 1) << UInt64(2 * p)
            mask |= ((determinant.beta >> UInt64(p)) & 1) << UInt64(2 * p + 1)
        }
        return mask
    }

    /// The matrix, row by row, in the space's order and signs.
    func matrix() -> [[Double]] {
        let determinants = (0..<space.dimension).map { space.determinant(at: $0) }
        let masks = determinants.map(Self.interleaved)
        let signs = determinants.map { DeterminantSpace.interleavedSign(alpha: $0.alpha, beta: $0.beta) }
        var matrix = [[Double]](repeating: Array(repeating: 0, count: space.dimension), count: space.dimension)
        for column in masks.indices {
            let image = hamiltonian(on: masks[column])
            for row in masks.indices {
                matrix[row][column] = signs[row] * signs[column] * (image[masks[row]] ?? 0)
            }
        }
        return matrix
    }

    /// The Hamiltonian as a sum of products of ladder operators.
    func fermionOperator() -> FermionOperator {
        let n = integrals.orbitalCount
        var terms: [FermionOperator.Element] = [(.identity, .init(integrals.constant, 0))]
        for p in 0..<n {
            for q in 0..<n {
                for s in 0..<2 {
                    terms.append(
                        (
                            FermionProduct([.creation(2 * p + s), .annihilation(2 * q + s)]),
                            .init(integrals.oneBody(p, q), 0)
                        ))
                }
                for (r, u) in (0..<(n * n)).map({ ($0 / n, $0 % n) }) {
                    for (s, t) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                        let product = FermionProduct([
                            .creation(2 * p + s), .creation(2 * r + t), .annihilation(2 * u + t),
                            .annihilation(2 * q + s),
                        ])
                        terms.append((product, .init(0.5 * integrals.twoBody(p, q, r, u), 0)))
                    }
                }
            }
        }
        return FermionOperator(terms)
    }
}
