import ComplexModule
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct GroupTests {
    @Test func splitsAreBalancedAndComplete() {
        forSeededCases(30) { generator in
            let operand = generator.pauliSum(width: 6, terms: Int.random(in: 0...40, using: &generator))
            let count = Int.random(in: 1...12, using: &generator)
            let parts = operand.split(into: count)
            #expect(parts.count == min(count, operand.count), generator.comment)
            #expect(parts.reduce(.zero, +) == operand, generator.comment)
            let sizes = parts.map(\.count)
            #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, generator.comment)
        }
    }

    @Test(arguments: [PauliGrouping.qubitWise, .commuting])
    func groupsCommuteAndAddUp(_ grouping: PauliGrouping) {
        forSeededCases(30) { generator in
            let operand = generator.pauliSum(width: 5, terms: 60)
            let groups = operand.grouped(grouping)
            #expect(groups.reduce(.zero) { $0 + $1.sum } == operand, generator.comment)
            for group in groups {
                let terms = group.sum.map(\.term)
                let isValid = terms.allSatisfy { a in
                    terms.allSatisfy { b in
                        grouping == .qubitWise
                            ? (0..<5).allSatisfy { a[$0] == nil || b[$0] == nil || a[$0] == b[$0] }
                            : (PauliSum(a) * PauliSum(b)) == (PauliSum(b) * PauliSum(a))
                    }
                }
                #expect(isValid, generator.comment)
                guard grouping == .qubitWise else { continue }
                let letters = (0..<5).map { qubit in terms.compactMap { $0[qubit] }.first }
                #expect((0..<5).allSatisfy { group.basis[$0] == letters[$0] }, generator.comment)
            }
            #expect(groups.count < operand.count, generator.comment)
        }
    }

    @Test func knownGroups() throws {
        let operand = try PauliSum("4 Z0 Z1 + 3 X0 X1 + 2 Y0 Y1 + Z0")
        let qubitWise = operand.grouped(.qubitWise)
        #expect(try qubitWise.map(\.sum) == [PauliSum("4 Z0 Z1 + Z0"), PauliSum("3 X0 X1"), PauliSum("2 Y0 Y1")])
        #expect(qubitWise.map(\.basis.description) == ["Z0 Z1", "X0 X1", "Y0 Y1"])
        let commuting = operand.grouped(.commuting)
        #expect(try commuting.map(\.sum) == [PauliSum("4 Z0 Z1 + 3 X0 X1 + 2 Y0 Y1"), PauliSum("Z0")])
    }
}
