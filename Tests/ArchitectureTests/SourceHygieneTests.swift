import Testing

/// What must never stand in the sources: paths of one machine, unfinished work, traps in a user's way.
@Suite struct SourceHygieneTests {
    /// Spelled in parts, so that this file passes its own check.
    private static let notes = ["TO" + "DO", "FIX" + "ME"]
    private static let places = ["/work" + "/", "/home" + "/", "/root" + "/", "/tmp" + "/wt"]
    private static let traps = ["fatalError" + "(", "try" + "!"]

    private func violations(in source: SourceText) -> [String] {
        let anywhere = (Self.notes + Self.places).filter(source.raw.contains)
        let inCode = Self.traps.filter(source.code.contains)
        return (anywhere + inCode).map { "\(source.path) contains '\($0)'" }
    }

    @Test func sourcesAreClean() throws {
        let sources = try Project.sources("Sources")
        #expect(!sources.isEmpty)
        let violations = sources.flatMap(violations)
        #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
    }

    @Test(arguments: notes + places)
    func aStrayTextIsFoundInCommentsAndStrings(_ text: String) {
        #expect(violations(in: SourceText(path: "A.swift", raw: "let a = 1  // \(text)x\n")).count == 1)
        #expect(violations(in: SourceText(path: "A.swift", raw: "let a = \"\(text)x\"\n")).count == 1)
    }

    @Test(arguments: traps)
    func aTrapIsFoundInCodeOnly(_ text: String) {
        #expect(violations(in: SourceText(path: "A.swift", raw: "let a = \(text) f()\n")).count == 1)
        #expect(violations(in: SourceText(path: "A.swift", raw: "// \(text)\nlet a = \"\(text)\"\n")) == [])
    }
}
