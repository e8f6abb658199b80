import Foundation
import TestSupport
import Testing

/// `make deps-list` names what is missing, judged by a package database that the test supplies.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/dpkg-query"), "needs dpkg-query"))
struct SystemPackagesTests {
    /// Runs `.ci/deps list` against a database that holds the given packages as installed.
    private func missing(installed: [String]) throws -> [String] {
        let database = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-dpkg-\(UUID())")
        try FileManager.default.createDirectory(
            at: database.appendingPathComponent("info"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: database) }
        let records = installed.map { name in
            "Package: \(name)\nStatus: install ok installed\nMaintainer: none\nArchitecture: all\n"
                + "Version: 1\nDescription: none\n"
        }
        try records.joined(separator: "\n").write(
            to: database.appendingPathComponent("status"), atomically: true, encoding: .utf8)

        let process = Process()
        let output = Pipe()
        process.executableURL = SharedFiles.projectRoot.appendingPathComponent(".ci/deps")
        process.arguments = ["list"]
        process.environment = ProcessInfo.processInfo.environment.merging(["DPKG_ADMINDIR": database.path]) { $1 }
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n").map(String.init)
    }

    @Test func anEmptyMachineNeedsEveryPackageOfTheManifest() throws {
        let named = try missing(installed: [])
        let wanted = try Project.manifest().aptPackages + ["g++", "pkg-config", "gnuplot-nox", "git"]
        #expect(Set(wanted).subtracting(named).isEmpty, "named: \(named)")
    }

    @Test func whatIsInstalledIsNotNamed() throws {
        let all = try missing(installed: [])
        #expect(try missing(installed: all) == [])
        #expect(try missing(installed: Array(all.dropFirst(2))) == Array(all.prefix(2)))
    }
}
