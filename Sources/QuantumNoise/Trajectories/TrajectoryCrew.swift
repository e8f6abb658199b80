internal import Dispatch
internal import Foundation
internal import StateVectors

/// Walks a group of trajectories with several threads: one goes ahead with the path that many share, and hands what parts
/// from it to the others, in batches.
///
/// Nothing here changes results: each final state depends on its trajectories alone.
struct TrajectoryCrew: Sendable {
    let program: TrajectoryProgram
    let backend: VectorizedBackend
    let ends: TrajectoryEnds
    let threadCount: Int
    /// Copies that each thread may make.
    let copyLimit: Int
    /// Groups of more trajectories are gone ahead with rather than handed over.
    let heavyCount: Int
    let shouldStop: @Sendable () -> Bool

    /// Groups of a batch for each thread.
    private static let batchPerThread = 4

    /// Walks a group to the end; `nil` if it was stopped.
    func walk(_ root: TrajectoryGroup, from start: StateVector) throws(StateVectorError) -> [TrajectoryLeaf]? {
        let work = Work(
            crew: self, batchSize: threadCount > 1 ? min(Self.batchPerThread * threadCount, max(1, copyLimit)) : 0)
        var pending = [root]
        while var group = pending.popLast() {
            let replays = try work.goAhead(&group)
            guard let replays else { return nil }
            for members in replays {
                let restarted = members.map {
                    TrajectoryMember($0.randomness.trajectory, seed: $0.randomness.seed, program: program)
                }
                pending.append(
                    TrajectoryGroup(
                        state: start, bits: root.bits.map { _ in false }, item: 0, members: TrajectoryMembers(restarted)
                    ))
            }
        }
        return work.leaves
    }
}

/// The state of a walk.
private final class Work {
    private let crew: TrajectoryCrew
    private let batchSize: Int
    private(set) var leaves: [TrajectoryLeaf] = []
    private var batch: [TrajectoryGroup] = []
    private var spare = SpareStates()

    init(crew: TrajectoryCrew, batchSize: Int) {
        self.crew = crew
        self.batchSize = batchSize
    }

    /// Walks a group with all that part from it; returns the lists of trajectories there was no room for, or `nil` if it
    /// was stopped.
    func goAhead(_ group: inout TrajectoryGroup) throws(StateVectorError) -> [[TrajectoryMember]]? {
        var walker = TrajectoryWalker(
            program: crew.program, backend: crew.backend, copyLimit: crew.copyLimit
        ) { [self] group throws(StateVectorError) in
            leaves.append(try crew.ends.leaf(of: group))
        }
        walker.shouldStop = crew.shouldStop
        var replays: [[TrajectoryMember]] = []
        if batchSize > 0 {
            walker.delegate = { [self] group, gates throws(StateVectorError) in
                guard group.members.count <= crew.heavyCount else { return false }
                try take(group, gates)
                if batch.count == batchSize {
                    guard let rest = try finishBatch() else { return true }
                    replays += rest
                }
                return true
            }
        }
        try walker.walk(&group)
        guard !walker.wasStopped, let rest = try finishBatch() else { return nil }
        return replays + rest + walker.replays
    }

    private func take(_ group: TrajectoryGroup, _ gates: [SingleGate]) throws(StateVectorError) {
        var group = group
        group.state = try spare.copy(of: group.state, crew.backend)
        for gate in gates { try gate.apply(to: &group.state) }
        batch.append(group)
    }

    /// Walks the groups of the batch, each by one thread.
    private func finishBatch() throws(StateVectorError) -> [[TrajectoryMember]]? {
        var jobs = batch.map { Job(group: $0) }
        batch = []
        let crew = crew
        jobs.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let shared = SharedJobs(base: base)
            let count = buffer.count
            DispatchQueue.concurrentPerform(iterations: min(crew.threadCount, count)) { share in
                for index in stride(from: share, to: count, by: crew.threadCount) { shared.base[index].run(crew) }
            }
        }
        var (replays, wasStopped) = ([[TrajectoryMember]](), false)
        for job in jobs {
            let done = try job.result.get()
            leaves += done.leaves
            replays += done.replays ?? []
            if done.replays == nil { wasStopped = true }
            spare.takeBack(job.group.state)
        }
        return wasStopped ? nil : replays
    }
}

/// A group that one thread walks.
private struct Job {
    var group: TrajectoryGroup
    /// What came of it; the replays are `nil` if it was stopped.
    var result: Result<(leaves: [TrajectoryLeaf], replays: [[TrajectoryMember]]?), StateVectorError> =
        .success(([], []))

    mutating func run(_ crew: TrajectoryCrew) {
        let work = Work(crew: crew, batchSize: 0)
        do throws(StateVectorError) {
            let replays = try work.goAhead(&group)
            result = .success((work.leaves, replays))
        } catch {
            result = .failure(error)
        }
    }
}

/// The jobs, of which each thread changes its own.
private struct SharedJobs: @unchecked Sendable {
    let base: UnsafeMutablePointer<Job>
}
