import CircuitFiles
import Foundation
import QuantumCircuits
import Testing

/// Every kind of bad text, with the place that the message must name.
@Suite struct OpenQASM2ErrorTests {
    static func error(_ text: String, name: String = "f") -> CircuitFileError? {
        #expect(throws: CircuitFileError.self) { try CircuitFile.read(text, format: .openQASM2, name: name) }
    }

    /// Statements after a header of two lines: the first is line 3.
    @Test(arguments: [
        ("h q[0];", 3, 3, "not defined"), ("qreg q[2]; foo q[0];", 3, 12, "not defined"),
        ("qreg q[2]; h q[2];", 3, 16, "from 0 to 1"), ("qreg q[2]; h q[-1];", 3, 16, "whole number"),
        ("qreg q[2]; h q[1.0];", 3, 16, "whole number"), ("qreg q[2]; cx q[0],q[0];", 3, 20, "second time"),
        ("qreg q[2]; cx q,q;", 3, 17, "second time"), ("qreg q[2]; cx q[1],q;", 3, 20, "second time"),
        ("qreg q[2]; barrier q,q[0];", 3, 22, "second time"),
        ("qreg q[2]; qreg r[3]; cx q,r;", 3, 28, "register of 3"),
        ("qreg q[2]; cx q[0];", 3, 12, "1 qubit;"), ("qreg q[2]; h q[0],q[1];", 3, 12, "2 qubits"),
        ("qreg q[2]; rx q[0];", 3, 12, "0 parameters"), ("qreg q[2]; rx(1,2) q[0];", 3, 12, "2 parameters"),
        ("qreg q[2]; h(1) q[0];", 3, 12, "1 parameter;"),
        ("qreg q[2]; qreg q[3];", 3, 17, "second register"), ("qreg q[2]; creg q[3];", 3, 17, "second register"),
        ("qreg q[0];", 3, 8, "from 1"), ("qreg q[1000000000];", 3, 8, "1048576"),
        ("qreg q[99999999999999999999];", 3, 8, "1048576"), ("qreg q[1048576]; qreg r[1];", 3, 25, "no more"),
        ("creg c[1000000000];", 3, 8, "1048576"), ("qreg pi[2];", 3, 6, "reserved"), ("qreg [2];", 3, 6, "name"),
        ("qreg q;", 3, 7, "'['"), ("qreg q[2", 3, 9, "end of the file"), ("qreg q[2];\n\nh q[0]", 5, 7, "';'"),
        ("qreg q[1]; rx(1/0) q[0];", 3, 16, "finite"), ("qreg q[1]; rx(0/0) q[0];", 3, 16, "finite"),
        ("qreg q[1]; rx(ln(-1)) q[0];", 3, 15, "finite"), ("qreg q[1]; rx(sqrt(-1)) q[0];", 3, 15, "finite"),
        ("qreg q[1]; rx(10^400) q[0];", 3, 17, "finite"), ("qreg q[1]; rx(1e400) q[0];", 3, 15, "1.8e308"),
        ("qreg q[1]; rx(theta) q[0];", 3, 15, "not defined"), ("qreg q[1]; rx(1+) q[0];", 3, 17, "number"),
        ("qreg q[1]; rx((1) q[0];", 3, 19, "')'"), ("qreg q[1]; rx(sin 1) q[0];", 3, 19, "'('"),
        ("qreg q[1]; rx(2abc) q[0];", 3, 15, "number"), ("qreg q[1]; rx(1.2.3) q[0];", 3, 15, "number"),
        ("qreg q[1]; rx(() q[0];", 3, 16, "number"), ("qreg q[1]; h q[0]; }", 3, 20, "statement"),
        ("qreg q[1]; creg c[1]; measure q[0];", 3, 35, "'->'"),
        ("qreg q[1]; creg c[1]; measure q[0] -> d[0];", 3, 39, "not defined"),
        ("qreg q[1]; creg c[1]; measure q[0] -> q[0];", 3, 39, "quantum register"),
        ("qreg q[1]; creg c[1]; measure c[0] -> q[0];", 3, 31, "classical register"),
        ("qreg q[2]; creg c[3]; measure q -> c;", 3, 36, "register of 3"),
        ("qreg q[2]; creg c[3]; measure q -> c[0];", 3, 36, "one bit"),
        ("qreg q[2]; creg c[2]; h c[0];", 3, 25, "classical register"),
        ("qreg q[1]; if(q==0) h q[0];", 3, 15, "quantum register"),
        ("qreg q[1]; creg c[1]; if(c=0) h q[0];", 3, 27, "'='"),
        ("qreg q[1]; creg c[1]; if(c==-1) h q[0];", 3, 29, "whole number"),
        ("qreg q[1]; creg c[1]; if(c==0) barrier q;", 3, 32, "measure or reset"),
        ("qreg q[1]; creg c[1]; if(c==0) if(c==0) h q;", 3, 32, "measure or reset"),
        ("gate g a { g a; }", 3, 12, "own definition"), ("gate g a { k a; } gate k a { x a; }", 3, 12, "not defined"),
        ("gate g a { x b; }", 3, 14, "operands a"), ("gate g a { x a[0]; }", 3, 15, "';'"),
        ("gate g a, a { }", 3, 11, "second time"), ("gate g(t, t) a { }", 3, 11, "second time"),
        ("gate g a, b { cx a, a; }", 3, 21, "second time"), ("gate g a { } gate g a { }", 3, 19, "second gate"),
        ("gate g a { rx(t) a; }", 3, 15, "not defined"), ("gate g(s) a { rx(t) a; }", 3, 18, "parameters s"),
        ("gate g a { measure a; }", 3, 12, "nothing else"), ("gate g a { x a;", 3, 16, "end of the file"),
        ("gate g { }", 3, 8, "operand"), ("gate g() { }", 3, 10, "operand"),
        ("gate g(t) a { cx a; }", 3, 15, "1 qubit"),
        ("gate g(t) a { rx(1/t) a; } qreg q[1]; g(0) q[0];", 3, 19, "finite"),
        ("opaque magic a; qreg q[1];\nmagic q[0];", 4, 1, "opaque"),
        ("opaque magic a; gate g a { magic a; } qreg q[1]; g q[0];", 3, 28, "opaque"),
        ("opaque magic a", 3, 15, "';'"), ("qreg q[1]; x q[0]; OPENQASM 2.0;", 3, 20, "once"),
        ("qreg q[1]; x q[0]; ππ", 3, 20, "ASCII"), ("/* é */ qreg q[1]; @", 3, 20, "'@'"),
        ("qreg q[1]; /* open", 3, 12, "'*/'"), ("include \"qelib1.inc;", 3, 9, "'\"'"),
        ("include qelib1;", 3, 9, "quotes"), ("include \"qelib1.inc\"", 3, 21, "';'"),
        ("include \"nowhere.inc\";", 3, 9, "no such file"), ("qubit[2] q;", 3, 1, "version 3"),
    ])
    func badStatementsAreRefusedWithTheirPlace(body: String, line: Int, column: Int, word: String) throws {
        let error = try #require(Self.error("OPENQASM 2.0;\ninclude \"qelib1.inc\";\n" + body))
        let location = try #require(error.location)
        #expect("\(location)" == "f:\(line):\(column)", "\(error)")
        #expect(error.description.contains(word), "\(error)")
    }

