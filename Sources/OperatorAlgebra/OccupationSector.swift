internal import RealModule

/// The occupations of some modes with a given number of particles, a given S_z, both, or neither, in ascending order of
/// their bits (bit p: mode p is occupied).
///
/// Spin orbitals interleave: even modes are spin up, odd ones spin down. The place of an occupation is the sum of two table
/// entries, one for each half of its bits (H. Q. Lin, Phys. Rev. B 42, 6561 (1990)).
public struct OccupationSector: Sendable {
    /// The number of modes.
    public let modeCount: Int
    /// The number of particles; `nil` for any.
    public let particleCount: Int?
    /// 2 S_z, the number of up particles less that of down ones; `nil` for any.
    public let twiceSpinZ: Int?
    /// The occupations.
    public let states: [UInt64]

    private let lowBits: Int
    /// What the bits of a low half add to the conserved numbers, and its place among the low halves that add the same.
    private let low: [(charge: Int, rank: Int)]
    /// What a high half adds, and where its occupations begin.
    private let high: [(charge: Int, start: Int)]
    private let total: Int

    /// More occupations than this are refused.
    public static let largestDimension = 1 << 28
    /// More modes than this are refused.
    public static let largestModeCount = 40

    /// The occupations of a sector.
    ///
    /// - Throws: ``OperatorError/registerTooLarge(given:largest:)`` for more than ``largestModeCount`` modes or
    ///   ``largestDimension`` occupations, ``OperatorError/emptySector(modes:particles:twiceSpinZ:)`` where there are none.
    /// - Complexity: O(dimension + 2^(modes/2)) time and memory, 8 bytes an occupation.
    public init(modeCount: Int, particleCount: Int? = nil, twiceSpinZ: Int? = nil) throws(OperatorError) {
        guard modeCount >= 0, modeCount <= Self.largestModeCount else {
            throw .registerTooLarge(given: modeCount, largest: Self.largestModeCount)
        }
        let size = Self.dimension(modeCount: modeCount, particleCount: particleCount, twiceSpinZ: twiceSpinZ)
        guard size > 0 else {
            throw .emptySector(modes: modeCount, particles: particleCount, twiceSpinZ: twiceSpinZ)
        }
        guard size <= Double(Self.largestDimension) else { throw .registerTooLarge(given: modeCount, largest: 28) }
        // Even, so that spins alternate alike in both halves.
        let lowBits = Swift.min(modeCount, (modeCount / 2 + 1) & ~1)
        let charge = Self.charge(countsParticles: particleCount != nil, countsSpin: twiceSpinZ != nil)
        let total = (particleCount ?? 0) + (twiceSpinZ ?? 0) * Self.spinUnit
        var classes: [Int: [UInt64]] = [:]
        var low: [(charge: Int, rank: Int)] = []
        for bits in 0..<UInt64(1) << UInt64(lowBits) {
            let key = charge(bits)
            low.append((key, classes[key, default: []].count))
            classes[key, default: []].append(bits)
        }
        var (high, states) = ([(charge: Int, start: Int)](), [UInt64]())
        states.reserveCapacity(Int(size))
        for bits in 0..<UInt64(1) << UInt64(modeCount - lowBits) {
            high.append((charge(bits), states.count))
            for rest in classes[total - charge(bits)] ?? [] { states.append(bits << UInt64(lowBits) | rest) }
        }
        (self.modeCount, self.particleCount, self.twiceSpinZ) = (modeCount, particleCount, twiceSpinZ)
        (self.lowBits, self.low, self.high, self.total, self.states) = (lowBits, low, high, total, states)
    }

    /// The number of occupations.
    public var dimension: Int { states.count }

    /// The place of an occupation in ``states``, or `nil` if it does not belong there.
    ///
    /// - Precondition: its modes are below ``modeCount``.
    @inline(__always)
    public func position(of state: UInt64) -> Int? {
        let (upper, lower) = (high[Int(state >> UInt64(lowBits))], low[Int(state & (1 << UInt64(lowBits) - 1))])
        return upper.charge + lower.charge == total ? upper.start + lower.rank : nil
    }

    /// The number of occupations, found without listing them.
    public static func dimension(modeCount: Int, particleCount: Int?, twiceSpinZ: Int?) -> Double {
        let (upModes, downModes) = ((modeCount + 1) / 2, modeCount / 2)
        var sum = 0.0
        for up in 0...upModes {
            for down in 0...downModes {
                let isMember = (particleCount ?? up + down) == up + down && (twiceSpinZ ?? up - down) == up - down
                if isMember { sum += binomial(upModes, up) * binomial(downModes, down) }
            }
        }
        return sum
    }

    private static func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<Swift.min(k, n - k)).reduce(1) { ($0 * Double(n - $1) / Double($1 + 1)).rounded() }
    }

    /// Larger than any number of particles, so that one sum holds both numbers.
    private static let spinUnit = 1024

    private static func charge(countsParticles: Bool, countsSpin: Bool) -> (UInt64) -> Int {
        { bits in
            let up = (bits & 0x5555_5555_5555_5555).nonzeroBitCount
            let down = (bits & 0xAAAA_AAAA_AAAA_AAAA).nonzeroBitCount
            return (countsParticles ? up + down : 0) + (countsSpin ? (up - down) * spinUnit : 0)
        }
    }
}
