internal import CAmplitudes
internal import Dispatch
internal import Foundation
internal import Synchronization

extension TileProgram {
    /// States larger than this are written around the caches.
    private static let cacheBytes = 24 << 20
    /// Amplitudes below which starting threads costs more than it gives.
    private static let smallestShared = 1 << 16

    /// Carries the program out; `memory` holds the tiles that threads work on.
    func run(on state: inout StateVector, engine: Engine, memory: TileMemory) {
        let (count, threads) = (state.amplitudeCount, engine.parallel.threadCount)
        if aufbau_program_tiles(pointer) == 1 {
            runWhole(&state, parts: count >= Self.smallestShared ? threads : 1, engine)
            return
        }
        let isWritten = state.isWritten
        let isPastCache = state.byteCount > Self.cacheBytes
        let writtenCount = state.withMutableAmplitudes { pointer in
            runTiles(
                SharedAmplitudes(base: pointer), isPastCache: isPastCache, isWritten: isWritten, engine, memory)
        }
        if writtenCount == aufbau_program_tiles(pointer) { state.noteWritten() }
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

    /// The number of tiles that were written whole.
    private func runTiles(
        _ amplitudes: SharedAmplitudes, isPastCache: Bool, isWritten: Bool, _ engine: Engine, _ memory: TileMemory
    ) -> UInt64 {
        let bytes = aufbau_program_scratch(pointer, engine.precision.kernelPrecision)
        let program = self
        let written = Atomic<UInt64>(0)
        engine.parallel.forEachDealt(of: aufbau_program_tiles(pointer)) { tiles in
            memory.withTile(byteCount: bytes) { scratch in
                while let tile = tiles.next() {
                    let count = engine.kernels.pointee.run_tiles(
                        program.pointer, amplitudes.base, scratch, tile, tile + 1, isPastCache ? 1 : 0,
                        isWritten ? 1 : 0)
                    written.add(count, ordering: .relaxed)
                }
            }
        }
        return written.load(ordering: .relaxed)
    }
}

/// Memory for the tiles that threads work on, kept from one segment to the next: at most a few MiB a thread, whose
/// absence nothing could recover from.
final class TileMemory: Sendable {
    private struct Tile: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
        let byteCount: Int
    }

    private let free = Mutex<[Tile]>([])
    private static let hugePageSize = 2 << 20

    deinit { free.withLock { for tile in $0 { tile.pointer.deallocate() } } }

    /// Calls `body` with memory that no other thread has meanwhile.
    func withTile(byteCount: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
        let tile =
            free.withLock { tiles in tiles.firstIndex { $0.byteCount >= byteCount }.map { tiles.remove(at: $0) } }
            ?? Self.allocated(max(64, byteCount))
        body(tile.pointer)
        free.withLock { $0.append(tile) }
    }

    private static func allocated(_ byteCount: Int) -> Tile {
        let isHuge = byteCount >= hugePageSize
        let pointer = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: isHuge ? hugePageSize : 64)
        // One page fault instead of hundreds; a hint that may be ignored.
        if isHuge { madvise(pointer, byteCount, Int32(MADV_HUGEPAGE)) }
        return Tile(pointer: pointer, byteCount: byteCount)
    }
}
