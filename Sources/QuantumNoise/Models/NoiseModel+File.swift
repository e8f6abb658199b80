internal import Foundation

/// Noise models in files; `Documentation/Noise.md` describes the form.
extension NoiseModel {
    /// The model that a TOML file describes.
    ///
    /// - Throws: ``NoiseError/file(path:reason:)`` if it cannot be read; else as ``init(toml:name:)``.
    public init(contentsOfFile path: String) throws(NoiseError) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        try self.init(toml: text, name: path)
    }

    /// The model that a TOML text describes.
    ///
    /// - Parameter name: What messages call the text, and the model's name unless the text has one.
    /// - Throws: ``NoiseError/specification(at:found:expected:)`` with the name, line and column.
    public init(toml text: String, name: String = "noise") throws(NoiseError) {
        let root = try ModelFile(text, name: name).root
        try root.allow(["name", "durations", "basis", "rule", "idle", "readout"])
        self.init(name: try root["name"]?.text() ?? name)
        if let node = root["durations"] { durations = try GateDurations(node) }
        if let node = root["basis"] { try add(basis: node) }
        for node in try root["rule"]?.list() ?? [] { rules.append(try NoiseRule(node)) }
        for node in try root["idle"]?.list() ?? [] { idle.append(try IdleRule(node)) }
        for node in try root["readout"]?.list() ?? [] { readout.append(try ReadoutRule(node)) }
    }

    /// `[basis]`: the gates there are, each with its channel or "ideal".
    private mutating func add(basis node: ModelFileNode) throws(NoiseError) {
        var gates = Set<String>()
        for name in try node.keys() {
            gates.insert(name)
            guard let entry = node[name] else { continue }
            if case .text(let text) = entry.value {
                guard text == "ideal" else { throw entry.error(expected: "a channel or \"ideal\"") }
            } else {
                let effect = try ChannelDescription(entry).effect()
                rules.append(NoiseRule(effect, gates: [name], widths: effect.widths))
            }
        }
        basis = gates
    }
}

extension NoiseRule.Effect {
    /// The gates it can follow: those as wide as the channel, or all.
    var widths: ClosedRange<Int> {
        if case .onGate(let channel) = self { channel.qubitCount...channel.qubitCount } else { 1...Int.max }
    }
}

extension NoiseRule {
    /// `[[rule]]`.
    init(_ node: ModelFileNode) throws(NoiseError) {
        try node.allow(["gates", "qubits", "widths", "place", "channel"])
        guard let channel = node["channel"] else {
            throw node.error(expected: "'channel', a table", found: "no 'channel'")
        }
        let effect = try ChannelDescription(channel).effect()
        self.init(effect, widths: effect.widths)
        if let list = node["gates"] {
            var names = Set<String>()
            for entry in try list.list() { names.insert(try entry.text()) }
            gates = names
        }
        if let list = node["qubits"] { qubits = try Self.qubits(list) }
        if let range = node["widths"] {
            let ends = try range.list()
            guard ends.count == 2, try ends[0].wholeNumber() >= 1, try ends[0].wholeNumber() <= ends[1].wholeNumber()
            else { throw range.error(expected: "[smallest, largest], from 1 on") }
            let given = try ends[0].wholeNumber()...ends[1].wholeNumber()
            guard given.clamped(to: effect.widths) == given else {
                throw range.error(
                    expected: "[\(effect.widths.lowerBound), \(effect.widths.lowerBound)], as wide as the channel",
                    found: "[\(given.lowerBound), \(given.upperBound)]")
            }
            widths = given
        }
        if let text = node["place"] {
            guard let known = Place(rawValue: try text.text()) else { throw text.error(expected: "before or after") }
            place = known
        }
    }

    /// A list of qubits, or of lists of qubits.
    private static func qubits(_ node: ModelFileNode) throws(NoiseError) -> [[Int]] {
        var result: [[Int]] = []
        for entry in try node.list() {
            if case .list = entry.value {
                var qubits: [Int] = []
                for qubit in try entry.list() { qubits.append(try qubit.wholeNumber()) }
                result.append(qubits)
            } else {
                result.append([try entry.wholeNumber()])
            }
        }
        return result
    }
}

extension IdleRule {
    /// `[[idle]]`.
    init(_ node: ModelFileNode) throws(NoiseError) {
        try node.allow(["qubits", "channel"])
        guard let channel = node["channel"] else {
            throw node.error(expected: "'channel', a table", found: "no 'channel'")
        }
        let effect: Effect
        switch try ChannelDescription(channel).effect() {
        case .onEach(let channel): effect = .channel(channel)
        case .relaxation(let times): effect = .relaxation(times)
        case .onGate: throw channel.error(expected: "a channel of one qubit")
        }
        self.init(effect, qubits: try node["qubits"].map { list throws(NoiseError) in try list.wholeNumbers() })
    }
}

extension ReadoutRule {
    /// `[[readout]]`.
    init(_ node: ModelFileNode) throws(NoiseError) {
        try node.allow(["qubits", "zero-as-one", "one-as-zero"])
        let qubits = try node["qubits"].map { list throws(NoiseError) in try list.wholeNumbers() }
        let (zeroAsOne, oneAsZero) = (try node.number("zero-as-one"), try node.number("one-as-zero"))
        self = try node.placed { () throws(NoiseError) in
            try ReadoutRule(zeroAsOne: zeroAsOne, oneAsZero: oneAsZero, qubits: qubits)
        }
    }
}

extension GateDurations {
    /// `[durations]`: keys are `other`, a gate's name, or a name and its qubits.
    init(_ node: ModelFileNode) throws(NoiseError) {
        self.init()
        for key in try node.keys() {
            let duration = try node.number(key)
            guard duration.isFinite, duration >= 0 else {
                throw node[key]?.error(expected: "a duration, 0 or more") ?? node.error(expected: "a duration")
            }
            let words = key.split(separator: " ")
            let qubits = words.dropFirst().compactMap { Int($0) }
            guard let name = words.first, qubits.count == words.count - 1 else {
                throw node[key]?.error(expected: "a gate's name, or a name and qubits", found: "'\(key)'")
                    ?? node.error(expected: "a gate's name")
            }
            if key == "other" {
                other = duration
            } else if qubits.isEmpty {
                byName[String(name)] = duration
            } else {
                byPlace[Place(gate: String(name), qubits: qubits)] = duration
            }
        }
    }
}

extension ModelFileNode {
    /// It as a list of whole numbers.
    func wholeNumbers() throws(NoiseError) -> [Int] {
        var result: [Int] = []
        for entry in try list() { result.append(try entry.wholeNumber()) }
        return result
    }

    /// What a closure makes; its errors get this value's place.
    func placed<Result>(_ make: () throws(NoiseError) -> Result) throws(NoiseError) -> Result {
        do {
            return try make()
        } catch {
            switch error {
            case .specification: throw error
            case .probability(let what, let found, let expected), .outOfRange(let what, let found, let expected),
                .readout(let what, let found, let expected):
                throw self.error(expected: expected, found: "\(found) for \(what)")
            default: throw self.error(expected: "a channel", found: error.description)
            }
        }
    }
}
