internal import CAmplitudes
internal import Dispatch
internal import Foundation

extension TileProgram {
    /// States larger than this are written around the caches.
    private static let cacheBytes = 24 << 20
    /// Amplitudes below which starting threads costs more than it gives.
    private static let smallestShared = 1 << 16

    /// Carries the program out.
    ///
    /// - Parameter zeros: bits for which every amplitude with a 1 is known to be zero.
    func run(on state: inout StateVector, zeros: UInt64, engine: Engine) {
        let (count, threads) = (state.amplitudeCount, engine.parallel.threadCount)
        let isPastCache: Int32 = state.byteCount > Self.cacheBytes ? 1 : 0
        state.withMutableAmplitudes { amplitudes in
            if aufbau_program_tiles(pointer) == 1 {
                runWhole(amplitudes, parts: count >= Self.smallestShared ? threads : 1, engine)
            } else {
                runTiles(SharedAmplitudes(base: amplitudes), zeros: zeros, isPastCache: isPastCache, engine)
            }
        }
    }

    /// One tile, in place: operations one after another, each shared among threads.
    private func runWhole(_ amplitudes: UnsafeMutableRawPointer, parts: Int, _ engine: Engine) {
        let share = engine.kernels.pointee.run_share
        let bytes = aufbau_program_scratch(pointer, engine.precision.kernelPrecision)
        let program = self
        for operation in 0..<aufbau_program_operations(pointer) {
            let isPermutation = aufbau_program_is_permutation(pointer, operation) != 0
            let scratch = isPermutation ? TileMemory(byteCount: bytes / 2) : nil
            let from = SharedAmplitudes(base: amplitudes)
            let target = SharedAmplitudes(base: scratch?.pointer ?? amplitudes)
            if parts == 1 {
                share?(pointer, amplitudes, target.base, operation, 0, 1)
            } else {
                DispatchQueue.concurrentPerform(iterations: parts) { part in
                    share?(program.pointer, from.base, target.base, operation, UInt64(part), UInt64(parts))
                }
            }
            if let scratch { memcpy(amplitudes, scratch.pointer, bytes / 2) }
        }
    }

    private func runTiles(
        _ amplitudes: SharedAmplitudes, zeros: UInt64, isPastCache: Int32, _ engine: Engine
    ) {
        let bytes = aufbau_program_scratch(pointer, engine.precision.kernelPrecision)
        let program = self
        engine.parallel.forEachRange(of: aufbau_program_tiles(pointer), smallestShare: 1) { begin, end in
            let scratch = TileMemory(byteCount: bytes)
            engine.kernels.pointee.run_tiles(
                program.pointer, amplitudes.base, scratch.pointer, begin, end, zeros, isPastCache)
        }
    }
}

/// Memory for tiles: a few hundred KiB, whose absence nothing could recover from.
private final class TileMemory {
    let pointer: UnsafeMutableRawPointer

    init(byteCount: Int) { pointer = .allocate(byteCount: max(64, byteCount), alignment: 64) }

    deinit { pointer.deallocate() }
}
