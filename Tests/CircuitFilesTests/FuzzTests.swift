import CircuitFiles
import TestSupport
import Testing

/// Mutated files: a parser answers or throws its own error, and never crashes or hangs.
@Suite struct FuzzTests {
    static let qasm = """
        OPENQASM 2.0;
        include "qelib1.inc";
        // comment
        gate twist(theta, phi) a, b { h a; cx a, b; rz(-theta/2 + phi^2) b; barrier a, b; }
        opaque magic(x) a;
        qreg q[3]; qreg r[3]; creg c[3];
        h q; cx q, r; twist(pi/4, sin(0.5e-1)) q[0], r[2]; u3(0.1, 2*(3-1), sqrt(2)) q[1];
        /* block */ measure q -> c; if (c == 5) x r[1]; reset q[0]; measure r[0] -> c[2];
        """
    static let qsim =
        "4\n# c\n0 h 0\n0 rx 1 0.25\n1 c 0 1 fs 2 3 0.5 -1e-2\n2 cx 0 1\n3 m 0 1\n3 m 2\n4 p 0.5\n4 sw 2 3\n"
    static let seed: UInt64 = 7

    @Test(arguments: [CircuitFormat.openQASM2, .qsim]) func mutantsNeverCrash(format: CircuitFormat) {
        var generator = SeededGenerator(seed: Self.seed)
        let original = Array((format == .qsim ? Self.qsim : Self.qasm).utf8)
        var (accepted, refused) = (0, 0)
        for _ in 0..<6000 {
            let text = String(decoding: Self.mutated(original, &generator), as: UTF8.self)
            do {
                _ = try CircuitFile.read(text, format: format)
                accepted += 1
            } catch {
                #expect(error.location != nil, "seed \(Self.seed): \(error)\n\(text)")
                if case .rejected = error {
                    Issue.record("seed \(Self.seed): the circuit, not the parser, refused\n\(text)")
                }
                refused += 1
            }
        }
        #expect(accepted > 100 && refused > 100, "seed \(Self.seed): \(accepted) accepted, \(refused) refused")
    }

    /// One to four changes: a byte altered, removed, doubled, a piece moved, the end cut off, a digit made many.
    private static func mutated(_ original: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) where bytes.count > 4 {
            let place = Int.random(in: 0..<bytes.count - 2, using: &generator)
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            case 3:
                let end = min(bytes.count, place + Int.random(in: 1...12, using: &generator))
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
            case 4: bytes[place] = original[Int.random(in: 0..<original.count, using: &generator)]
            case 5: bytes.insert(contentsOf: "9999999".utf8, at: place)
            default: if Bool.random(using: &generator) { bytes.removeSubrange(place...) }
            }
        }
        return bytes
    }
}
