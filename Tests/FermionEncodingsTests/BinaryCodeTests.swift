import ComplexModule
import FermionEncodings
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct BinaryCodeTests {
    typealias Case = ReferenceVectors.Case

    /// Our code for OpenFermion's spelling.
    static func code(_ name: String?) throws -> BinaryCode {
        switch name {
        case "checksum_code(4,0)": return try .checksum(modeCount: 4, isOdd: false)
        case "checksum_code(5,1)": return try .checksum(modeCount: 5, isOdd: true)
        case "weight_one_binary_addressing(2)": return try .weightOneAddressing(exponent: 2)
        case "weight_one_segment": return .weightOneSegment
        case "weight_two_segment": return .weightTwoSegment
        case "interleaved_code(6)": return try .interleaved(modeCount: 6)
        case "parity_code(5)": return .parity(modeCount: 5)
        case "bravyi_kitaev_code(6)": return .bravyiKitaev(modeCount: 6)
        case "2*jordan_wigner_code(2)": return 2 * .jordanWigner(modeCount: 2)
        case "interleaved(4)*(checksum(2,1)*2)":
            return try .interleaved(modeCount: 4) * (2 * .checksum(modeCount: 2, isOdd: true))
        default: throw EncodingError.invalidModeCount(-1)
        }
    }

    @Test(arguments: try ReferenceVectors.cases("binary_code"))
    func openFermion(_ test: Case) throws {
        var code = try Self.code(test.input["name"]?.string)
        #expect(code.modeCount == test.expect["n_modes"]?.int)
        #expect(code.qubitCount == test.expect["n_qubits"]?.int)
        let encoder = try #require(test.expect["encoder"]?.list).map { row in
            QubitMask((row.list ?? []).enumerated().filter { $0.element.int == 1 }.map(\.offset))
        }
        #expect(code.encoder == encoder)
        let decoder = try #require(test.expect["decoder"]?.list).map { try BinaryPolynomial($0.string ?? "") }
        if test.input["name"]?.string == "weight_two_segment" {
            // OpenFermion's decoder is wrong for 1110: it lists a monomial twice. Its transform is compared on its own
            // decoder, ours in `segmentsHoldTheirWeights`.
            #expect(code.decoder != decoder)
            code = try BinaryCode(encoder: encoder, decoder: decoder)
            #expect(!code.contains([3, 4]))
        }
        #expect(code.decoder == decoder)
        let operand = try #require(test.input["op"]).operatorSum(FermionProduct.self)
        let expected: PauliSum = try #require(test.expect["op"]).operatorSum()
        let found = try code.encode(operand)
        #expect(found.isClose(to: expected, tolerance: test.tol), "\(found) instead of \(expected)")
    }

    /// Determinants with at most `limit` particles, and no others, are what the code holds.
    static func check(_ code: BinaryCode, holds isHeld: (QubitMask) -> Bool) {
        for word in 0..<UInt64(1) << UInt64(code.modeCount) {
            let occupied = QubitMask(word: word)
            #expect(code.contains(occupied) == isHeld(occupied), "\(occupied.map(\.self))")
        }
    }

    @Test func segmentsHoldTheirWeights() throws {
        Self.check(.weightOneSegment) { $0.count <= 1 }
        Self.check(.weightTwoSegment) { $0.count <= 2 }
        Self.check(2 * .weightOneSegment) { occupied in
            occupied.intersection([0, 1, 2]).count <= 1 && occupied.intersection([3, 4, 5]).count <= 1
        }
        for exponent in 0...3 {
            Self.check(try .weightOneAddressing(exponent: exponent)) { $0.count == 1 }
        }
        for modeCount in 1...6 {
            Self.check(try .checksum(modeCount: modeCount, isOdd: true)) { $0.count % 2 == 1 }
            Self.check(try .checksum(modeCount: modeCount, isOdd: false)) { $0.count % 2 == 0 }
        }
    }

    static func codes() throws -> [BinaryCode] {
        try [
            .weightOneSegment, .weightTwoSegment, .weightOneAddressing(exponent: 2),
            .checksum(modeCount: 5, isOdd: true),
            .checksum(modeCount: 4, isOdd: false), 2 * .weightOneSegment,
            .weightOneSegment + .jordanWigner(modeCount: 2),
            .interleaved(modeCount: 6) * (2 * .weightOneSegment),
            .interleaved(modeCount: 6) * (2 * .checksum(modeCount: 3, isOdd: true)),
        ]
    }

    /// Products that keep to the code act on encoded determinants as on the determinants.
    @Test func operatorsActOnEncodedDeterminants() {
        forSeededCases(60) { generator in
            for code in try Self.codes() {
                let occupations = (0..<UInt64(1) << UInt64(code.modeCount)).map { QubitMask(word: $0) }
                let held = occupations.filter(code.contains)
                let term = Self.randomProduct(code.modeCount, using: &generator)
                let image = try code.encode(FermionOperator(term))
                for determinant in held {
                    let result = term.applied(to: determinant)
                    if let result, !code.contains(result.occupied) { continue }
                    let found = Self.image(of: code.encodedBasisState(occupied: determinant), under: image)
                    var expected: [UInt64: Complex<Double>] = [:]
                    if let result {
                        expected[code.encodedBasisState(occupied: result.occupied).word] = result.phase.value
                    }
                    #expect(found == expected, "\(term) on \(determinant.map(\.self)), \(generator.comment)")
                }
            }
        }
    }

    static func randomProduct(_ modeCount: Int, using generator: inout SeededGenerator) -> FermionProduct {
        FermionProduct(
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                LadderOperator(
                    mode: .random(in: 0..<modeCount, using: &generator), isCreation: .random(using: &generator))
            })
    }

    /// The nonzero amplitudes of A|b⟩.
    static func image(of bits: QubitMask, under operand: PauliSum) -> [UInt64: Complex<Double>] {
        var amplitudes: [UInt64: Complex<Double>] = [:]
        for (term, coefficient) in operand {
            let (phase, image) = term.applied(to: bits)
            amplitudes[image.word, default: .zero] += phase.multiplying(coefficient)
        }
        return amplitudes.filter { $0.value != .zero }
    }

    @Test func linearCodesAreLinearEncodings() {
        forSeededCases(20) { generator in
            let modeCount = [1, 2, 5, 64, 65].randomElement(using: &generator) ?? 3
            let rows = EncodingPropertyTests.randomInvertible(modeCount, using: &generator)
            let operand = EncodingPropertyTests.randomOperator(modeCount, using: &generator)
            let pairs: [(BinaryCode, any FermionEncoding)] = [
                (try BinaryCode(linear: rows), try LinearEncoding(rows: rows)),
                (.jordanWigner(modeCount: modeCount), JordanWigner(modeCount: modeCount)),
                (.parity(modeCount: modeCount), Parity(modeCount: modeCount)),
                (.bravyiKitaev(modeCount: modeCount), BravyiKitaev(modeCount: modeCount)),
            ]
            for (code, encoding) in pairs {
                let comment: Comment = "\(encoding.name), \(generator.comment)"
                #expect(try code.encode(operand).isClose(to: encoding.encode(operand), tolerance: 1e-12), comment)
            }
        }
    }

    @Test(arguments: Array(1...20) + [63, 64, 65, 100])
    func namedLinearCodesAreInvertible(_ modeCount: Int) throws {
        for code in [
            BinaryCode.jordanWigner(modeCount: modeCount), .parity(modeCount: modeCount),
            .bravyiKitaev(modeCount: modeCount), try .interleaved(modeCount: 2 * modeCount),
        ] {
            #expect(code == (try BinaryCode(linear: code.encoder)))
        }
    }

    /// A molecule with a fixed parity of each spin needs two qubits fewer.
    @Test(arguments: try ReferenceVectors.cases("molecule").prefix(5))
    func molecule(_ test: Case) throws {
        let modeCount = try #require(test.input["n_modes"]?.int)
        let electrons = try #require(test.input["n_electrons"]?.int)
        let spin = try BinaryCode.checksum(modeCount: modeCount / 2, isOdd: electrons / 2 % 2 == 1)
        let code = try .interleaved(modeCount: modeCount) * (2 * spin)
        let image = try code.encode(TestIntegrals(test))
        let lowest = try image.spectrum(qubitCount: code.qubitCount)[0]
        #expect(abs(lowest - (try #require(test.expect["ground_in_sector"]?.double))) < 1e-8)
    }

    @Test func errors() throws {
        #expect(throws: EncodingError.rowTooWide(row: 0, width: 2, columns: 1)) {
            try BinaryCode(encoder: [[1]], decoder: [.variable(0)])
        }
        #expect(throws: EncodingError.decoderTooWide(mode: 0, width: 2, qubitCount: 1)) {
            try BinaryCode(encoder: [[0]], decoder: [.variable(1)])
        }
        #expect(throws: EncodingError.codeMismatch(qubits: 3, modes: 2)) {
            try BinaryCode.jordanWigner(modeCount: 3) * BinaryCode.jordanWigner(modeCount: 2)
        }
        #expect(throws: EncodingError.invalidModeCount(5)) { try BinaryCode.interleaved(modeCount: 5) }
        #expect(throws: EncodingError.invalidModeCount(0)) { try BinaryCode.checksum(modeCount: 0, isOdd: true) }
        #expect(throws: EncodingError.self) { try BinaryCode.weightOneAddressing(exponent: 21) }
        #expect(throws: EncodingError.tooManyModes(encoding: "binary code", found: 4, modeCount: 3)) {
            try BinaryCode.weightOneSegment.encode(FermionOperator("3^ 3"))
        }
        let wide = try BinaryCode(
            encoder: (0..<21).map { [$0] },
            decoder: (0..<21).map { .variable($0) } + [BinaryPolynomial([QubitMask(first: 21)])])
        #expect(throws: EncodingError.functionTooWide(mode: 21, width: 21, limit: 20)) {
            try wide.encode(FermionOperator("21^ 21"))
        }
    }
}
