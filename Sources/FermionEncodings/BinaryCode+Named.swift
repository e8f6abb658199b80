internal import OperatorAlgebra

// M. Steudtner and S. Wehner, arXiv:1712.07067, sections IV and V and appendix.
extension BinaryCode {
    /// Jordan-Wigner: every qubit holds one mode.
    ///
    /// - Precondition: `modeCount` is not negative.
    public static func jordanWigner(modeCount: Int) -> BinaryCode {
        invertible((0..<modeCount).map { ([$0], [$0]) })
    }

    /// Parity: qubit i holds modes 0 to i.
    ///
    /// - Precondition: `modeCount` is not negative.
    public static func parity(modeCount: Int) -> BinaryCode {
        invertible((0..<modeCount).map { (QubitMask(first: $0 + 1), $0 == 0 ? [0] : [$0 - 1, $0]) })
    }

    /// Bravyi-Kitaev in the set form of ``BravyiKitaev``: qubit i holds the last 2^m modes to i, with 2^m the largest
    /// power of two that divides i + 1; mode i is the sum of qubit i and those that hold the other 2^m − 1.
    ///
    /// - Precondition: `modeCount` is not negative.
    public static func bravyiKitaev(modeCount: Int) -> BinaryCode {
        invertible(
            (0..<modeCount).map { index in
                let block = (index + 1) & -(index + 1)
                let modes = QubitMask(index + 1 - block...index)
                var qubits: QubitMask = [index]
                var step = 1
                while step < block {
                    qubits.insert(index - step)
                    step *= 2
                }
                return (modes, qubits)
            })
    }

    /// All modes of one parity: the last mode is not stored. One qubit fewer than modes.
    ///
    /// - Parameters:
    ///   - modeCount: at least 1.
    ///   - isOdd: whether the number of particles is odd.
    /// - Throws: ``EncodingError/invalidModeCount(_:)``.
    public static func checksum(modeCount: Int, isOdd: Bool) throws(EncodingError) -> BinaryCode {
        guard modeCount > 0 else { throw .invalidModeCount(modeCount) }
        let stored = (0..<modeCount - 1).map { QubitMask(qubit: $0) }
        let last = BinaryPolynomial(stored) + BinaryPolynomial(constant: isOdd)
        return BinaryCode(
            uncheckedEncoder: stored, decoder: stored.map { BinaryPolynomial([$0]) } + [last])
    }

    /// One particle in 2^k modes on k qubits: the address of the mode in binary, qubit 0 its most significant digit.
    ///
    /// - Parameter exponent: k, from 0 to 20.
    /// - Throws: ``EncodingError/invalidModeCount(_:)`` for others.
    public static func weightOneAddressing(exponent: Int) throws(EncodingError) -> BinaryCode {
        guard 0...20 ~= exponent else { throw .invalidModeCount(exponent < 0 ? 0 : 1 << Swift.min(exponent, 62)) }
        let addresses = 0..<1 << exponent
        func digit(_ address: Int, _ qubit: Int) -> Bool { address >> (exponent - 1 - qubit) & 1 == 1 }
        return BinaryCode(
            uncheckedEncoder: (0..<exponent).map { qubit in QubitMask(addresses.filter { digit($0, qubit) }) },
            decoder: addresses.map { address in
                (0..<exponent).reduce(.one) { product, qubit in
                    product * (.variable(qubit) + BinaryPolynomial(constant: !digit(address, qubit)))
                }
            })
    }

    /// At most one particle in 3 modes on 2 qubits.
    public static var weightOneSegment: BinaryCode { segment(storedModes: 2) }

    /// At most two particles in 5 modes on 4 qubits.
    ///
    /// OpenFermion's `weight_two_segment_code` lists w0 w1 w2 twice, which cancels, so that it decodes 1110 wrongly.
    public static var weightTwoSegment: BinaryCode { segment(storedModes: 4) }

    /// n = 2w modes and one more, whose particle flips all qubits: with more than w of the bits set it was there.
    private static func segment(storedModes n: Int) -> BinaryCode {
        let all = QubitMask(first: n)
        // More than half of the bits: for 2 the product of both, for 4 all products of three and that of all four.
        let more = BinaryPolynomial((n == 2 ? [] : all.map { all.subtracting([$0]) }) + [all])
        return BinaryCode(
            uncheckedEncoder: all.map { [$0, n] }, decoder: all.map { .variable($0) + more } + [more])
    }

    /// Spin orbitals that interleave, sorted into all up ones, then all down ones: `interleaved * (c + c)` uses one code
    /// for each spin.
    ///
    /// - Throws: ``EncodingError/invalidModeCount(_:)`` for an odd or negative number of modes.
    public static func interleaved(modeCount: Int) throws(EncodingError) -> BinaryCode {
        guard modeCount >= 0, modeCount % 2 == 0 else { throw .invalidModeCount(modeCount) }
        let half = modeCount / 2
        return invertible(
            (0..<modeCount).map { index in
                ([index < half ? 2 * index : 2 * (index - half) + 1], [index / 2 + index % 2 * half])
            })
    }

    /// From the modes of each qubit and the qubits of each mode.
    private static func invertible(_ rows: [(modes: QubitMask, qubits: QubitMask)]) -> BinaryCode {
        BinaryCode(uncheckedEncoder: rows.map(\.modes), decoder: rows.map { .parity(of: $0.qubits) })
    }
}
