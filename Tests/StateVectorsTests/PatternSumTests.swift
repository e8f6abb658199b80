import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

/// Sums with few parity patterns and with many, on registers so wide that every instruction set takes the way of the
/// patterns.
@Suite struct PatternSumTests {
    /// Strings with one X mask and Z masks z + sums of `rank` masks, with coefficients that are the transform of a list
    /// in which most are zero: what two-body terms look like.
    private func group(_ generator: inout SeededGenerator, qubitCount: Int, rank: Int) -> PauliSum {
        let first = generator.pauliString(qubitCount: qubitCount)
        // Sums with an even number of common bits with x keep the parity of Y.
        var masks: [QubitMask] = []
        while masks.count < rank {
            let mask = generator.pauliString(qubitCount: qubitCount).z
            if mask.intersection(first.x).count % 2 == 0 { masks.append(mask) }
        }
        let sparse = (0..<(1 << rank)).map { _ in
            Int.random(in: 0..<3, using: &generator) == 0 ? Double.random(in: -1...1, using: &generator) : 0
        }
        return PauliSum(
            (0..<(1 << rank)).map { place in
                var string = first
                for (bit, mask) in masks.enumerated() where place >> bit & 1 == 1 {
                    string.z = string.z.symmetricDifference(mask)
                }
                let value = sparse.indices.reduce(0.0) { sum, index in
                    (index & place).nonzeroBitCount % 2 == 0 ? sum + sparse[index] : sum - sparse[index]
                }
                return (string, Complex(value, 0))
            })
    }

    @Test(arguments: InstructionSet.available, Precision.allCases)
    func sumsAndImagesMatchTheReference(instructionSet: InstructionSet, precision: Precision) {
        forSeededCases(3) { generator in
            let qubitCount = Int.random(in: 12...13, using: &generator)
            var sum = PauliSum.zero
            for rank in [0, 1, 2, 3, 5, 6] { sum = sum + group(&generator, qubitCount: qubitCount, rank: rank) }
            let amplitudes = generator.amplitudes(qubitCount: qubitCount)
            let exact = try StateVector(amplitudes)
            let backend = try VectorizedBackend(
                precision: precision, instructionSet: instructionSet, threadCount: 2)
            let state = try exact.converted(to: precision)
            let expected = try ReferenceBackend().expectation(of: sum, in: exact)
            let bound = precision == .double ? 1e-12 : 1e-4
            #expect(abs(try backend.expectation(of: sum, in: state) - expected) < bound, generator.comment)
            // ⟨φ|H|ψ⟩ by strings against ⟨φ|(H|ψ⟩) by patterns, also with complex coefficients.
            let other = try StateVector(generator.amplitudes(qubitCount: qubitCount)).converted(to: precision)
            for factor in [Complex<Double>(1, 0), Complex(0.3, -0.7)] {
                let scaled = sum.mapCoefficients { factor * $0 }
                let element = try backend.matrixElement(other, scaled, state)
                let image = try backend.applied(scaled, to: state)
                let overlap = try backend.innerProduct(other, image)
                #expect((element - overlap).length < bound, generator.comment)
                let mean = try backend.innerProduct(state, image)
                #expect((mean - factor * Complex(expected, 0)).length < bound, generator.comment)
            }
        }
    }
}
