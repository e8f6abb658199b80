internal import Foundation

/// The memory of a state: interleaved complex numbers, aligned and padded for vector registers.
///
/// `@unchecked Sendable`: the pointer is written only through ``StateVector``, which copies the storage before writing
/// unless it holds the only reference; parallel kernels write disjoint ranges.
final class AmplitudeStorage: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let byteCount: Int

    /// A vector register holds at most 8 complex numbers of 8 bytes; smaller states are padded with zeros to fill one.
    private static let minimumByteCount = 64
    private static let hugePageSize = 2 << 20

    /// Memory for `amplitudeCount` amplitudes, all zero.
    init?(amplitudeCount: Int, precision: Precision) {
        byteCount = max(Self.minimumByteCount, amplitudeCount * precision.bytesPerAmplitude)
        let isLarge = byteCount >= 2 * Self.hugePageSize
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, isLarge ? Self.hugePageSize : 64, byteCount) == 0, let memory else { return nil }
        // Fewer page faults and TLB misses; a hint that may be ignored.
        if isLarge { madvise(memory, byteCount, Int32(MADV_HUGEPAGE)) }
        memset(memory, 0, byteCount)
        pointer = memory
    }

    /// A copy, or `nil` where there is no memory for it.
    func copy() -> AmplitudeStorage? {
        guard let result = AmplitudeStorage(byteCount: byteCount) else { return nil }
        memcpy(result.pointer, pointer, byteCount)
        return result
    }

    private convenience init?(byteCount: Int) {
        self.init(amplitudeCount: byteCount / 8, precision: .single)
    }

    deinit {
        free(pointer)
    }
}
