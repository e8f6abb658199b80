internal import Foundation

/// The short form of noise models that `--noise` takes.
extension NoiseModel {
    /// The model that a specification spells.
    ///
    /// | part | what it does after every gate |
    /// |---|---|
    /// | `depolarizing:P1,P2` | one-qubit depolarizing after gates of one qubit, two-qubit depolarizing after gates of two, one-qubit depolarizing on each qubit after wider ones; P is the probability that a non-identity Pauli string hits |
    /// | `depolarizing:P` | the same with P for both |
    /// | `amplitude-damping:G`, `phase-damping:L`, `bit-flip:P`, `phase-flip:P` | that channel on each qubit of the gate |
    /// | `thermal:T1,T2,TIME` | relaxation for TIME on each qubit of the gate |
    /// | `readout:P01,P10` | nothing; a 0 is read as 1 with P01, a 1 as 0 with P10 |
    ///
    /// | `device:NAME`, `device:FILE` | the circuit is mapped to the processor, see ``ProcessorModel``; other parts act around the gates it is mapped to |
    /// | a path | what that file says, see ``init(contentsOfFile:)`` |
    ///
    /// Parts join with `+` and act in the order written.
    ///
    /// - Throws: ``NoiseError/specification(at:found:expected:)`` and the errors of the channels.
    public init(specification text: String) throws(NoiseError) {
        if FileManager.default.fileExists(atPath: text) {
            try self.init(contentsOfFile: text)
        } else if text.hasPrefix(Self.devicePrefix),
            FileManager.default.fileExists(atPath: String(text.dropFirst(Self.devicePrefix.count)))
        {
            // A plus sign may be part of the path.
            self.init(name: text)
            try add(device: text)
        } else {
            self.init(name: text)
            for part in Self.parts(of: text) { try add(part: part) }
        }
    }

    private static let devicePrefix = "device:"

    private mutating func add(device part: String) throws(NoiseError) {
        guard processor == nil else {
            throw .specification(at: "noise '\(part)'", found: "a second device", expected: "one")
        }
        processor = try ProcessorModel(named: String(part.dropFirst(Self.devicePrefix.count)))
    }

    /// The parts between plus signs; one before a digit belongs to a number such as `1e+3`.
    private static func parts(of text: String) -> [String] {
        var parts = [""]
        var rest = Substring(text)
        while let character = rest.popFirst() {
            if character == "+", rest.first?.isNumber != true {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Adds the rules of another model.
    private mutating func join(_ other: NoiseModel, part: String) throws(NoiseError) {
        guard readout.isEmpty || other.readout.isEmpty else {
            throw .specification(at: "noise '\(part)'", found: "a second readout error", expected: "one")
        }
        guard durations == GateDurations() || other.durations == GateDurations() else {
            throw .specification(at: "noise '\(part)'", found: "durations for the second time", expected: "them once")
        }
        guard basis == nil || other.basis == nil else {
            throw .specification(at: "noise '\(part)'", found: "a second basis", expected: "one")
        }
        rules += other.rules
        readout += other.readout
        idle += other.idle
        durations = other.durations == GateDurations() ? durations : other.durations
        basis = other.basis ?? basis
    }

    private mutating func add(part: String) throws(NoiseError) {
        let head = String(part.prefix { $0 != ":" })
        if NoiseForm(rawValue: head) == nil, FileManager.default.fileExists(atPath: part) {
            return try join(NoiseModel(contentsOfFile: part), part: part)
        }
        if part.hasPrefix(Self.devicePrefix) { return try add(device: part) }
        guard let form = NoiseForm(rawValue: head), part.contains(":") else {
            guard !part.hasSuffix(".toml"), !part.contains("/") else {
                throw .file(path: part, reason: "there is no such file")
            }
            throw .specification(
                at: "noise '\(part)'", found: part.isEmpty ? "nothing" : "'\(head)'",
                expected:
                    "one of \(NoiseForm.allCases.map(\.usage).joined(separator: ", ")), device:NAME, or the path of a file"
            )
        }
        let numbers = try form.numbers(in: part)
        switch form {
        case .depolarizing:
            let one = try QuantumChannel.depolarizing(numbers[0])
            let two = try QuantumChannel.depolarizing(numbers.last ?? numbers[0], qubitCount: 2)
            rules.append(NoiseRule(.onGate(one), widths: 1...1))
            rules.append(NoiseRule(.onGate(two), widths: 2...2))
            rules.append(NoiseRule(.onEach(one), widths: 3...Int.max))
        case .amplitudeDamping: rules.append(NoiseRule(.onEach(try .amplitudeDamping(numbers[0]))))
        case .phaseDamping: rules.append(NoiseRule(.onEach(try .phaseDamping(numbers[0]))))
        case .bitFlip: rules.append(NoiseRule(.onEach(try .bitFlip(numbers[0]))))
        case .phaseFlip: rules.append(NoiseRule(.onEach(try .phaseFlip(numbers[0]))))
        case .thermal:
            let channel = try QuantumChannel.thermalRelaxation(t1: numbers[0], t2: numbers[1], time: numbers[2])
            rules.append(NoiseRule(.onEach(channel)))
        case .readout:
            guard readout.isEmpty else {
                throw .specification(at: "noise '\(part)'", found: "a second readout error", expected: "one")
            }
            readout.append(try ReadoutRule(zeroAsOne: numbers[0], oneAsZero: numbers[1]))
        }
    }
}

/// The forms of a specification's parts.
enum NoiseForm: String, CaseIterable {
    case depolarizing
    case amplitudeDamping = "amplitude-damping"
    case phaseDamping = "phase-damping"
    case bitFlip = "bit-flip"
    case phaseFlip = "phase-flip"
    case thermal
    case readout

    /// The form as a person writes it.
    var usage: String {
        switch self {
        case .depolarizing: "depolarizing:P1,P2"
        case .amplitudeDamping: "amplitude-damping:G"
        case .phaseDamping: "phase-damping:L"
        case .bitFlip: "bit-flip:P"
        case .phaseFlip: "phase-flip:P"
        case .thermal: "thermal:T1,T2,TIME"
        case .readout: "readout:P01,P10"
        }
    }

    private var counts: ClosedRange<Int> {
        switch self {
        case .depolarizing: 1...2
        case .amplitudeDamping, .phaseDamping, .bitFlip, .phaseFlip: 1...1
        case .thermal: 3...3
        case .readout: 2...2
        }
    }

    /// The numbers after the colon.
    func numbers(in part: String) throws(NoiseError) -> [Double] {
        let texts = part.dropFirst(rawValue.count + 1).split(separator: ",", omittingEmptySubsequences: false)
        var numbers: [Double] = []
        for text in texts {
            guard let number = Double(text.trimmingCharacters(in: .whitespaces)) else {
                throw .specification(
                    at: "noise '\(part)'", found: text.isEmpty ? "nothing" : "'\(text)'",
                    expected: "a number, as in \(usage)")
            }
            numbers.append(number)
        }
        guard counts ~= numbers.count else {
            throw .specification(at: "noise '\(part)'", found: "\(numbers.count) numbers", expected: usage)
        }
        return numbers
    }
}
