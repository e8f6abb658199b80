internal import ComplexModule
internal import Foundation
internal import QuantumCircuits
internal import RealModule

/// Writes steps on a processor's qubits in its gates: neighbouring steps on a pair become one unitary, that becomes native
/// gates, and gates of one qubit in a row become one pulse, or a virtual one where they are diagonal.
struct NativeCompilation {
    private(set) var operations: [NativeOperation] = []

    /// A unitary of two qubits that grows while nothing else touches them.
    private struct Block {
        var matrix: GateMatrix
        let sites: [Int]
    }

    private let gate: ProcessorModel.EntanglingGate
    private var blocks: [Int: Block] = [:]
    private var blockOfSite: [Int: Int] = [:]
    private var blockCount = 0
    private var single: [Int: GateMatrix] = [:]

    init(_ steps: [SimpleOperation], for processor: ProcessorModel) throws(NoiseError) {
        gate = processor.nativeGate
        for step in steps { try add(step) }
        for site in Set(blockOfSite.keys).union(single.keys).sorted() { try flush(site) }
    }

    private mutating func add(_ step: SimpleOperation) throws(NoiseError) {
        guard case .unitary(let matrix) = step.kind, step.condition == nil else { return try addFixed(step) }
        if step.qubits.count == 1 {
            let site = step.qubits[0]
            if let number = blockOfSite[site], let block = blocks[number] {
                let position = block.sites[0] == site ? 0 : 1
                blocks[number]?.matrix = matrix.expanded(to: 2, positions: [position]) * block.matrix
            } else {
                single[site] = matrix * (single[site] ?? .identity(qubitCount: 1))
            }
        } else {
            try add(matrix, on: step.qubits)
        }
    }

    private mutating func add(_ matrix: GateMatrix, on sites: [Int]) throws(NoiseError) {
        let (a, b) = (sites[0], sites[1])
        if let number = blockOfSite[a], blockOfSite[b] == number, let block = blocks[number] {
            let positions = block.sites == sites ? [0, 1] : [1, 0]
            blocks[number]?.matrix = matrix.expanded(to: 2, positions: positions) * block.matrix
            return
        }
        try closeBlock(at: a)
        try closeBlock(at: b)
        let before = (single.removeValue(forKey: a), single.removeValue(forKey: b))
        let one = GateMatrix.identity(qubitCount: 1)
        let start = (before.0 ?? one).tensor(before.1 ?? one)
        blocks[blockCount] = Block(matrix: matrix * start, sites: sites)
        blockOfSite[a] = blockCount
        blockOfSite[b] = blockCount
        blockCount += 1
    }

    /// Measurements, resets, barriers and conditional gates: what was before them is written first.
    private mutating func addFixed(_ step: SimpleOperation) throws(NoiseError) {
        for site in step.qubits { try flush(site) }
        let condition = step.condition
        switch step.kind {
        case .measure(let bit): operations.append(.init(.measure(bit: bit), on: step.qubits, if: condition))
        case .reset: operations.append(.init(.reset, on: step.qubits, if: condition))
        case .barrier: break
        case .unitary(let matrix):
            if step.qubits.count == 1 {
                appendPulse(matrix, on: step.qubits[0], if: condition)
            } else {
                try append(matrix, on: step.qubits, if: condition)
                for site in step.qubits { flushSingle(site, if: condition) }
            }
        }
    }

    private mutating func flush(_ site: Int) throws(NoiseError) {
        try closeBlock(at: site)
        flushSingle(site, if: nil)
    }

    private mutating func flushSingle(_ site: Int, if condition: ClassicalCondition?) {
        guard let matrix = single.removeValue(forKey: site) else { return }
        appendPulse(matrix, on: site, if: condition)
    }

    private mutating func closeBlock(at site: Int) throws(NoiseError) {
        guard let number = blockOfSite[site], let block = blocks.removeValue(forKey: number) else { return }
        for site in block.sites { blockOfSite[site] = nil }
        try append(block.matrix, on: block.sites, if: nil)
    }

    /// A unitary of two qubits in native gates; its last gates of one qubit wait for those that follow.
    private mutating func append(
        _ matrix: GateMatrix, on sites: [Int], if condition: ClassicalCondition?
    ) throws(NoiseError) {
        for step in try NativeSequence(matrix, in: gate).steps {
            switch step {
            case .local(let low, let high):
                for (site, factor) in zip(sites, [low, high]) {
                    single[site] = factor * (single[site] ?? .identity(qubitCount: 1))
                }
            case .native:
                for site in sites { flushSingle(site, if: condition) }
                operations.append(.init(.entangling(gate), on: sites, if: condition))
            }
        }
    }

    private mutating func appendPulse(_ matrix: GateMatrix, on site: Int, if condition: ClassicalCondition?) {
        let small = 1e-9
        if matrix[0, 1].length < small, matrix[1, 0].length < small {
            let ratio = matrix[1, 1] / matrix[0, 0]
            let angle = atan2(ratio.imaginary, ratio.real)
            if Swift.abs(angle) > small { operations.append(.init(.virtualZ(angle), on: [site], if: condition)) }
        } else {
            operations.append(.init(.oneQubit(matrix), on: [site], if: condition))
        }
    }
}

/// Puts native operations into moments, each as early as its qubits and classical bits allow. Measurements that nothing
/// follows stand together in the last moment.
struct NativeSchedule {
    private(set) var moments: [NativeMoment] = []

    init(_ operations: [NativeOperation]) {
        var free: [Int: Int] = [:]
        var bitFree: [Int: Int] = [:]
        let last = Self.terminalMeasurements(operations)
        for (index, operation) in operations.enumerated() where !last.contains(index) {
            let bits = operation.bits
            let moment = Swift.max(
                operation.sites.map { free[$0] ?? 0 }.max() ?? 0, bits.map { bitFree[$0] ?? 0 }.max() ?? 0)
            while moments.count <= moment { moments.append(NativeMoment()) }
            if case .virtualZ = operation.kind {
                moments[moment].virtual.append(operation)
            } else {
                moments[moment].physical.append(operation)
                for site in operation.sites { free[site] = moment + 1 }
                for bit in bits { bitFree[bit] = moment + 1 }
            }
        }
        let final = last.sorted().map { operations[$0] }
        if !final.isEmpty { moments.append(NativeMoment(physical: final)) }
    }

    /// Measurements without condition whose qubits and bits are not used again.
    private static func terminalMeasurements(_ operations: [NativeOperation]) -> Set<Int> {
        var (result, usedSites, usedBits) = (Set<Int>(), Set<Int>(), Set<Int>())
        for (index, operation) in operations.enumerated().reversed() {
            if case .measure(let bit) = operation.kind, operation.condition == nil,
                !usedSites.contains(operation.sites[0]), !usedBits.contains(bit)
            {
                result.insert(index)
            }
            usedSites.formUnion(operation.sites)
            usedBits.formUnion(operation.bits)
        }
        return result
    }
}

extension NativeOperation {
    /// The classical bits it reads or writes.
    var bits: [Int] {
        let read = condition.map { Array($0.bits) } ?? []
        if case .measure(let bit) = kind { return read + [bit] }
        return read
    }
}
