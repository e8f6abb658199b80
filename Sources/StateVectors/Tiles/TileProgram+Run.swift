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

    /// One tile, in place: operations one after another, each shared among threads.
    private func runWhole(_ state: inout StateVector, parts: Int, _ engine: Engine) {
        let share = engine.kernels.pointee.run_share
        let program = self
        for operation in 0..<aufbau_program_operations(pointer) {
            state.withMutableAmplitudes { pointer in
                let amplitudes = SharedAmplitudes(base: pointer)
                if parts == 1 {
                    share?(program.pointer, amplitudes.base, operation, 0, 1)
                    return
                }
                DispatchQueue.concurrentPerform(iterations: parts) { part in
                    share?(program.pointer, amplitudes.base, operation, UInt64(part), UInt64(parts))
                }
            }
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
