internal import QuantumCircuits

/// Gates, measurements, reset, barrier and `if`.
extension OpenQASM2Parser {
    /// Qubits or bits that a statement names: one, or a whole register.
    struct Argument {
        let range: Range<Int>
        let isRegister: Bool
        let point: SourcePoint

        /// The element for step `index` of a broadcast.
        func element(_ index: Int) -> Int { isRegister ? range.lowerBound + index : range.lowerBound }
    }

    /// A gate, a measurement or a reset: what may stand behind `if`.
    mutating func readQuantumOperation() throws(CircuitFileError) {
        switch text {
        case "measure": try readMeasurement()
        case "reset": try readReset()
        default: try readCall()
        }
    }

    /// `if (register == number) operation`
    mutating func readConditional() throws(CircuitFileError) {
        try advance()
        try expect(.openParenthesis, "and a condition")
        let register = try readRegisterName(isQuantum: false)
        try expect(.equal, "and a number")
        guard token.kind == .integer, let value = UInt64(text) else {
            throw failure(expected: "a whole number from 0 to \(UInt64.max)")
        }
        try advance()
        try expect(.closeParenthesis, "after the condition")
        guard token.kind == .identifier, !["if", "barrier", "gate", "qreg", "creg", "include", "opaque"].contains(text)
        else { throw failure(expected: "a gate, measure or reset after the condition") }
        let first = steps.count
        try readQuantumOperation()
        let condition = ClassicalCondition(bits: register.range, equal: value)
        for index in first..<steps.count {
            if case .barrier = steps[index].operation { continue }
            steps[index].operation = .conditional(condition, steps[index].operation)
        }
    }

    /// `barrier arguments;`
    mutating func readBarrier() throws(CircuitFileError) {
        let place = point
        try advance()
        let arguments = try readArguments(isQuantum: true)
        try expect(.semicolon, "or ',' after a qubit")
        let qubits = arguments.flatMap(\.range)
        try checkDistinct(arguments)
        try charge(qubits.count, 1, place)
        steps.append(Step(operation: .barrier(qubits), point: place))
    }

    /// `reset argument;`
    private mutating func readReset() throws(CircuitFileError) {
        let place = point
        try advance()
        let argument = try readArgument(isQuantum: true)
        try expect(.semicolon, "after the qubit")
        try charge(1, argument.range.count, place)
        for qubit in argument.range { steps.append(Step(operation: .reset(qubit), point: place)) }
    }

    /// `measure qubit -> bit;` or `measure register -> register;`
    private mutating func readMeasurement() throws(CircuitFileError) {
        let place = point
        try advance()
        let qubits = try readArgument(isQuantum: true)
        try expect(.arrow, "and a classical bit or register")
        let bits = try readArgument(isQuantum: false)
        try expect(.semicolon, "after the measurement")
        guard qubits.range.count == bits.range.count else {
            let found = bits.isRegister ? "a register of \(bits.range.count)" : "one bit"
            throw failure(
                at: bits.point, found: found, expected: "\(qubits.range.count), as many as the qubits measured")
        }
        try charge(1, qubits.range.count, place)
        steps.append(
            Step(operation: .measure(QubitMeasurement(Array(qubits.range), into: Array(bits.range))), point: place))
    }

    /// `gate(parameters) arguments;`
    private mutating func readCall() throws(CircuitFileError) {
        let (name, place) = (text, point)
        let symbol = try symbol(named: name)
        try advance()
        let expressions = try readArguments([:])
        try checkCount(of: expressions.count, symbol.parameterCount, "parameter", name, place)
        var angles: [Double] = []
        for expression in expressions { angles.append(try value(expression)) }
        let arguments = try readArguments(isQuantum: true)
        try expect(.semicolon, "or ',' after a qubit")
        try checkCount(of: arguments.count, symbol.qubitCount, "qubit", name, place)
        let count = try broadcastCount(arguments)
        try checkDistinct(arguments)
        try charge(symbol.cost, count, place)
        for index in 0..<count {
            try expand(symbol, name, angles, arguments.map { $0.element(index) }, place)
        }
    }
}

/// Naming qubits and bits.
extension OpenQASM2Parser {
    /// Words with which statements of OpenQASM 3 start.
    private static let versionThree: Set<String> = [
        "qubit", "bit", "int", "uint", "float", "angle", "bool", "const", "let", "def", "input", "output", "ctrl",
        "negctrl", "inv", "pow", "gphase", "for", "while", "switch", "box", "delay", "defcal", "cal", "extern",
    ]

    /// What a gate's name stands for; the name is the token to look at.
    func symbol(named name: String) throws(CircuitFileError) -> GateSymbol {
        if let symbol = gates[name] { return symbol }
        let advice =
            if GateTable.openQASM(name) != nil {
                "include \"qelib1.inc\"; above, which defines it"
            } else if Self.versionThree.contains(name) {
                "a statement of OpenQASM 2; version 3 is not read yet"
            } else {
                "a gate of qelib1.inc, or one that is defined before it is used"
            }
        throw failure(found: "'\(name)', which is not defined", expected: advice)
    }

