extension GateDefinition {
    /// The gate as a sequence of simpler ones on its operands, equal to it with its phase; nil for gates that count as
    /// simple or that follow otherwise: controlled gates from their base, one-parameter gates from their generator.
    ///
    /// Writers use it where a format lacks the gate.
    public func sequence(_ angles: [Angle], on qubits: [Int]) -> [Gate]? {
        guard let steps = Self.sequences[name] else { return nil }
        return steps(angles).map { step in
            Gate(GateTable.existing(step.name), step.angles, on: step.operands.map { qubits[$0] })
        }
    }

    private struct Step {
        let name: String
        let angles: [Angle]
        let operands: [Int]

        init(_ name: String, _ angles: [Angle] = [], _ operands: Int...) {
            self.init(name, angles, on: operands)
        }

        init(_ name: String, _ angles: [Angle] = [], on operands: [Int]) {
            self.name = name
            self.angles = angles
            self.operands = operands
        }
    }

    private static let sequences: [String: @Sendable ([Angle]) -> [Step]] = [
        // Each the other's only step: a format has one of the two.
        "cp": { [Step("cpdg", [-$0[0]], 0, 1)] },
        "cpdg": { [Step("cp", [-$0[0]], 0, 1)] },
        "id2": { _ in [] },
        "u0": { _ in [] },
        "swap": { _ in [Step("cx", [], 0, 1), Step("cx", [], 1, 0), Step("cx", [], 0, 1)] },
        "iswap": { _ in [Step("rxx", [.value(-.pi / 2)], 0, 1), Step("ryy", [.value(-.pi / 2)], 0, 1)] },
        "iswapdg": { _ in [Step("rxx", [.value(.pi / 2)], 0, 1), Step("ryy", [.value(.pi / 2)], 0, 1)] },
        "fswap": { _ in [Step("swap", [], 0, 1), Step("cz", [], 0, 1)] },
        "dcx": { _ in [Step("cx", [], 0, 1), Step("cx", [], 1, 0)] },
        "dcxdg": { _ in [Step("cx", [], 1, 0), Step("cx", [], 0, 1)] },
        "ecr": { _ in
            [Step("rzx", [.value(.pi / 4)], 0, 1), Step("x", [], 0), Step("rzx", [.value(-.pi / 4)], 0, 1)]
        },
        "fsim": { [Step("rxx", [$0[0]], 0, 1), Step("ryy", [$0[0]], 0, 1), Step("cp", [-$0[1]], 0, 1)] },
        "cu": { [Step("p", [$0[3]], 0), Step("cu3", Array($0.prefix(3)), 0, 1)] },
        "rccx": { _ in relativePhaseToffoli(first: 0, second: 1, target: 2) },
        "rc3x": { _ in relativePhaseToffoli3 },
        "rc3xdg": { _ in
            relativePhaseToffoli3.reversed().map { step in
                let undone = ["t": "tdg", "tdg": "t"][step.name] ?? step.name
                return Step(undone, on: step.operands)
            }
        },
    ]

    private static func relativePhaseToffoli(first: Int, second: Int, target: Int) -> [Step] {
        [
            Step("h", [], target), Step("t", [], target), Step("cx", [], second, target), Step("tdg", [], target),
            Step("cx", [], first, target), Step("t", [], target), Step("cx", [], second, target),
            Step("tdg", [], target), Step("h", [], target),
        ]
    }

    private static let relativePhaseToffoli3: [Step] = {
        let outer = [
            Step("h", [], 3), Step("t", [], 3), Step("cx", [], 2, 3), Step("tdg", [], 3), Step("h", [], 3),
        ]
        let inner = [0, 1, 0, 1].flatMap { control in
            [Step("cx", [], control, 3), Step(control == 0 ? "t" : "tdg", [], 3)]
        }
        return outer + inner + outer
    }()
}
