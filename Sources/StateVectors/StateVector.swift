public import ComplexModule
public import OperatorAlgebra
public import RealModule

/// A pure state of n qubits: 2^n complex amplitudes; qubit q is bit q of the index.
///
/// A value with copy-on-write storage: passing it around copies nothing, and a backend that changes the only copy
/// changes it in place.
public struct StateVector: Sendable {
    /// The number n of qubits.
    public let qubitCount: Int
    /// The precision of the amplitudes.
    public let precision: Precision
    private var storage: AmplitudeStorage
    /// The only index whose amplitude is not zero, where that is known: until something writes to the amplitudes.
    private(set) var basisState: Int?

    /// Whether all of its memory is known to have been written, so that zeros are as good as other numbers.
    var isWritten: Bool { storage.isWritten }

    /// The largest register: an index and its byte offset stay within 63 bits.
    public static let qubitLimit = 58

    /// The state |0…0⟩.
    ///
    /// - Throws: ``StateVectorError/outOfMemory(qubits:bytesNeeded:bytesAvailable:largestQubitCount:)`` before
    ///   anything is allocated.
    public init(qubitCount: Int, precision: Precision = .double) throws(StateVectorError) {
        try self.init(zeroed: qubitCount, precision: precision)
        setAmplitude(at: 0, to: Complex(1, 0))
        basisState = 0
    }

    /// The basis state in which the qubits of `occupied` are 1 and the others 0.
    public init(basisState occupied: QubitMask, qubitCount: Int, precision: Precision = .double)
        throws(StateVectorError)
    {
        guard (occupied.last ?? -1) < qubitCount else {
            throw .basisStateOutOfRange(found: Array(occupied).description, qubits: qubitCount)
        }
        try self.init(zeroed: qubitCount, precision: precision)
        setAmplitude(at: Int(occupied.word), to: Complex(1, 0))
        basisState = Int(occupied.word)
    }

    /// The state with the given amplitudes, which need not be normalized.
    ///
    /// - Precondition: there are 2^n of them.
    public init(_ amplitudes: [Complex<Double>], precision: Precision = .double) throws(StateVectorError) {
        let qubitCount = amplitudes.count.trailingZeroBitCount
        precondition(amplitudes.count == 1 << qubitCount, "a state has 2^n amplitudes")
        try self.init(zeroed: qubitCount, precision: precision)
        for (index, amplitude) in amplitudes.enumerated() { setAmplitude(at: index, to: amplitude) }
    }

    init(zeroed qubitCount: Int, precision: Precision) throws(StateVectorError) {
        precondition(qubitCount >= 0, "a state has 0 or more qubits")
        let plan = MemoryPlan(qubitCount: qubitCount, precision: precision)
        try plan.check()
        guard qubitCount <= Self.qubitLimit else { throw .tooManyQubits(found: qubitCount, limit: Self.qubitLimit) }
        guard let storage = AmplitudeStorage(amplitudeCount: 1 << qubitCount, precision: precision) else {
            throw .outOfMemory(
                qubits: qubitCount, bytesNeeded: plan.bytesNeeded, bytesAvailable: plan.bytesAvailable,
                largestQubitCount: plan.largestQubitCount)
        }
        self.qubitCount = qubitCount
        self.precision = precision
        self.storage = storage
    }

    /// 2^n.
    public var amplitudeCount: Int { 1 << qubitCount }

    /// Bytes of the amplitudes.
    public var byteCount: Int { storage.byteCount }

    /// The amplitude of a basis state.
    ///
    /// - Precondition: `index` is from 0 to 2^n - 1.
    public subscript(index: Int) -> Complex<Double> {
        precondition(0..<amplitudeCount ~= index, "a basis state is below 2^n")
        switch precision {
        case .single:
            let numbers = storage.pointer.assumingMemoryBound(to: Float.self) + 2 * index
            return Complex(Double(numbers[0]), Double(numbers[1]))
        case .double:
            let numbers = storage.pointer.assumingMemoryBound(to: Double.self) + 2 * index
            return Complex(numbers[0], numbers[1])
        }
    }

    /// All amplitudes in double precision: 16 bytes · 2^n.
    public var amplitudes: [Complex<Double>] { (0..<amplitudeCount).map { self[$0] } }

    mutating func setAmplitude(at index: Int, to value: Complex<Double>) {
        let precision = precision
        withUniqueAmplitudes(asksForPages: false) { pointer in
            switch precision {
            case .single:
                let numbers = pointer.assumingMemoryBound(to: Float.self) + 2 * index
                (numbers[0], numbers[1]) = (Float(value.real), Float(value.imaginary))
            case .double:
                let numbers = pointer.assumingMemoryBound(to: Double.self) + 2 * index
                (numbers[0], numbers[1]) = (value.real, value.imaginary)
            }
        }
    }

    /// Moves the amplitude of a state known to be a basis state to another index, times a number.
    mutating func moveBasisState(to index: Int, times factor: Complex<Double>) {
        guard let old = basisState, index != old || factor != Complex(1, 0) else { return }
        let amplitude = self[old] * factor
        setAmplitude(at: old, to: .zero)
        setAmplitude(at: index, to: amplitude)
        basisState = index
    }

    /// Notes that all amplitudes were written.
    func noteWritten() { storage.isWritten = true }

    /// Calls `body` with the address of the amplitudes, for reading.
    func withAmplitudes<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result {
        withExtendedLifetime(storage) { body(UnsafeRawPointer(storage.pointer)) }
    }

    /// Calls `body` with the address of the amplitudes, which no other value shares.
    mutating func withMutableAmplitudes<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        withUniqueAmplitudes(asksForPages: true, body)
    }

    private mutating func withUniqueAmplitudes<Result>(
        asksForPages: Bool, _ body: (UnsafeMutableRawPointer) -> Result
    ) -> Result {
        basisState = nil
        if !isKnownUniquelyReferenced(&storage) {
            // A copy that the machine has no memory for cannot be reported from here; callers that copy large states
            // plan them first.
            guard let copy = storage.copy() else { preconditionFailure("no memory left to copy a state") }
            storage = copy
        }
        if asksForPages { storage.askForPages() }
        return withExtendedLifetime(storage) { body(storage.pointer) }
    }
}
