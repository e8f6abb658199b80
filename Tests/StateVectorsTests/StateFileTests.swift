import ComplexModule
import Foundation
import HDF5Archives
import RealModule
import StateVectors
import TestSupport
import Testing

@Suite struct StateFileTests {
    private func withPath(_ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-\(UUID().uuidString).h5")
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    @Test(arguments: Precision.allCases)
    func everyBitComesBack(precision: Precision) throws {
        try withPath { path in
            // 21 qubits: two blocks of checksums.
            for qubitCount in [0, 1, 2, 5, 21] {
                var generator = SeededGenerator(seed: UInt64(qubitCount))
                let amplitudes = (0..<(1 << qubitCount)).map { _ in
                    Complex(Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator))
                }
                let state = try StateVector(amplitudes, precision: precision)
                try state.write(to: path)
                let read = try StateVector(contentsOf: path)
                #expect(read.precision == precision && read.qubitCount == qubitCount)
                #expect(read.amplitudes == state.amplitudes, "\(generator.comment)")
            }
        }
    }

    @Test func conversionRoundsOnceAndWidensExactly() throws {
        var generator = SeededGenerator(seed: 4)
        let state = try StateVector(generator.amplitudes(qubitCount: 6))
        let single = try state.converted(to: .single)
        #expect(distance(single, state) < 1e-7)
        #expect(try single.converted(to: .double).amplitudes == single.amplitudes)
        #expect(try state.converted(to: .double).amplitudes == state.amplitudes)
    }

    @Test func changedAmplitudesAreNoticed() throws {
        try withPath { path in
            var generator = SeededGenerator(seed: 5)
            let state = try StateVector(generator.amplitudes(qubitCount: 8))
            try state.write(to: path)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            var number = state[100].real
            let pattern = withUnsafeBytes(of: &number) { Data($0) }
            let place = try #require(bytes.range(of: pattern))
            bytes[place.lowerBound] ^= 1
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(throws: StateVectorError.damagedState(file: path, firstRow: 0)) {
                try StateVector(contentsOf: path)
            }
        }
    }

    @Test func otherFilesAreRefused() throws {
        try withPath { path in
            func expectProblem(_ kind: StateFileProblem.Kind) {
                let error = #expect(throws: StateVectorError.self) { try StateVector(contentsOf: path) }
                guard case .file(let problem)? = error else {
                    Issue.record("found \(String(describing: error))")
                    return
                }
                #expect(problem.kind == kind && problem.description.contains(path))
            }
            expectProblem(.noInput)
            try Data("not HDF5".utf8).write(to: URL(fileURLWithPath: path))
            expectProblem(.badData)
            let writer = try HDF5Writer(creating: path)
            try writer.write(HDF5Array<Double>(shape: [3, 2], elements: [1, 0, 0, 0, 0, 0]), to: "amplitudes")
            try writer.write(HDF5Array<Int64>(shape: [1], elements: [0]), to: "checksums")
            try writer.commit()
            #expect(throws: StateVectorError.notAState(file: path, found: "shape [3, 2] with 1 checksums")) {
                try StateVector(contentsOf: path)
            }
            let state = try StateVector(qubitCount: 2)
            #expect(throws: StateVectorError.self) { try state.write(to: "/nowhere/state.h5") }
        }
    }
}
