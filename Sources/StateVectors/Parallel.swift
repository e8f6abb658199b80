internal import Dispatch
internal import Foundation
internal import Synchronization

/// Work spread over threads in ranges, so that the result never depends on the number of threads.
struct Parallel: Sendable {
    /// How many threads to use at most.
    let threadCount: Int

    /// The processors this process may use.
    static var processorCount: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Items below which starting threads costs more than it gives.
    private static let smallestShare: UInt64 = 1 << 12

    /// Calls `body` with disjoint ranges that cover 0 to `count`. The split depends on the number of threads: only for
    /// work on each item alone.
    func forEachRange(
        of count: UInt64, smallestShare: UInt64 = smallestShare, _ body: @Sendable (UInt64, UInt64) -> Void
    ) {
        let shares = min(UInt64(threadCount), max(1, count / smallestShare))
        guard shares > 1 else { return body(0, count) }
        DispatchQueue.concurrentPerform(iterations: Int(shares)) { index in
            let index = UInt64(index)
            body(count / shares * index, index == shares - 1 ? count : count / shares * (index + 1))
        }
    }

    /// Calls `body` on every thread, which takes numbers from 0 to `count` - 1 as long as there are any: a thread that is
    /// slowed down takes fewer of them. Only for work on each item alone.
    func forEachDealt(of count: UInt64, _ body: @Sendable (borrowing Dealer) -> Void) {
        let dealer = Dealer(count: count)
        forEachShare(Int(min(UInt64(threadCount), count))) { _ in body(dealer) }
    }

    /// Calls `body` with the numbers from 0 to `shares` - 1, each on a thread of its own.
    func forEachShare(_ shares: Int, _ body: @Sendable (Int) -> Void) {
        guard shares > 1 else { return body(0) }
        DispatchQueue.concurrentPerform(iterations: shares, execute: body)
    }

    /// What `body` makes of each element, each by one thread; the elements are dealt out as threads become free.
    ///
    /// - Throws: what `body` throws for the first element that fails.
    func map<Element: Sendable, Result: Sendable, Failure: Error>(
        _ elements: [Element], _ body: @Sendable (Element) throws(Failure) -> Result
    ) throws(Failure) -> [Result] {
        var results = [Swift.Result<Result, Failure>?](repeating: nil, count: elements.count)
        let dealer = Dealer(count: UInt64(elements.count))
        results.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let shared = SharedPointer(base: base)
            DispatchQueue.concurrentPerform(iterations: min(threadCount, elements.count)) { _ in
                while let index = dealer.next().map(Int.init) {
                    shared.base[index] = Swift.Result { () throws(Failure) in try body(elements[index]) }
                }
            }
        }
        var values: [Result] = []
        for result in results {
            if let result { values.append(try result.get()) }
        }
        return values
    }

    /// Sums what `body` gives for consecutive ranges of `chunk` items, in order: chunks do not depend on the number of
    /// threads, so neither does the rounding.
    ///
    /// - Parameter width: how many numbers each chunk gives.
    func sum(
        of count: UInt64, chunk: UInt64, width: Int,
        _ body: @Sendable (UInt64, UInt64, UnsafeMutablePointer<Double>) -> Void
    ) -> [Double] {
        withoutActuallyEscaping(body) { body in sumChunks(of: count, chunk: chunk, width: width, body) }
    }

    private func sumChunks(
        of count: UInt64, chunk: UInt64, width: Int,
        _ body: @escaping @Sendable (UInt64, UInt64, UnsafeMutablePointer<Double>) -> Void
    ) -> [Double] {
        let chunks = Int((count + chunk - 1) / chunk)
        var partial = [Double](repeating: 0, count: chunks * width)
        partial.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let results = SharedPointer(base: base)
            let shares = min(threadCount, chunks)
            let performShare = { @Sendable (share: Int) in
                for index in stride(from: share, to: chunks, by: shares) {
                    let begin = UInt64(index) * chunk
                    body(begin, min(begin + chunk, count), results.base + index * width)
                }
            }
            if shares > 1 {
                DispatchQueue.concurrentPerform(iterations: shares, execute: performShare)
            } else {
                performShare(0)
            }
        }
        var total = [Double](repeating: 0, count: width)
        for index in 0..<chunks { for j in 0..<width { total[j] += partial[index * width + j] } }
        return total
    }
}

/// Numbers from 0 to one less than a count, each given to one thread.
struct Dealer: ~Copyable {
    private let count: UInt64
    private let taken = Atomic<UInt64>(0)

    init(count: UInt64) { self.count = count }

    /// The lowest number that no thread has, or `nil` where none is left.
    func next() -> UInt64? {
        let number = taken.add(1, ordering: .relaxed).oldValue
        return number < count ? number : nil
    }
}

/// A pointer handed to threads that write disjoint parts behind it.
struct SharedPointer<Pointee>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Pointee>
}

/// The address of amplitudes, handed to threads that write disjoint parts behind it.
struct SharedAmplitudes: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
}

/// The address of amplitudes that threads only read.
struct ReadOnlyAmplitudes: @unchecked Sendable {
    let base: UnsafeRawPointer
}
