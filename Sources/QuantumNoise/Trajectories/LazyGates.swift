internal import Foundation
internal import QuantumCircuits
internal import StateVectors

/// Gates that are compiled when they are first asked for: most short blocks of a program never are.
///
/// `@unchecked Sendable`: the lock guards what changes.
final class LazyGates: @unchecked Sendable {
    private let operations: [CircuitOperation]
    private let qubitCount: Int
    private let backend: VectorizedBackend
    private let strategy: ExecutionPlan.Strategy
    private let lock = NSLock()
    private var compiled: PreparedGates?

    init(
        _ operations: [CircuitOperation], qubitCount: Int, backend: VectorizedBackend,
        strategy: ExecutionPlan.Strategy
    ) {
        self.operations = operations
        self.qubitCount = qubitCount
        self.backend = backend
        self.strategy = strategy
    }

    /// The gates; who comes while another compiles them waits.
    func gates() throws(StateVectorError) -> PreparedGates {
        lock.lock()
        defer { lock.unlock() }
        if let compiled { return compiled }
        let gates = try PreparedGates(operations, qubitCount: qubitCount, backend: backend, strategy: strategy)
        compiled = gates
        return gates
    }
}
