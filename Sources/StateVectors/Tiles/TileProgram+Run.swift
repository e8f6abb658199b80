internal import CAmplitudes
internal import Dispatch
internal import Foundation

extension TileProgram {
    /// States larger than this are written around the caches.
    private static let cacheBytes = 24 << 20
    /// Amplitudes below which starting threads costs more than it gives.
    private static let smallestShared = 1 << 16

    /// Carries the program out.
    func run(on state: inout StateVector, engine: Engine) {
        let (count, threads) = (state.amplitudeCount, engine.parallel.threadCount)
        if aufbau_program_tiles(pointer) == 1 {
            runWhole(&state, parts: count >= Self.smallestShared ? threads : 1, engine)
            return
        }
        let isPastCache: Int32 = state.byteCount > Self.cacheBytes ? 1 : 0
        state.withMutableAmplitudes { runTiles(SharedAmplitudes(base: $0), isPastCache: isPastCache, engine) }
    }

    /// One tile, in place. Operations that stay within blocks are carried out on one block after another, the blocks dealt
    /// out to threads; the others one after another, each shared among threads.
    private func runWhole(_ state: inout StateVector, parts: Int, _ engine: Engine) {
        let kernels = engine.kernels.pointee
        let (blocks, all) = (kernels.state_blocks(pointer), aufbau_program_operations(pointer))
        var first = 0
        while first < all {
            let count = kernels.joint_operations(pointer, first)
            if count > 1, blocks > 1, blocks >= UInt64(parts) {
                runShares(of: first, count, shares: blocks, parts: parts, on: &state, engine)
            } else {
                for operation in first..<(first + count) {
                    runShares(of: operation, 1, shares: UInt64(parts), parts: parts, on: &state, engine)
                }
            }
            first += count
        }
    }

    private func runShares(
        of first: Int, _ count: Int, shares: UInt64, parts: Int, on state: inout StateVector, _ engine: Engine
    ) {
        let program = self
        state.withMutableAmplitudes { pointer in
            let amplitudes = SharedAmplitudes(base: pointer)
            let run = { @Sendable (part: UInt64) in
                for share in (shares * part / UInt64(parts))..<(shares * (part + 1) / UInt64(parts)) {
                    engine.kernels.pointee.run_share(program.pointer, amplitudes.base, first, count, share, shares)
                }
            }
            if parts == 1 { return run(0) }
            DispatchQueue.concurrentPerform(iterations: parts) { run(UInt64($0)) }
        }
    }

    private func runTiles(_ amplitudes: SharedAmplitudes, isPastCache: Int32, _ engine: Engine) {
        let bytes = aufbau_program_scratch(pointer, engine.precision.kernelPrecision)
        let program = self
        engine.parallel.forEachRange(of: aufbau_program_tiles(pointer), smallestShare: 1) { begin, end in
            let scratch = TileMemory(byteCount: bytes)
            engine.kernels.pointee.run_tiles(
                program.pointer, amplitudes.base, scratch.pointer, begin, end, isPastCache)
        }
    }
}

/// Memory for tiles: a few hundred KiB, whose absence nothing could recover from.
private final class TileMemory {
    let pointer: UnsafeMutableRawPointer

    init(byteCount: Int) { pointer = .allocate(byteCount: max(64, byteCount), alignment: 64) }

    deinit { pointer.deallocate() }
}
