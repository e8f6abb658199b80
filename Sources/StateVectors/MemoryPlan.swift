internal import Foundation

/// What a state needs and what the machine has, known before anything is allocated.
public struct MemoryPlan: Hashable, Sendable {
    /// The number of qubits.
    public let qubitCount: Int
    /// Bytes the state needs; saturates where it would overflow.
    public let bytesNeeded: UInt64
    /// Bytes that can be had now without swapping.
    public let bytesAvailable: UInt64
    /// The largest number of qubits whose state fits.
    public let largestQubitCount: Int

    /// Whether the state fits.
    public var fits: Bool { bytesNeeded <= bytesAvailable }

    /// The plan for `copies` states of 2^n amplitudes.
    public init(qubitCount: Int, precision: Precision, copies: Int = 1, available: UInt64 = availableMemory()) {
        self.qubitCount = qubitCount
        let unit = UInt64(precision.bytesPerAmplitude * copies)
        bytesNeeded = Self.bytes(unit: unit, qubits: qubitCount)
        bytesAvailable = available
        var largest = 0
        while Self.bytes(unit: unit, qubits: largest + 1) <= available, largest < 62 { largest += 1 }
        largestQubitCount = largest
    }

    /// Throws ``StateVectorError/outOfMemory(qubits:bytesNeeded:bytesAvailable:largestQubitCount:)`` unless it fits.
    public func check() throws(StateVectorError) {
        guard fits else {
            throw .outOfMemory(
                qubits: qubitCount, bytesNeeded: bytesNeeded, bytesAvailable: bytesAvailable,
                largestQubitCount: largestQubitCount)
        }
    }

    private static func bytes(unit: UInt64, qubits: Int) -> UInt64 {
        guard qubits < 58 else { return .max }
        let (bytes, overflow) = unit.multipliedReportingOverflow(by: 1 << UInt64(qubits))
        return overflow ? .max : bytes
    }

    /// Bytes that a new allocation can use without swapping: the kernel's estimate, or less where a control group
    /// limits this process.
    public static func availableMemory() -> UInt64 {
        var available = kernelEstimate() ?? ProcessInfo.processInfo.physicalMemory
        if let limit = number(in: "/sys/fs/cgroup/memory.max"), let used = number(in: "/sys/fs/cgroup/memory.current") {
            available = min(available, limit > used ? limit - used : 0)
        }
        return available
    }

    private static func kernelEstimate() -> UInt64? {
        number(in: "/proc/meminfo", after: "MemAvailable:").map { $0 * 1024 }
    }

    /// The number at the beginning of a small file, or after a word in it.
    ///
    /// Small circuits are simulated in less time than Foundation takes to read a file.
    private static func number(in path: String, after word: String = "") -> UInt64? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let text = buffer[..<count]
        let bytes = Array(word.utf8)
        guard let start = bytes.isEmpty ? 0 : text.firstRange(of: bytes)?.upperBound else { return nil }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let number = text[start...].drop { $0 == UInt8(ascii: " ") }.prefix { digits.contains($0) }
        return UInt64(String(decoding: number, as: UTF8.self))
    }
}
