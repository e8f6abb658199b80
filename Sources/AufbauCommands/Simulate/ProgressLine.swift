internal import Foundation

/// How far a long run is, on standard error: one line that changes on a terminal, a line now and then elsewhere if asked
/// for. Runs of less than a second show nothing.
struct ProgressLine {
    private enum Style { case none, changing, lines }

    private let style: Style
    private let watch = Stopwatch()
    private var lastShown = 0.0
    private var begin: Double?

    private static let (firstAfter, betweenChanges, betweenLines) = (1.0, 0.2, 10.0)

    init(_ options: SimulateCommand) {
        if options.printing.quiet {
            style = .none
        } else if isatty(STDERR_FILENO) == 1 {
            style = .changing
        } else {
            style = options.progress ? .lines : .none
        }
    }

    /// Shows a fraction of the whole and the time that is left, if it is time to.
    mutating func show(_ fraction: Double) {
        guard style != .none else { return }
        let begin = begin ?? fraction
        self.begin = begin
        let seconds = watch.seconds
        let pause = style == .changing ? Self.betweenChanges : Self.betweenLines
        guard seconds >= Self.firstAfter, lastShown == 0 || seconds - lastShown >= pause else { return }
        lastShown = seconds
        // A run that went on from a checkpoint began later than at 0.
        let share = (fraction - begin) / (1 - begin)
        let rest = share > 0 ? ", about \(Self.text(seconds / share - seconds)) left" : ""
        let text = "\(Int(100 * fraction)) %, \(Self.text(seconds))\(rest)"
        write(style == .changing ? "\r\(text)\u{1B}[K" : text + "\n")
    }

    /// Removes the line that changes.
    func clear() {
        if style == .changing, lastShown > 0 { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    /// 42 s, 3 min 05 s, 2 h 07 min.
    static func text(_ seconds: Double) -> String {
        guard seconds < 1e9 else { return "very long" }
        let whole = Int(seconds.rounded())
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
        return "\(whole / 3600) h \(padded(whole % 3600 / 60)) min"
    }
}