    @Test(arguments: ["OPENQASM 3;", "OPENQASM 3.0;\ninclude \"stdgates.inc\";", "OPENQASM 3.1;"])
    func versionThreeIsNamed(text: String) throws {
        let error = try #require(Self.error(text))
        #expect(error.description.hasPrefix("f:1:10: found version 3"))
        #expect(error.description.contains("version 3 is not read yet"))
    }

    @Test(arguments: [("OPENQASM 1.0;", 1, 10), ("OPENQASM;", 1, 9), ("OPENQASM 2.0", 1, 13), ("OPENQASM two;", 1, 10)])
    func badHeadersAreRefused(text: String, line: Int, column: Int) throws {
        #expect(Self.error(text)?.location?.description == "f:\(line):\(column)")
    }

    @Test func theMessageSaysWhatToDo() throws {
        let error = try #require(Self.error("OPENQASM 2.0;\nqreg q[2];\nCX q[0], r[1];\n", name: "bell.qasm"))
        #expect(
            error.description
                == "bell.qasm:3:10: found 'r', which is not defined; expected a quantum register, declared above by qreg"
        )
    }

    @Test func deepNestingIsRefusedNotCrashedOn() throws {
        let open = String(repeating: "(", count: 100_000)
        let body = "OPENQASM 2.0; qreg q[1]; U(0,0,\(open)"
        #expect(Self.error(body)?.description.contains("nested deeper") == true)
        let powers = String(repeating: "2^-", count: 100_000) + "1"
        #expect(
            try #require(Self.error("OPENQASM 2.0; qreg q[1]; U(0,0,\(powers)) q[0];")).description.contains("nested"))
        let gates = (1...1000).map { "gate g\($0) a { g\($0 - 1) a; }\n" }.joined()
        let chain = "OPENQASM 2.0; gate g0 a { U(0,0,0) a; }\n" + gates
        #expect(Self.error(chain)?.description.contains("nested deeper") == true)
    }

    @Test func shortFilesCannotGrowWithoutBound() throws {
        let doubling = (1...64).map { "gate g\($0) a { g\($0 - 1) a; g\($0 - 1) a; }\n" }.joined()
        let text = "OPENQASM 2.0; gate g0 a { }\n\(doubling) qreg q[1]; g64 q[0];"
        #expect(Self.error(text)?.description.contains("more than") == true)
        let body = String(repeating: "U(0,0,0) a; ", count: 20)
        let wide = "OPENQASM 2.0; gate g a { \(body)} qreg q[1000000]; g q;"
        #expect(Self.error(wide)?.description.contains("more than") == true)
        let barriers = "OPENQASM 2.0; qreg q[1000000];" + String(repeating: "barrier q;", count: 20)
        #expect(Self.error(barriers)?.description.contains("more than") == true)
    }
}

