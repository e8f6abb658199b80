internal import ComplexModule
internal import QuantumCircuits

/// A channel as files spell it: a table with `kind` and that kind's numbers.
struct ChannelDescription {
    /// The kinds there are.
    enum Kind: String, CaseIterable {
        case depolarizing
        case uniformDepolarizing = "uniform-depolarizing"
        case bitFlip = "bit-flip"
        case phaseFlip = "phase-flip"
        case bitPhaseFlip = "bit-phase-flip"
        case pauli
        case amplitudeDamping = "amplitude-damping"
        case generalizedAmplitudeDamping = "generalized-amplitude-damping"
        case phaseDamping = "phase-damping"
        case thermal
        case reset
        case overRotation = "over-rotation"
        case kraus
        case mixture

        /// The keys beside `kind`.
        var keys: [String] {
            switch self {
            case .depolarizing: ["p", "qubits"]
            case .uniformDepolarizing: ["lambda", "qubits"]
            case .bitFlip, .phaseFlip, .bitPhaseFlip: ["p"]
            case .pauli: ["probabilities"]
            case .amplitudeDamping: ["gamma"]
            case .generalizedAmplitudeDamping: ["p", "gamma"]
            case .phaseDamping: ["lambda"]
            case .thermal: ["t1", "t2", "time", "excited"]
            case .reset: ["zero", "one"]
            case .overRotation: ["angle", "about"]
            case .kraus: ["operators"]
            case .mixture: ["probabilities", "unitaries"]
            }
        }
    }

    private let node: ModelFileNode
    private let kind: Kind

    init(_ node: ModelFileNode) throws(NoiseError) {
        self.node = node
        guard let entry = node["kind"] else { throw node.error(expected: "'kind'", found: "no 'kind'") }
        guard let kind = Kind(rawValue: try entry.text()) else {
            throw entry.error(expected: "one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.kind = kind
        try node.allow(["kind"] + kind.keys)
    }

    /// The channel as an effect: on each qubit of a gate if it is of one qubit, else on the gate; relaxation without a
    /// time takes the gate's.
    func effect() throws(NoiseError) -> NoiseRule.Effect {
        if kind == .thermal, node["time"] == nil {
            let (t1, t2, excited) = (try node.number("t1"), try node.number("t2"), try optional("excited", 0))
            return .relaxation(
                try node.placed { () throws(NoiseError) in
                    try RelaxationTimes(t1: t1, t2: t2, excitedPopulation: excited)
                })
        }
        let channel = try node.placed { () throws(NoiseError) -> QuantumChannel in try self.channel() }
        return channel.qubitCount == 1 ? .onEach(channel) : .onGate(channel)
    }

    private func channel() throws(NoiseError) -> QuantumChannel {
        switch kind {
        case .depolarizing: try .depolarizing(node.number("p"), qubitCount: width())
        case .uniformDepolarizing: try .uniformDepolarizing(node.number("lambda"), qubitCount: width())
        case .bitFlip: try .bitFlip(node.number("p"))
        case .phaseFlip: try .phaseFlip(node.number("p"))
        case .bitPhaseFlip: try .bitPhaseFlip(node.number("p"))
        case .pauli: try .pauli(probabilities())
        case .amplitudeDamping: try .amplitudeDamping(node.number("gamma"))
        case .generalizedAmplitudeDamping:
            try .generalizedAmplitudeDamping(p: node.number("p"), gamma: node.number("gamma"))
        case .phaseDamping: try .phaseDamping(node.number("lambda"))
        case .thermal:
            try .thermalRelaxation(
                t1: node.number("t1"), t2: node.number("t2"), time: node.number("time"),
                excitedPopulation: optional("excited", 0))
        case .reset: try .reset(zero: optional("zero", 0), one: optional("one", 0))
        case .overRotation: try .overRotation(node.number("angle"), about: text("about"))
        case .kraus: try QuantumChannel(kraus: matrices("operators"), name: "kraus")
        case .mixture: try mixture()
        }
    }

    private func optional(_ key: String, _ other: Double) throws(NoiseError) -> Double {
        try node[key]?.number() ?? other
    }

    private func width() throws(NoiseError) -> Int { try node["qubits"]?.wholeNumber() ?? 1 }

    private func text(_ key: String) throws(NoiseError) -> String { try required(key).text() }

    private func required(_ key: String) throws(NoiseError) -> ModelFileNode {
        guard let entry = node[key] else { throw node.error(expected: "'\(key)'", found: "no '\(key)'") }
        return entry
    }

    private func probabilities() throws(NoiseError) -> [String: Double] {
        let table = try required("probabilities")
        var result: [String: Double] = [:]
        for string in try table.keys() { result[string] = try table.number(string) }
        return result
    }

    private func mixture() throws(NoiseError) -> QuantumChannel {
        let (weights, unitaries) = (try required("probabilities"), try matrices("unitaries"))
        let list = try weights.list()
        guard list.count == unitaries.count else {
            throw weights.error(expected: "a probability for each of the \(unitaries.count) unitaries")
        }
        var pairs: [(probability: Double, unitary: GateMatrix)] = []
        for (entry, unitary) in zip(list, unitaries) { pairs.append((try entry.number(), unitary)) }
        return try QuantumChannel(mixture: pairs, name: "mixture")
    }

    /// A list of matrices, each a list of rows; an element is a number or [real part, imaginary part].
    private func matrices(_ key: String) throws(NoiseError) -> [GateMatrix] {
        var result: [GateMatrix] = []
        for matrix in try required(key).list() {
            let rows = try matrix.list()
            let width = rows.count.trailingZeroBitCount
            guard rows.count == 1 << width, width >= 1 else {
                throw matrix.error(expected: "2, 4, 8 or 16 rows", found: "\(rows.count) rows")
            }
            var elements: [Complex<Double>] = []
            for row in rows {
                let entries = try row.list()
                guard entries.count == rows.count else {
                    throw row.error(expected: "\(rows.count) elements", found: "\(entries.count)")
                }
                for entry in entries { elements.append(try element(entry)) }
            }
            result.append(GateMatrix(elements))
        }
        return result
    }

    private func element(_ node: ModelFileNode) throws(NoiseError) -> Complex<Double> {
        guard case .list = node.value else { return Complex(try node.number(), 0) }
        let parts = try node.list()
        guard parts.count == 2 else { throw node.error(expected: "a number or [real part, imaginary part]") }
        return Complex(try parts[0].number(), try parts[1].number())
    }
}
