internal import CLapack

/// How many threads OpenBLAS may use.
///
/// The number of threads changes the order of sums inside OpenBLAS and with it the last bits of a product. The
/// project promises the same bits for any thread count, so every routine of this module first sets OpenBLAS to one
/// thread, once a process; code that calls from its own parallel regions needs the same setting. A caller that
/// prefers speed to reproducible bits may raise it with `setCount`.
public enum BlasThreads {
    private static let singleThreadedByDefault: Void = openblas_set_num_threads(1)

    /// Sets one thread at the first call and does nothing later.
    static func settle() { singleThreadedByDefault }

    /// Lets OpenBLAS use `count` threads from now on, for the whole process. More than one gives up the promise of
    /// the same bits on every run.
    public static func setCount(_ count: Int) {
        settle()
        openblas_set_num_threads(Int32(max(1, min(count, 1024))))
    }
}
