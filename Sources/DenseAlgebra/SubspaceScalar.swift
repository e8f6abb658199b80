internal import CLapack
internal import ComplexModule
internal import RealModule

/// What the subspace eigensolver needs of its numbers: real and complex share one algorithm.
///
/// Vectors of a block lie one after another, so a block of m vectors is LAPACK's n × m matrix by columns.
protocol SubspaceScalar: Sendable {
    static var zero: Self { get }
    static var byteCount: Int { get }
    init(real: Double)
    /// A pseudo-random number with parts in (-1, 1).
    static func random(_ generator: inout SplitMix64) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    func scaled(by factor: Double) -> Self
    var conjugated: Self { get }
    var squaredLength: Double { get }
    /// The projections ⟨vᵢ|tⱼ⟩ of `q` vectors on `m` vectors of length n, at `result[j * m + i]`.
    static func project(
        _ v: UnsafePointer<Self>, _ m: Int, _ t: UnsafePointer<Self>, _ q: Int, length n: Int,
        into result: UnsafeMutablePointer<Self>)
    /// The combinations rⱼ = α Σᵢ vᵢ y[j * m + i] + β rⱼ of the first `length` components; vectors `stride` apart.
    static func combine(
        _ v: UnsafePointer<Self>, stride: Int, _ m: Int, _ y: UnsafePointer<Self>, _ q: Int, length n: Int,
        alpha: Double, beta: Double, into r: UnsafeMutablePointer<Self>, resultStride: Int)
    /// Eigenvalues ascending and eigenvectors of a Hermitian matrix given by columns; vector j starts at `j * order`.
    static func eigen(
        order: Int, _ elements: [Self]
    ) throws(DenseAlgebraError) -> (values: [Double], vectors: [Self])
    static func notConverged(_ best: Eigenpairs<Self>, tolerance: Double) -> DenseAlgebraError
}

extension Double: SubspaceScalar {
    static var byteCount: Int { MemoryLayout<Double>.stride }
    init(real: Double) { self = real }
    static func random(_ generator: inout SplitMix64) -> Double { generator.nextSigned() }
    func scaled(by factor: Double) -> Double { self * factor }
    var conjugated: Double { self }
    var squaredLength: Double { self * self }

    static func project(
        _ v: UnsafePointer<Double>, _ m: Int, _ t: UnsafePointer<Double>, _ q: Int, length n: Int,
        into result: UnsafeMutablePointer<Double>
    ) {
        cblas_dgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(q), Int32(n), 1, v, Int32(n), t, Int32(n), 0,
            result, Int32(m))
    }

    static func combine(
        _ v: UnsafePointer<Double>, stride: Int, _ m: Int, _ y: UnsafePointer<Double>, _ q: Int, length n: Int,
        alpha: Double, beta: Double, into r: UnsafeMutablePointer<Double>, resultStride: Int
    ) {
        cblas_dgemm(
            CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(n), Int32(q), Int32(m), alpha, v, Int32(stride), y,
            Int32(m), beta, r, Int32(resultStride))
    }

    static func eigen(
        order: Int, _ elements: [Double]
    ) throws(DenseAlgebraError) -> (values: [Double], vectors: [Double]) {
        BlasThreads.settle()
        guard order > 0 else { return ([], []) }
        var vectors = elements
        var values = [Double](repeating: 0, count: order)
        let code = LAPACKE_dsyevd(LAPACK_COL_MAJOR, 86, 76, Int32(order), &vectors, Int32(order), &values)
        guard code == 0 else { throw .lapackFailed(routine: "dsyevd", code: Int(code)) }
        return (values, vectors)
    }

    static func notConverged(_ best: Eigenpairs<Double>, tolerance: Double) -> DenseAlgebraError {
        .notConverged(best: best, tolerance: tolerance)
    }
}

extension Complex<Double>: SubspaceScalar {
    static var byteCount: Int { MemoryLayout<Complex<Double>>.stride }
    init(real: Double) { self.init(real, 0) }
    static func random(_ generator: inout SplitMix64) -> Complex<Double> {
        Complex(generator.nextSigned(), generator.nextSigned())
    }
    func scaled(by factor: Double) -> Complex<Double> { Complex(real * factor, imaginary * factor) }
    var conjugated: Complex<Double> { conjugate }
    var squaredLength: Double { real * real + imaginary * imaginary }

    static func project(
        _ v: UnsafePointer<Complex<Double>>, _ m: Int, _ t: UnsafePointer<Complex<Double>>, _ q: Int, length n: Int,
        into result: UnsafeMutablePointer<Complex<Double>>
    ) {
        var one = Complex<Double>.one
        var zero = Complex<Double>.zero
        cblas_zgemm(
            CblasColMajor, CblasConjTrans, CblasNoTrans, Int32(m), Int32(q), Int32(n), &one, v, Int32(n), t, Int32(n),
            &zero, result, Int32(m))
    }

    static func combine(
        _ v: UnsafePointer<Complex<Double>>, stride: Int, _ m: Int, _ y: UnsafePointer<Complex<Double>>, _ q: Int,
        length n: Int, alpha: Double, beta: Double, into r: UnsafeMutablePointer<Complex<Double>>, resultStride: Int
    ) {
        var alpha = Complex(alpha, 0)
        var beta = Complex(beta, 0)
        cblas_zgemm(
            CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(n), Int32(q), Int32(m), &alpha, v, Int32(stride), y,
            Int32(m), &beta, r, Int32(resultStride))
    }

    static func eigen(
        order: Int, _ elements: [Complex<Double>]
    ) throws(DenseAlgebraError) -> (values: [Double], vectors: [Complex<Double>]) {
        BlasThreads.settle()
        guard order > 0 else { return ([], []) }
        var vectors = elements
        var values = [Double](repeating: 0, count: order)
        let code = vectors.withUnsafeMutableBytes { bytes in
            LAPACKE_zheevd(
                LAPACK_COL_MAJOR, 86, 76, Int32(order),
                bytes.assumingMemoryBound(to: aufbau_complex_double.self)
                    .baseAddress, Int32(order), &values)
        }
        guard code == 0 else { throw .lapackFailed(routine: "zheevd", code: Int(code)) }
        return (values, vectors)
    }

    static func notConverged(_ best: Eigenpairs<Complex<Double>>, tolerance: Double) -> DenseAlgebraError {
        .notConvergedComplex(best: best, tolerance: tolerance)
    }
}