    func checkCount(
        of found: Int, _ expected: Int, _ noun: String, _ name: String, _ place: SourcePoint
    ) throws(CircuitFileError) {
        guard found != expected else { return }
        throw failure(
            at: place, found: "'\(name)' with \(found) \(noun)\(found == 1 ? "" : "s")", expected: "\(expected)")
    }

    /// Arguments separated by commas.
    private mutating func readArguments(isQuantum: Bool) throws(CircuitFileError) -> [Argument] {
        var arguments: [Argument] = []
        repeat { arguments.append(try readArgument(isQuantum: isQuantum)) } while try take(.comma)
        return arguments
    }

    /// `register` or `register[index]`
    private mutating func readArgument(isQuantum: Bool) throws(CircuitFileError) -> Argument {
        let (name, place) = (text, point)
        let register = try readRegisterName(isQuantum: isQuantum)
        guard try take(.openBracket) else { return Argument(range: register.range, isRegister: true, point: place) }
        let index = try readInteger("an index into \(name)", in: 0...register.count - 1)
        try expect(.closeBracket, "after the index")
        let element = register.start + index
        return Argument(range: element..<element + 1, isRegister: false, point: place)
    }

    private mutating func readRegisterName(isQuantum: Bool) throws(CircuitFileError) -> Register {
        let (kind, word) = isQuantum ? ("quantum", "qreg") : ("classical", "creg")
        guard token.kind == .identifier else { throw failure(expected: "a \(kind) register") }
        guard let register = registers[text] else {
            throw failure(
                found: "'\(text)', which is not defined", expected: "a \(kind) register, declared above by \(word)")
        }
        guard register.isQuantum == isQuantum else {
            throw failure(
                found: "the \(isQuantum ? "classical" : "quantum") register '\(text)'",
                expected: "a \(kind) register, declared by \(word)")
        }
        try advance()
        return register
    }

    /// How often a statement on registers repeats: their common size.
    private func broadcastCount(_ arguments: [Argument]) throws(CircuitFileError) -> Int {
        guard let first = arguments.first(where: \.isRegister) else { return 1 }
        for argument in arguments where argument.isRegister && argument.range.count != first.range.count {
            throw failure(
                at: argument.point, found: "a register of \(argument.range.count)",
                expected: "a register of \(first.range.count) like the first, or a single qubit")
        }
        return first.range.count
    }

    /// No qubit twice: arguments must not overlap.
    ///
    /// Registers of one size overlap only if they are the same, and a register and one of its elements meet in one step
    /// of the broadcast.
    private func checkDistinct(_ arguments: [Argument]) throws(CircuitFileError) {
        let sorted = arguments.sorted { $0.range.lowerBound < $1.range.lowerBound }
        var previous: Argument?
        for argument in sorted {
            if let previous, previous.range.upperBound > argument.range.lowerBound {
                let second = max(argument.point.offset, previous.point.offset)
                throw failure(
                    at: SourcePoint(source: source, offset: second), found: "a qubit a second time",
                    expected: "different qubits")
            }
            if argument.range.upperBound > previous?.range.upperBound ?? 0 { previous = argument }
        }
    }
}

/// Expanding gates.
extension OpenQASM2Parser {
    /// Counts `cost` steps `times` over, so that a short file cannot grow without bound.
    private mutating func charge(_ cost: Int, _ times: Int, _ place: SourcePoint) throws(CircuitFileError) {
        let (product, overflow) = cost.multipliedReportingOverflow(by: times)
        let limit = CircuitFile.largestOperationCount
        guard !overflow, product <= limit - self.cost else {
            throw failure(at: place, found: "more than \(limit) operations", expected: "a shorter circuit")
        }
        self.cost += product
    }

    private mutating func expand(
        _ symbol: GateSymbol, _ name: String, _ angles: [Double], _ qubits: [Int], _ place: SourcePoint
    ) throws(CircuitFileError) {
        switch symbol {
        case .table(let definition):
            let gate = Gate(definition, angles.map(Angle.value), on: qubits)
            steps.append(Step(operation: .gate(gate), point: place))
        case .opaque:
            throw failure(
                at: place, found: "the opaque gate '\(name)'", expected: "a gate with a definition, as it is to be run")
        case .defined(let gate):
            for statement in gate.body {
                switch statement {
                case .barrier(let operands):
                    steps.append(Step(operation: .barrier(operands.map { qubits[$0] }), point: place))
                case .call(let inner, let innerName, let expressions, let operands, let innerPlace):
                    var values: [Double] = []
                    for expression in expressions { values.append(try value(expression, angles)) }
                    try expand(inner, innerName, values, operands.map { qubits[$0] }, innerPlace)
                }
            }
        }
    }
}
