/// A text format for circuits.
public enum CircuitFormat: String, CaseIterable, Sendable {
    /// OpenQASM 2 (Cross, Bishop, Smolin, Gambetta, arXiv:1707.03429).
    case openQASM2 = "qasm"
    /// The text format of Google's qsim: one gate a line with its time.
    case qsim = "qsim"

    /// The format of a file, by the extension of its name (`.qasm`, `.qsim`), else by its content.
    ///
    /// `.txt` is qsim's usual extension and other programs' too, so content decides there.
    public static func detect(name: String, content: String) -> CircuitFormat {
        let file = name.split(separator: "/").last ?? ""
        let parts = file.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1, let last = parts.last, let format = CircuitFormat(rawValue: last.lowercased()) {
            return format
        }
        return detect(content: content)
    }

    /// qsim if the first line that is neither blank nor a comment of qsim's (`#`) starts with a digit.
    private static func detect(content: String) -> CircuitFormat {
        var text = Substring(content)
        if text.first == "\u{FEFF}" { text.removeFirst() }
        while true {
            text = text.drop(while: \.isWhitespace)
            guard let first = text.first else { return .openQASM2 }
            guard first == "#" else { return first.isASCII && first.isNumber ? .qsim : .openQASM2 }
            text = text.drop { !$0.isNewline }
        }
    }
}

extension CircuitFormat: CustomStringConvertible {
    /// The name for a person.
    public var description: String {
        switch self {
        case .openQASM2: "OpenQASM 2"
        case .qsim: "qsim text"
        }
    }
}
