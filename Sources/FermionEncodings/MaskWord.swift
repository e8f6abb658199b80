internal import OperatorAlgebra

/// Storage of one mask of a Pauli string: machine words where the register fits, ``QubitMask`` beyond.
protocol MaskWord: Sendable {
    init(_ mask: QubitMask)
    var mask: QubitMask { get }
    var nonzeroBitCount: Int { get }
    static func & (lhs: Self, rhs: Self) -> Self
    static func ^ (lhs: Self, rhs: Self) -> Self
    /// Whether a string stands before another in canonical order.
    static func precedes(_ lhs: (x: Self, z: Self), _ rhs: (x: Self, z: Self)) -> Bool
}

extension MaskWord where Self: FixedWidthInteger & UnsignedInteger {
    static func precedes(_ lhs: (x: Self, z: Self), _ rhs: (x: Self, z: Self)) -> Bool {
        let difference = (lhs.x ^ rhs.x) | (lhs.z ^ rhs.z)
        let qubit = difference & (~difference &+ 1)
        let above = ~(qubit | (qubit &- 1))
        if (lhs.x | lhs.z) & qubit == 0 { return difference != 0 && (lhs.x | lhs.z) & above == 0 }
        if (rhs.x | rhs.z) & qubit == 0 { return (rhs.x | rhs.z) & above != 0 }
        return rank(lhs, at: qubit) < rank(rhs, at: qubit)
    }

    /// 0 to 2 for X, Y, Z.
    private static func rank(_ string: (x: Self, z: Self), at qubit: Self) -> Int {
        string.z & qubit == 0 ? 0 : string.x & qubit == 0 ? 2 : 1
    }
}

extension UInt64: MaskWord {
    init(_ mask: QubitMask) { self = mask.word }
    var mask: QubitMask { QubitMask(word: self) }
}

extension UInt128: MaskWord {
    init(_ mask: QubitMask) { self = UInt128(mask.word(at: 0)) | UInt128(mask.word(at: 1)) << 64 }
    var mask: QubitMask {
        QubitMask(low: UInt64(truncatingIfNeeded: self), high: UInt64(truncatingIfNeeded: self >> 64))
    }
}

extension QubitMask: MaskWord {
    init(_ mask: QubitMask) { self = mask }
    var mask: QubitMask { self }
    var nonzeroBitCount: Int { count }
    static func & (lhs: QubitMask, rhs: QubitMask) -> QubitMask { lhs.intersection(rhs) }
    static func ^ (lhs: QubitMask, rhs: QubitMask) -> QubitMask { lhs.symmetricDifference(rhs) }
    static func precedes(_ lhs: (x: QubitMask, z: QubitMask), _ rhs: (x: QubitMask, z: QubitMask)) -> Bool {
        PauliString(x: lhs.x, z: lhs.z) < PauliString(x: rhs.x, z: rhs.z)
    }
}
