internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// What the user asked `simulate` for, checked against the circuit before anything runs.
struct SimulationRequest {
    /// Basis states whose amplitudes are wanted; `nil` if none were asked for.
    let basisStates: [Int]?
    /// Observables whose expectation values are wanted.
    let observables: [(text: String, sum: PauliSum)]
    /// The seed of the samples.
    let seed: UInt64

    init(_ options: SimulateCommand, circuit: Circuit) throws {
        basisStates = try options.amplitudes.map {
            try Self.basisStates($0, qubitCount: circuit.qubitCount, options: options)
        }
        observables = try options.expect.map { try Self.observable($0, qubitCount: circuit.qubitCount) }
        seed = options.seed ?? .random(in: 0..<(1 << 53))
    }

    private static func basisStates(_ text: String, qubitCount: Int, options: SimulateCommand) throws -> [Int] {
        if text == "all" {
            guard qubitCount <= SimulationRun.largestFullPrint || options.force else {
                throw CommandFailure(
                    .usage,
                    """
                    --amplitudes all: \(qubitCount) qubits have 2^\(qubitCount) amplitudes; beyond \
                    \(SimulationRun.largestFullPrint) qubits add --force, or name the basis states
                    """)
            }
            return Array(0..<(1 << qubitCount))
        }
        if text.hasPrefix("@") {
            let path = String(text.dropFirst())
            let lines = try TextFile.read(path).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            return try lines.enumerated().compactMap { number, line in
                let bits = line.trimming(while: \.isWhitespace)
                if bits.isEmpty || bits.hasPrefix("#") { return nil }
                return try BitString.index(
                    bits, qubitCount: qubitCount, littleEndian: options.littleEndian, place: "\(path):\(number + 1)")
            }
        }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map {
            try BitString.index(
                $0.trimming(while: \.isWhitespace), qubitCount: qubitCount, littleEndian: options.littleEndian,
                place: "--amplitudes")
        }
    }

    private static func observable(_ text: String, qubitCount: Int) throws -> (text: String, sum: PauliSum) {
        let isFile = text.hasPrefix("@")
        let place = isFile ? String(text.dropFirst()) : "--expect '\(text)'"
        let content = isFile ? try TextFile.read(place) : text
        let sum: PauliSum
        do {
            sum = try PauliSum(content)
        } catch {
            throw CommandFailure(.badData, "\(place): \(error)")
        }
        guard sum.width <= qubitCount else {
            throw CommandFailure(
                .badData, "\(place): names qubit \(sum.width - 1), but the circuit has \(qubitCount) qubits")
        }
        for (term, coefficient) in sum where coefficient.imaginary != 0 {
            throw CommandFailure(
                .badData, "\(place): the coefficient of '\(term)' is not real; observables are Hermitian")
        }
        return (text, sum)
    }
}

extension StringProtocol {
    /// The text without leading and trailing characters that fulfil a condition.
    func trimming(while condition: (Character) -> Bool) -> SubSequence {
        guard let first = firstIndex(where: { !condition($0) }), let last = lastIndex(where: { !condition($0) })
        else { return self[endIndex...] }
        return self[first...last]
    }
}

/// Bit strings as the user writes and reads them.
enum BitString {
    /// Bits as characters, the first first; reversed where Qiskit's habit is asked for.
    static func text(_ bits: [Bool], littleEndian: Bool) -> String {
        let characters = bits.map { $0 ? UInt8(ascii: "1") : UInt8(ascii: "0") }
        return String(decoding: littleEndian ? characters.reversed() : characters, as: UTF8.self)
    }

    /// Registers joined with a space, the first first; all reversed where Qiskit's habit is asked for.
    static func text(_ registers: [[Bool]], littleEndian: Bool) -> String {
        let words = registers.map { text($0, littleEndian: littleEndian) }
        return (littleEndian ? words.reversed() : words).joined(separator: " ")
    }

    /// The index of a basis state from its bit string.
    static func index(
        _ text: some StringProtocol, qubitCount: Int, littleEndian: Bool, place: String
    ) throws -> Int {
        guard text.count == qubitCount, text.allSatisfy({ $0 == "0" || $0 == "1" }) else {
            throw CommandFailure(
                .badData,
                "\(place): found '\(text)', expected \(qubitCount) characters 0 or 1, one for each qubit")
        }
        let bits = littleEndian ? Array(text.reversed()) : Array(text)
        return bits.enumerated().reduce(0) { $0 | ($1.element == "1" ? 1 : 0) << $1.offset }
    }
}
