public import ElectronicStructure
public import FermionEncodings
public import OperatorAlgebra

/// The basis states of the qubits that encode the determinants with given numbers of electrons of each spin.
public struct DeterminantSector: Hashable, Sendable {
    /// The number of qubits.
    public let qubitCount: Int
    /// The numbers of electrons.
    public let electrons: SpinCounts
    /// The basis states: by the occupied orbitals of spin up, then of spin down, the lowest first.
    public let basisStates: [QubitMask]

    /// More determinants than this are refused before any is made; their matrix would not fit anywhere.
    private static let largestDimension = 1e8

    /// The sector of `electrons` in the encoding's `modeCount / 2` orbitals.
    ///
    /// - Throws: ``QuantumAlgorithmError/tooManyElectrons(up:down:orbitals:)``,
    ///   ``QuantumAlgorithmError/noBasisStates(encoding:)`` or
    ///   ``QuantumAlgorithmError/sectorTooLarge(determinants:bytesNeeded:bytesAvailable:)``.
    public init(_ electrons: SpinCounts, encoding: some FermionEncoding) throws(QuantumAlgorithmError) {
        let orbitals = encoding.modeCount / 2
        guard max(electrons.up, electrons.down) <= orbitals else {
            throw .tooManyElectrons(up: electrons.up, down: electrons.down, orbitals: orbitals)
        }
        guard encoding.mapsDeterminantsToBasisStates else { throw .noBasisStates(encoding: encoding.name) }
        let dimension = Self.binomial(orbitals, electrons.up) * Self.binomial(orbitals, electrons.down)
        try SectorMemory(dimension: dimension, entriesPerRow: 1).check(limit: Self.largestDimension)
        qubitCount = encoding.qubitCount
        self.electrons = electrons
        // An encoding that maps determinants to basis states is linear over GF(2) there: masks add.
        let masks = [(electrons.up, 0), (electrons.down, 1)].map { count, spin in
            Self.combinations(count, of: orbitals).map { combination in
                encoding.encodedBasisState(occupied: combination.map { 2 * $0 + spin })
            }
        }
        basisStates = masks[0].flatMap { up in masks[1].map { up.symmetricDifference($0) } }
    }

    /// The number of determinants.
    public var dimension: Int { basisStates.count }

    private static func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<min(k, n - k)).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
    }

    /// All ascending selections of `count` among 0 ..< n, in lexicographic order.
    private static func combinations(_ count: Int, of n: Int) -> [[Int]] {
        var result: [[Int]] = []
        var current = Array(0..<count)
        while true {
            result.append(current)
            guard let place = current.indices.last(where: { current[$0] < n - count + $0 }) else { return result }
            current[place] += 1
            for later in current.indices[(place + 1)...] { current[later] = current[later - 1] + 1 }
        }
    }
}
