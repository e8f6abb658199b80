internal import DenseAlgebra
internal import Foundation

/// A flag that any thread may raise.
final class FailureFlag: @unchecked Sendable {
    private let lock = NSLock()
    private var raised = false

    var isRaised: Bool { lock.withLock { raised } }

    func raise() { lock.withLock { raised = true } }
}

/// Numbers handed out one after another to any thread.
final class TaskCounter: @unchecked Sendable {
    private let lock = NSLock()
    private var next = 0
    private let end: Int

    init(end: Int) { self.end = end }

    func take() -> Int? {
        lock.withLock {
            guard next < end else { return nil }
            defer { next += 1 }
            return next
        }
    }
}

/// Runs a step of linear algebra; its failure is one of the calculation.
func linear<Result>(
    _ step: String = "A step of linear algebra", _ body: () throws(DenseAlgebraError) -> Result
) throws(ElectronicStructureError) -> Result {
    do {
        return try body()
    } catch {
        throw .calculationFailed(step: step, reason: error.description)
    }
}

/// Memory that calculations may plan with.
enum AvailableMemory {
    /// What the machine has, less a tenth for everything else.
    static var bytes: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 10 * 9) }

    /// - Throws: `outOfMemory`.
    static func check(
        _ purpose: String, doubles: Double, largest: (Double) -> String
    ) throws(ElectronicStructureError) {
        let available = bytes
        guard doubles * 8 <= Double(available) else {
            throw .outOfMemory(
                purpose: purpose, neededBytes: Int(clamping: UInt64(min(doubles * 8, 9e18))),
                availableBytes: available, largest: largest(Double(available) / 8))
        }
    }
}
