import Foundation

// ChemistryBenchmarks JOB INPUT: reads the input, says so, then runs the job once for every line it is sent and answers
// with seconds, the peak of memory since it was ready, and what the result has in common with that of other programs.

func kilobytes(_ key: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(key + ":") } ?? ""
    return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0
}

func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: ChemistryBenchmarks JOB INPUT\n".utf8))
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
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(65)
}
