import ComplexModule
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

/// Same seed and input, same bits: on any number of threads.
@Suite struct DeterminismTests {
    @Test(arguments: InstructionSet.available, Precision.allCases)
    func sameBitsOnAnyNumberOfThreads(instructionSet: InstructionSet, precision: Precision) {
        forSeededCases(2) { generator in
            // Large enough that every kernel is split between threads.
            let qubitCount = 16
            let operations = (0..<30).map { _ in generator.operation(qubitCount: qubitCount) }
            let observable = generator.observable(qubitCount: qubitCount, terms: 12)
            var amplitudes: [[UInt64]] = []
            var values: [UInt64] = []
            var samples: [[Int]] = []
            for threadCount in [1, 2, 3, 7] {
                let backend = try VectorizedBackend(
                    precision: precision, instructionSet: instructionSet, threadCount: threadCount)
                var state = try backend.makeState(qubitCount: qubitCount)
                try backend.apply(operations, to: &state)
                amplitudes.append(state.amplitudes.flatMap { [$0.real.bitPattern, $0.imaginary.bitPattern] })
                values.append(try backend.expectation(of: observable, in: state).bitPattern)
                samples.append(try backend.sample(state, shots: 50_000, seed: 7))
            }
            #expect(amplitudes.allSatisfy { $0 == amplitudes[0] }, generator.comment)
            #expect(values.allSatisfy { $0 == values[0] }, generator.comment)
            #expect(samples.allSatisfy { $0 == samples[0] }, generator.comment)
        }
    }

    @Test func philoxMatchesItsPublishedVectors() {
        // Salmon et al., Random123 known answers: counter and key all zero, and all one bits.
        var zero = RandomStream(seed: 0)
        #expect(zero.next() == 0xe169_c58d_6627_e8d5)
        #expect(zero.next() == 0x9b00_dbd8_bc57_ac4c)
    }

    @Test func streamsDiffer() {
        var numbers = Set<UInt64>()
        for stream in UInt64(0)..<50 {
            var random = RandomStream(seed: 3, stream: stream)
            for _ in 0..<50 { numbers.insert(random.next()) }
        }
        #expect(numbers.count == 2500)
    }
}
