internal import Foundation
internal import QuantumCircuits

/// Registers and included files.
extension OpenQASM2Parser {
    /// Files may include each other this deep.
    private static let deepestInclude = 32
    /// How many files may be included in all, the same one counting each time.
    private static let mostIncludes = 1000

    /// `qreg name[count];` or `creg name[count];`
    mutating func readRegister() throws(CircuitFileError) {
        let isQuantum = text == "qreg"
        try advance()
        let (name, place) = try readNewName("a name for the register")
        guard registers[name] == nil else {
            throw failure(
                at: place, found: "a second register named '\(name)'", expected: "a name that is not taken yet")
        }
        try expect(.openBracket, "and the register's size")
        let start = isQuantum ? qubitCount : bitCount
        let left = CircuitFile.largestQubitCount - start
        guard left > 0 else {
            throw failure(expected: "no more registers: \(CircuitFile.largestQubitCount) is the largest width")
        }
        let count = try readInteger("the register's size", in: 1...left)
        try expect(.closeBracket, "after the size")
        try expect(.semicolon, "after the declaration")
        registers[name] = Register(isQuantum: isQuantum, start: start, count: count)
        if isQuantum {
            qubitCount += count
        } else {
            bitCount += count
            classicalRegisters.append((name, count))
        }
    }

    /// `include "name";`
    mutating func readInclude() throws(CircuitFileError) {
        try advance()
        guard token.kind == .string else { throw failure(expected: "a file's name in double quotes") }
        let (name, place) = (String(text.dropFirst().dropLast()), location(point))
        try advance()
        guard looksAt(.semicolon) else { throw failure(expected: "';' after the file's name") }
        if name == "qelib1.inc" {
            addLibrary()
        } else {
            try readIncluded(try path(of: name, place), place)
        }
        try advance()
    }

    private mutating func addLibrary() {
        for definition in GateTable.all {
            for name in definition.spelling.openQASMNames where gates[name] == nil { gates[name] = .table(definition) }
        }
    }

    /// The first file of that name in the folder of the file that includes it, or in the search path.
    private func path(of name: String, _ place: SourceLocation) throws(CircuitFileError) -> String {
        guard !name.hasPrefix("/") else { return name }
        var folders = searchPath
        if source > 0 { folders.insert((sources[source].name as NSString).deletingLastPathComponent, at: 0) }
        let candidates = folders.map { ($0 as NSString).appendingPathComponent(name) }
        if let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) { return path }
        let searched = folders.isEmpty ? "no folder is searched" : "searched \(folders.joined(separator: ", "))"
        throw .unreadable(
            path: name, reason: "there is no such file (\(searched); qelib1.inc is built in)", includedFrom: place)
    }

    /// One name for a file, however it is reached.
    static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// Reads another file's statements, then goes on behind the `include`.
    private mutating func readIncluded(_ path: String, _ place: SourceLocation) throws(CircuitFileError) {
        let resolved = Self.resolved(path)
        guard !openPaths.contains(resolved), openPaths.count <= Self.deepestInclude else {
            throw .unreadable(path: path, reason: "files include each other in a circle", includedFrom: place)
        }
        includeCount += 1
        guard includeCount <= Self.mostIncludes else {
            throw .unreadable(path: path, reason: "more than \(Self.mostIncludes) includes", includedFrom: place)
        }
        let text = SourceText(try CircuitFile.content(of: path, includedFrom: place), name: path)
        let outer = (lexer, source, token)
        openPaths.append(resolved)
        sources.append(text)
        source = sources.count - 1
        lexer = Lexer(text)
        token = try lexer.next()
        try readHeader()
        try readStatements()
        openPaths.removeLast()
        (lexer, source, token) = outer
    }
}
