public import Foundation

// Our side of the protocol of Comparisons/contest.py.

/// What a result has in common with that of other programs.
public protocol ResultSummary {
    /// The fields, as JSON without braces.
    var json: String { get }
}

/// A job whose input is read: runs once, and says how long it took and what came out.
public typealias TimedJob = () throws -> (seconds: Double, summary: any ResultSummary)

/// A job that times one closure and sums its result up with another.
public func timed<Result>(
    _ body: @escaping () throws -> Result, summary: @escaping (Result) -> any ResultSummary
) -> TimedJob {
    {
        let start = DispatchTime.now().uptimeNanoseconds
        let result = try body()
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        return (seconds, summary(result))
    }
}

/// Reads a job's input, says so, then runs the job once for every line of standard input and answers with the seconds, the
/// peak of memory since it was ready, and the summary. Ends the process.
///
/// - Parameter prepare: the job by its name and the path of its input.
public func serve(_ prepare: (_ job: String, _ input: String) throws -> TimedJob) -> Never {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
        FileHandle.standardError.write(Data("usage: \(arguments.first ?? "") JOB INPUT\n".utf8))
        exit(64)
    }
    do {
        let job = try prepare(arguments[1], arguments[2])
        // Makes the peak of memory start anew.
        if let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") { file.write(Data("5".utf8)) }
        let before = kilobytes("VmRSS")
        say("{\"ready\": true}")
        while readLine() != nil {
            let (seconds, summary) = try job()
            let peak = 1024 * max(0, kilobytes("VmHWM") - before)
            say("{\"seconds\": \(seconds), \"peak\": \(peak), \(summary.json)}")
        }
        exit(0)
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        exit(65)
    }
}

private func kilobytes(_ key: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(key + ":") } ?? ""
    return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0
}

private func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
