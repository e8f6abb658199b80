import Foundation
import StateVectors

/// Words of the command line, taken one after another.
struct Arguments {
    struct Failure: Error, CustomStringConvertible {
        let message: String
        var description: String { message }
    }

    private var words: ArraySlice<String>

    init(_ words: ArraySlice<String>) { self.words = words }

    mutating func next(_ what: String) throws -> String {
        guard let word = words.popFirst() else { throw Failure(message: "\(what) is missing") }
        return word
    }

    mutating func number(_ what: String) throws -> Int {
        let word = try next(what)
        guard let number = Int(word), number > 0 else {
            throw Failure(message: "\(what) is a positive whole number, not '\(word)'")
        }
        return number
    }

    /// The simulator that the last two words name.
    mutating func backend() throws -> VectorizedBackend {
        let word = try next("a precision")
        guard let precision = Precision(rawValue: word) else {
            throw Failure(message: "the precision is single or double, not '\(word)'")
        }
        return try VectorizedBackend(precision: precision, threadCount: try number("the number of threads"))
    }
}

/// Something that can be timed again and again.
protocol Job {
    /// One round: seconds by phase, and values to compare with the peers'.
    func round() throws -> [String: Any]
}

extension Job {
    /// A round for each line of standard input; before the first, a line that says that the job is ready.
    func serve() throws {
        try Self.print(["ready": true])
        while readLine() != nil { try Self.print(try round()) }
    }

    static func print(_ fields: [String: Any]) throws {
        var line = try JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys])
        line.append(UInt8(ascii: "\n"))
        FileHandle.standardOutput.write(line)
    }
}

/// Seconds that a piece of work takes.
func seconds(_ work: () throws -> Void) rethrows -> Double {
    let elapsed = try ContinuousClock().measure(work).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
}
