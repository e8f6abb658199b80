internal import ElectronicStructure

/// How an FCIDUMP file tells the orbitals of the two spins apart.
enum FCIDumpForm {
    /// Not at all: they are the same.
    case shared
    /// By number: 2p - 1 up, 2p down.
    case countedThrough
    /// By blocks (↑↑|↑↑), (↓↓|↓↓), (↑↑|↓↓), h_↑, h_↓, constant, each ended by a line of zeros.
    case blocks
}

/// A line of an FCIDUMP file: a value and four indices from 1, or 0 for none.
struct FCIDumpEntry {
    let line: Int
    let text: String
    let value: Double
    let indices: [Int]
}

/// What the lines of an FCIDUMP file say, one set of integrals or one for each spin.
struct FCIDumpContent {
    private let form: FCIDumpForm
    private let source: String
    private let n: Int
    private(set) var constant = 0.0
    private(set) var oneBody: [[Double]]
    private(set) var sameSpin: [TwoBodyIntegrals]
    private(set) var mixed: [Double]
    private(set) var energies: [Double]?

    init(_ form: FCIDumpForm, orbitalCount n: Int, source: String) {
        self.form = form
        self.source = source
        self.n = n
        let sets = form == .shared ? 1 : 2
        oneBody = Array(repeating: Array(repeating: 0, count: n * n), count: sets)
        sameSpin = Array(repeating: TwoBodyIntegrals(orbitalCount: n), count: sets)
        let pairs = n * (n + 1) / 2
        mixed = form == .shared ? [] : Array(repeating: 0, count: pairs * pairs)
    }

    func read(_ entries: [FCIDumpEntry]) throws(MolecularFileError) -> FCIDumpContent {
        var result = self
        var block = 0
        for entry in entries {
            if form == .blocks, entry.indices == [0, 0, 0, 0], block < 5 {
                block += 1
            } else {
                try result.add(entry, block)
            }
        }
        return result
    }

    private mutating func add(_ entry: FCIDumpEntry, _ block: Int) throws(MolecularFileError) {
        switch entry.indices.map({ $0 > 0 }) {
        case [true, true, true, true]:
            let (first, second) = try spins(entry, block)
            let (i, j, k, l) = (
                orbital(entry.indices[0]), orbital(entry.indices[1]), orbital(entry.indices[2]),
                orbital(entry.indices[3])
            )
            if first == second {
                sameSpin[first][i, j, k, l] = entry.value
            } else {
                let (bra, ket) = (UnrestrictedIntegrals.pair(i, j), UnrestrictedIntegrals.pair(k, l))
                let (up, down) = first == 0 ? (bra, ket) : (ket, bra)
                mixed[up * (n * (n + 1) / 2) + down] = entry.value
            }
        case [true, true, false, false]:
            let spin = try spins(entry, block).0
            let (i, j) = (orbital(entry.indices[0]), orbital(entry.indices[1]))
            oneBody[spin][i * n + j] = entry.value
            oneBody[spin][j * n + i] = entry.value
        case [true, false, false, false]:
            // Of spin down the orbital energies are not kept.
            if form == .countedThrough, entry.indices[0].isMultiple(of: 2) { return }
            var known = energies ?? [Double](repeating: 0, count: n)
            known[orbital(entry.indices[0])] = entry.value
            energies = known
        case [false, false, false, false]:
            constant = entry.value
        default:
            throw malformed(entry, "indices i j k l, i j 0 0, i 0 0 0 or 0 0 0 0")
        }
    }

    private func orbital(_ index: Int) -> Int { form == .countedThrough ? (index - 1) / 2 : index - 1 }

    /// The spins of the first and of the second pair of indices, 0 up, 1 down.
    private func spins(_ entry: FCIDumpEntry, _ block: Int) throws(MolecularFileError) -> (Int, Int) {
        switch form {
        case .shared: return (0, 0)
        case .countedThrough:
            let spins = entry.indices.map { ($0 + 1) % 2 }
            guard spins[0] == spins[1], spins[2] == spins[3] || entry.indices[2] == 0 else {
                throw malformed(entry, "pairs of orbitals of one spin each, odd numbers up and even ones down")
            }
            return (spins[0], spins[2])
        case .blocks:
            let isTwoBody = entry.indices[2] > 0
            guard isTwoBody == (block < 3), block < 5 else {
                throw malformed(entry, "blocks (up up), (down down), (up down), h up, h down and the constant")
            }
            return [(0, 0), (1, 1), (0, 1), (0, 0), (1, 1)][block]
        }
    }

    private func malformed(_ entry: FCIDumpEntry, _ expected: String) -> MolecularFileError {
        .malformedText(file: source, line: entry.line, found: "\"\(entry.text)\"", expected: expected)
    }
}
