internal import Foundation

/// The memory of a state: interleaved complex numbers, aligned and padded for vector registers.
///
/// `@unchecked Sendable`: the pointer is written only through ``StateVector``, which copies the storage before writing
/// unless it holds the only reference; parallel kernels write disjoint ranges.
final class AmplitudeStorage: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let byteCount: Int
    private let isMapped: Bool
    /// Whether everything is known to have been written.
    var isWritten = false
    /// Whether pages are still to be asked for.
    private var awaitsPages: Bool
    private let mapping: UnsafeMutableRawPointer
    private let mappedByteCount: Int

    /// A vector register holds at most 8 complex numbers of 8 bytes; smaller states are padded with zeros to fill one.
    private static let minimumByteCount = 64
    private static let hugePageSize = 2 << 20
    /// From this size on memory is mapped.
    private static let smallestMapping = 1 << 16

    /// Memory for `amplitudeCount` amplitudes, all zero.
    ///
    /// Large memory is mapped: the kernel hands out zeros when a page is first written, so what a circuit never reaches
    /// costs nothing.
    init?(amplitudeCount: Int, precision: Precision) {
        byteCount = max(Self.minimumByteCount, amplitudeCount * precision.bytesPerAmplitude)
        isMapped = byteCount >= Self.smallestMapping
        if isMapped, byteCount < 2 * Self.hugePageSize {
            mappedByteCount = byteCount
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
            guard let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED
            else { return nil }
            (pointer, mapping, awaitsPages) = (memory, memory, true)
            return
        }
        awaitsPages = false
        if isMapped {
            // One huge page more than needed, so that the amplitudes can start at a huge page.
            mappedByteCount = byteCount + Self.hugePageSize
            let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
            guard let memory = mmap(nil, mappedByteCount, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED
            else { return nil }
            mapping = memory
            let mask = UInt(Self.hugePageSize - 1)
            let address = (UInt(bitPattern: memory) + mask) & ~mask
            pointer = memory + Int(address - UInt(bitPattern: memory))
            // Fewer page faults and TLB misses; a hint that may be ignored.
            madvise(pointer, byteCount, Int32(MADV_HUGEPAGE))
            return
        }
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, 64, byteCount) == 0, let memory else { return nil }
        memset(memory, 0, byteCount)
        (pointer, mapping, mappedByteCount) = (memory, memory, byteCount)
    }

    /// Asks for all pages at once, up to a huge page: that takes less time than a fault for each.
    func askForPages() {
        guard awaitsPages else { return }
        awaitsPages = false
        // A hint: where the kernel is too old for it, pages come one after another.
        madvise(pointer, byteCount, Int32(MADV_POPULATE_WRITE))
    }

    /// A copy, or `nil` where there is no memory for it.
    func copy() -> AmplitudeStorage? {
        guard let result = AmplitudeStorage(byteCount: byteCount) else { return nil }
        memcpy(result.pointer, pointer, byteCount)
        result.isWritten = true
        return result
    }

    private convenience init?(byteCount: Int) {
        self.init(amplitudeCount: byteCount / 8, precision: .single)
    }

    deinit {
        if isMapped { munmap(mapping, mappedByteCount) } else { free(pointer) }
    }
}
