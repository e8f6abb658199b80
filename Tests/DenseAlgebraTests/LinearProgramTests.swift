import DenseAlgebra
import TestSupport
import Testing

@Suite struct LinearProgramTests {
    /// Maximize 3x + 5y with x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 (F. Hillier and G. Lieberman, Introduction to Operations
    /// Research, chapter 3): 36 at (2, 6).
    @Test func textbookExample() throws {
        var program = LinearProgram(rows: [-Double.infinity...4, -Double.infinity...12, -Double.infinity...18])
        program.addVariable(cost: -3, entries: [(row: 0, value: 1), (row: 2, value: 3)])
        program.addVariable(cost: -5, entries: [(row: 1, value: 2), (row: 2, value: 2)])
        let solution = try program.minimized()
        #expect(abs(solution.objective + 36) < 1e-9)
        #expect(zip(solution.values, [2, 6]).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(zip(solution.rowMultipliers, [0, -1.5, -1]).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    /// The vertices of a random bounded program, one after the other: the slow answer.
    private static func bestVertex(_ rows: [[Double]], _ limits: [Double], _ costs: [Double]) -> Double {
        // Two variables from 0 to 1 and a·x ≤ b: every vertex is where two of the lines meet.
        let lines = zip(rows, limits).map { ($0, $1) } + [([1, 0], 1), ([0, 1], 1), ([-1, 0], 0), ([0, -1], 0)]
        var best = Double.infinity
        for (i, first) in lines.enumerated() {
            for second in lines[(i + 1)...] {
                let determinant = first.0[0] * second.0[1] - first.0[1] * second.0[0]
                if abs(determinant) < 1e-12 { continue }
                let x = (first.1 * second.0[1] - first.0[1] * second.1) / determinant
                let y = (first.0[0] * second.1 - first.1 * second.0[0]) / determinant
                let isFeasible = lines.allSatisfy { $0.0[0] * x + $0.0[1] * y <= $0.1 + 1e-9 }
                if isFeasible { best = min(best, costs[0] * x + costs[1] * y) }
            }
        }
        return best
    }

    @Test func optimumIsTheBestVertex() {
        var (feasible, infeasible) = (0, 0)
        forSeededCases(200) { generator in
            let rows = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                [Double.random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator)]
            }
            let limits = rows.map { _ in Double.random(in: -0.5...0.8, using: &generator) }
            let costs = [Double.random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator)]
            var program = LinearProgram(rows: limits.map { -Double.infinity...$0 })
            for j in 0..<2 {
                program.addVariable(
                    cost: costs[j], bounds: 0...1, entries: rows.indices.map { (row: $0, value: rows[$0][j]) })
            }
            let expected = Self.bestVertex(rows, limits, costs)
            if expected == .infinity {
                infeasible += 1
                #expect(throws: DenseAlgebraError.self, generator.comment) { try program.minimized() }
            } else {
                feasible += 1
                let objective = try program.minimized().objective
                #expect(abs(objective - expected) < 1e-8, generator.comment)
            }
        }
        #expect(feasible > 50 && infeasible > 10)
    }

    @Test func badProgramsAreNamed() throws {
        var program = LinearProgram(rows: [1...1])
        program.addVariable(cost: 1, bounds: 0...0.5, entries: [(row: 0, value: 1)])
        #expect { try program.minimized() } throws: { "\($0)".contains("loosen a bound") }
        program.addVariable(cost: -1, entries: [])
        program.addVariable(cost: 0, entries: [(row: 0, value: 1)])
        #expect { try program.minimized() } throws: { "\($0)".contains("falls without end") }
        program.addVariable(cost: .nan, entries: [])
        #expect { try program.minimized() } throws: { "\($0)".contains("costs") }
        var other = LinearProgram(rows: [0...1])
        other.addVariable(cost: 0, entries: [(row: 0, value: .infinity)])
        #expect { try other.minimized() } throws: { "\($0)".contains("matrix") }
    }
}
