import DenseAlgebra
import TestSupport
import Testing

@Suite struct AntisymmetricFormTests {
    static func random(_ order: Int, rank: Int, using generator: inout SeededGenerator) -> Matrix {
        var matrix = Matrix(rows: order, columns: order)
        // A sum of planes u vᵀ − v uᵀ: what it does not span are zeros of the spectrum.
        for _ in 0..<rank / 2 {
            let u = (0..<order).map { _ in Double.random(in: -1...1, using: &generator) }
            let v = (0..<order).map { _ in Double.random(in: -1...1, using: &generator) }
            for i in 0..<order {
                for j in 0..<order { matrix[i, j] += u[i] * v[j] - v[i] * u[j] }
            }
        }
        return matrix
    }

    /// R is orthogonal, R A Rᵀ is the canonical form, and the values ascend; also with zeros and equal values.
    @Test func formsAreCanonical() {
        forSeededCases(40) { generator in
            let half = Int.random(in: 0...6, using: &generator)
            let rank = Int.random(in: 0...2 * half, using: &generator)
            let matrix = Self.random(2 * half, rank: rank, using: &generator)
            let form = try matrix.antisymmetricForm()
            #expect(form.values.count == half && form.values == form.values.sorted(), generator.comment)
            #expect(form.values.allSatisfy { $0 >= 0 }, generator.comment)
            let r = form.rotation
            for i in 0..<2 * half {
                for j in 0..<2 * half {
                    var (overlap, element) = (0.0, 0.0)
                    for k in 0..<2 * half {
                        overlap += r[i, k] * r[j, k]
                        for l in 0..<2 * half { element += r[i, k] * matrix[k, l] * r[j, l] }
                    }
                    let expected = i + half == j ? form.values[i] : j + half == i ? -form.values[j] : 0
                    #expect(abs(overlap - (i == j ? 1 : 0)) < 1e-12, generator.comment)
                    #expect(abs(element - expected) < 1e-12, generator.comment)
                }
            }
        }
    }

    @Test func equalValues() throws {
        let matrix = try Matrix(
            rows: 4, columns: 4, elements: [0, 2, 0, 0, -2, 0, 0, 0, 0, 0, 0, -2, 0, 0, 2, 0])
        #expect(try matrix.antisymmetricForm().values == [2, 2])
        #expect(try Matrix(rows: 0, columns: 0).antisymmetricForm().values.isEmpty)
    }

    @Test func badInputIsNamed() {
        for (matrix, words) in [
            (Matrix(rows: 3, columns: 3), "even order"), (Matrix(rows: 2, columns: 4), "even order"),
            (Matrix.identity(2), "antisymmetric"), (Matrix(rows: 2, columns: 2, repeating: .nan), "NaN"),
        ] {
            do {
                _ = try matrix.antisymmetricForm()
                Issue.record("nothing was thrown")
            } catch { #expect(error.description.contains(words)) }
        }
    }
}