/// `include` of real files.
@Suite struct OpenQASM2IncludeTests {
    private static func inFolder<T>(_ files: [String: String], _ body: (String) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let url = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return try body(folder.path)
    }

    @Test func filesAreFoundBesideTheOneThatIncludesThem() throws {
        let files = [
            "main.qasm": "OPENQASM 2.0; include \"lib/outer.inc\"; qreg q[1]; outer q[0];",
            "lib/outer.inc": "include \"inner.inc\"; gate outer a { inner a; inner a; }",
            "lib/inner.inc": "include \"qelib1.inc\"; gate inner a { x a; }",
        ]
        try Self.inFolder(files) { folder in
            let circuit = try CircuitFile.read(contentsOf: folder + "/main.qasm")
            #expect(circuit.operations.map(\.name) == ["x", "x"])
        }
    }

    @Test func errorsNameTheIncludedFile() throws {
        let files = ["main.qasm": "OPENQASM 2.0;\ninclude \"bad.inc\";", "bad.inc": "\ngate g a { nothing a; }"]
        try Self.inFolder(files) { folder in
            let error = #expect(throws: CircuitFileError.self) {
                try CircuitFile.read(contentsOf: folder + "/main.qasm")
            }
            #expect(error?.location?.description == "\(folder)/bad.inc:2:12")
        }
    }

    @Test(arguments: ["a.inc", "main.qasm"])
    func circlesAreRefused(target: String) throws {
        let files = ["main.qasm": "OPENQASM 2.0; include \"a.inc\";", "a.inc": "include \"\(target)\";"]
        try Self.inFolder(files) { folder in
            let error = #expect(throws: CircuitFileError.self) {
                try CircuitFile.read(contentsOf: folder + "/main.qasm")
            }
            #expect(error?.description.contains("circle") == true, "\(String(describing: error))")
        }
    }

    @Test func missingFilesFoldersAndOtherEncodingsAreRefused() throws {
        try Self.inFolder(["sub/x": ""]) { folder in
            for (path, word) in [("none.qasm", "no such file"), ("sub", "folder"), ("latin.qasm", "UTF-8")] {
                try Data([0x2F, 0x0A, 0x2F, 0xC3, 0xA9, 0xE9]).write(to: URL(fileURLWithPath: folder + "/latin.qasm"))
                let error = #expect(throws: CircuitFileError.self) {
                    try CircuitFile.read(contentsOf: folder + "/" + path)
                }
                #expect(error?.description.contains(word) == true, "\(path): \(String(describing: error))")
                #expect(error?.location?.description == (word == "UTF-8" ? "\(folder)/\(path):2:3" : nil))
            }
        }
    }
}

@Suite struct CircuitFormatTests {
    @Test(arguments: [
        ("a.qasm", "2\n", CircuitFormat.openQASM2), ("a.QSIM", "OPENQASM 2.0;", .qsim), ("a.txt", "2\n0 h 0", .qsim),
        ("a.txt", "OPENQASM 2.0;", .openQASM2), ("circuit_q24", "24\n0 h 0", .qsim), ("-", "# x\n\n 3\n", .qsim),
        ("-", "// x\nOPENQASM 2.0;", .openQASM2), ("a.b/c", "\u{FEFF}2\r\n", .qsim), ("x", "", .openQASM2),
    ])
    func extensionThenContentDecides(name: String, content: String, format: CircuitFormat) {
        #expect(CircuitFormat.detect(name: name, content: content) == format)
    }
}
