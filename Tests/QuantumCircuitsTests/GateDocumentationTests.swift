import Foundation
import QuantumCircuits
import TestSupport
import Testing

/// `Documentation/Gates.md` is what the table says.
@Suite struct GateDocumentationTests {
    /// On a difference the right text is written beside the file; compare and move it into place.
    @Test func theGatesPageIsUpToDate() throws {
        let folder = SharedFiles.projectRoot.appendingPathComponent("Documentation")
        let text = GatePage.text
        let committed = try? String(contentsOf: folder.appendingPathComponent("Gates.md"), encoding: .utf8)
        if committed != text {
            let fresh = folder.appendingPathComponent("Gates.new.md")
            try Data(text.utf8).write(to: fresh)
            Issue.record("Documentation/Gates.md does not say what the gate table says; see \(fresh.path)")
        }
    }
}

/// The table as a page of Markdown.
enum GatePage {
    static var text: String {
        let rows = GateTable.all.map(row).joined(separator: "\n")
        return """
            # Gates

            Made from `GateTable`; do not edit. Run the tests after a change to the table: they write
            `Documentation/Gates.new.md`, to be moved here.

            Operands are q0, q1, …; in kets the left digit is q0. Bit k of a matrix index is operand k, so q0 is the least
            significant bit; matrices in the table are written with rows and columns in the order of that index.
            The generator G of a gate with one parameter θ makes it exp(−i θ/2 G). Spellings after a comma are read, too,
            but not written; those in parentheses are only read. Any gate may have further controls.

            | gate | qubits | what it does | traits | inverse | generator | OpenQASM 2 | qsim |
            |---|---|---|---|---|---|---|---|
            \(rows)

            """
    }

    private static func row(_ gate: GateDefinition) -> String {
        let cells = [
            "`\(gate)`", "\(gate.qubitCount)", gate.formula, traits(gate.traits), inverse(gate),
            gate.generator.map { "`" + generator("\($0)") + "`" } ?? "",
            names(gate.spelling.openQASM, gate.spelling.openQASMAliases),
            names(gate.spelling.qsim, gate.spelling.qsimAliases),
        ]
        return "| " + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    /// One line, coefficients without imaginary parts that are zero.
    private static func generator(_ text: String) -> String {
        text.replacingOccurrences(of: "\n", with: " ")
    }

    private static func traits(_ traits: GateTraits) -> String {
        let names: [(GateTraits, String)] = [
            (.diagonal, "diagonal"), (.permutation, "permutation"), (.clifford, "Clifford"), (.real, "real"),
            (.symmetric, "symmetric"),
        ]
        return names.filter { traits.contains($0.0) }.map(\.1).joined(separator: ", ")
    }

    private static func inverse(_ gate: GateDefinition) -> String {
        switch gate.inverse {
        case .itself: return "itself"
        case .negated: return "parameters negated"
        case .gate(let name): return "`\(name)`"
        case .parameters(let order, let signs, let offsets):
            let parameters = order.indices.map { index in
                let sign = signs[index] < 0 ? "-" : ""
                let offset = offsets[index] == 0 ? "" : offsets[index] > 0 ? " + pi" : " - pi"
                return sign + gate.parameterNames[order[index]] + offset
            }
            return "`\(gate.name)(\(parameters.joined(separator: ", ")))`"
        }
    }

    private static func names(_ written: String?, _ read: [String]) -> String {
        let others = read.map { "`\($0)`" }.joined(separator: ", ")
        guard let written else { return others.isEmpty ? "" : "(\(others))" }
        return others.isEmpty ? "`\(written)`" : "`\(written)`, \(others)"
    }
}
