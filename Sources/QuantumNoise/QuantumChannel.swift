internal import ComplexModule
internal import DenseAlgebra
public import QuantumCircuits
internal import RealModule

/// A quantum channel: the map ρ → Σ_k K_k ρ K_k† on a few qubits, with Σ_k K_k†K_k = 1.
///
/// Bit j of the indices of a Kraus operator belongs to the j-th qubit the channel is put on, as for ``GateMatrix``.
/// Copies share their storage, so that a channel may stand at thousands of places of a circuit.
public struct QuantumChannel: Sendable {
    /// What a Kraus operator does, when the channel is drawn at random.
    public struct Branch: Hashable, Sendable {
        /// The operator K, or, where `isUnitary`, the unitary K / √p.
        public let matrix: GateMatrix
        /// A bound p ≤ ‖Kψ‖² for every normalized ψ: the smallest eigenvalue of K†K. The probability itself where the
        /// branch is unitary.
        public let probabilityBound: Double
        /// Whether K†K = p·1, so that the branch has probability p in every state and keeps the norm.
        public let isUnitary: Bool
        /// Whether the branch does nothing but multiply by a number.
        public let isIdentity: Bool
    }

    /// What copies share.
    private final class Storage: Sendable {
        let name: String
        let kraus: [GateMatrix]
        let branches: [Branch]
        let isUnitaryMixture: Bool

        init(name: String, kraus: [GateMatrix], branches: [Branch]) {
            self.name = name
            self.kraus = kraus
            self.branches = branches
            isUnitaryMixture = branches.allSatisfy(\.isUnitary)
        }
    }

    /// How far Σ K†K may be from 1 in any element.
    public static let tolerance = 1e-8
    /// The largest number of qubits of a channel.
    public static let largestQubitCount = 4
    private let storage: Storage

    /// What it is called, with its parameters, for example `depolarizing(0.001)`.
    public var name: String { storage.name }
    /// The Kraus operators K_k.
    public var kraus: [GateMatrix] { storage.kraus }
    /// The Kraus operators as they are drawn, the likeliest first (by their bounds), then in the order given.
    public var branches: [Branch] { storage.branches }
    /// Whether every Kraus operator is a multiple of a unitary, so that branches are drawn without looking at the state.
    public var isUnitaryMixture: Bool { storage.isUnitaryMixture }
    /// The number of qubits it acts on.
    public var qubitCount: Int { storage.kraus[0].qubitCount }

    /// The channel with the given Kraus operators. Operators that are zero are left out.
    ///
    /// Numbers: 4^k complex ones an operator. Cost: O(8^k) an operator.
    ///
    /// - Throws: ``NoiseError/emptyChannel(name:)``, ``NoiseError/channelSize(name:found:expected:)``,
    ///   ``NoiseError/notFinite(what:value:)``, ``NoiseError/notTracePreserving(name:defect:tolerance:)``.
    public init(kraus: [GateMatrix], name: String) throws(NoiseError) {
        guard let width = kraus.first?.qubitCount else { throw .emptyChannel(name: name) }
        guard 1...Self.largestQubitCount ~= width else {
            throw .channelSize(name: name, found: width, expected: "1 to \(Self.largestQubitCount) qubits")
        }
        var sum = GateMatrix([Complex<Double>](repeating: .zero, count: 1 << (2 * width)))
        for matrix in kraus {
            guard matrix.qubitCount == width else {
                throw .channelSize(name: name, found: matrix.qubitCount, expected: "\(width), as the first operator")
            }
            if let bad = matrix.elements.first(where: { !$0.isFinite }) {
                throw .notFinite(what: "an element of a Kraus operator of \(name)", value: bad.real + bad.imaginary)
            }
            let square = matrix.adjoint * matrix
            for index in sum.elements.indices { sum.elements[index] += square.elements[index] }
        }
        let identity = GateMatrix.identity(qubitCount: width)
        let defect = zip(sum.elements, identity.elements).reduce(0) { Swift.max($0, ($1.0 - $1.1).length) }
        guard defect <= Self.tolerance else {
            throw .notTracePreserving(name: name, defect: defect, tolerance: Self.tolerance)
        }
        let kept = kraus.filter { $0.elements.contains { $0 != .zero } }
        var branches: [Branch] = []
        for matrix in kept { branches.append(try Branch(matrix, channel: name)) }
        let order = branches.indices.sorted {
            (branches[$1].probabilityBound, $0) < (branches[$0].probabilityBound, $1)
        }
        storage = Storage(name: name, kraus: kept, branches: order.map { branches[$0] })
    }

    /// The channel that applies a unitary U_k with probability p_k.
    ///
    /// - Throws: ``NoiseError/notUnitary(what:defect:)``, ``NoiseError/probability(what:found:expected:)`` unless the
    ///   probabilities are from 0 to 1 and add up to 1, and as ``init(kraus:name:)``.
    public init(mixture: [(probability: Double, unitary: GateMatrix)], name: String) throws(NoiseError) {
        var kraus: [GateMatrix] = []
        for (probability, unitary) in mixture {
            try NoiseError.check(probability: probability, "a probability of \(name)")
            guard unitary.unitarityDefect <= Self.tolerance else {
                throw .notUnitary(what: "a matrix of \(name)", defect: unitary.unitarityDefect)
            }
            let root = Complex(probability.squareRoot(), 0)
            kraus.append(GateMatrix(unitary.elements.map { $0 * root }))
        }
        let total = mixture.reduce(0) { $0 + $1.probability }
        guard Swift.abs(total - 1) <= Self.tolerance else {
            throw .probability(what: "the sum of the probabilities of \(name)", found: total, expected: "1")
        }
        try self.init(kraus: kraus, name: name)
    }

    /// Whether two channels are the same object: copies of one another.
    public func isCopy(of other: QuantumChannel) -> Bool { storage === other.storage }

    /// A number that is the same for copies of one another and differs between channels that live at the same time.
    public var identity: ObjectIdentifier { ObjectIdentifier(storage) }
}

extension QuantumChannel: Hashable {
    /// Whether name and Kraus operators are the same.
    public static func == (lhs: QuantumChannel, rhs: QuantumChannel) -> Bool {
        lhs.isCopy(of: rhs) || (lhs.name == rhs.name && lhs.kraus == rhs.kraus)
    }

    /// Feeds the name; two channels of one name rarely differ.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension QuantumChannel.Branch {
    /// How far K†K may be from a multiple of the identity for the branch to count as unitary.
    private static let unitarityTolerance = 1e-13

    fileprivate init(_ kraus: GateMatrix, channel: String) throws(NoiseError) {
        let square = kraus.adjoint * kraus
        let n = kraus.dimension
        let mean = (0..<n).reduce(0) { $0 + square[$1, $1].real } / Double(n)
        var defect = 0.0
        for i in 0..<n {
            for j in 0..<n { defect = Swift.max(defect, (square[i, j] - Complex(i == j ? mean : 0, 0)).length) }
        }
        if defect <= Self.unitarityTolerance * Swift.max(mean, Self.unitarityTolerance) {
            let scale = Complex(1 / mean.squareRoot(), 0)
            let unitary = GateMatrix(kraus.elements.map { $0 * scale })
            let corner = unitary[0, 0]
            let identity = GateMatrix.identity(qubitCount: kraus.qubitCount)
            let away = zip(unitary.elements, identity.elements).reduce(0.0) {
                Swift.max($0, ($1.0 - corner * $1.1).length)
            }
            self.init(
                matrix: unitary, probabilityBound: mean, isUnitary: true, isIdentity: away <= Self.unitarityTolerance)
        } else {
            self.init(
                matrix: kraus, probabilityBound: try Self.smallestEigenvalue(square, channel: channel),
                isUnitary: false, isIdentity: false)
        }
    }

    /// The smallest eigenvalue of K†K, a little lowered for its rounding and not below 0.
    private static func smallestEigenvalue(_ square: GateMatrix, channel: String) throws(NoiseError) -> Double {
        do {
            let matrix = try ComplexMatrix(rows: square.dimension, columns: square.dimension, elements: square.elements)
            let lowest = try matrix.hermitianEigen().values.min() ?? 0
            return Swift.max(0, lowest - 1e-14)
        } catch {
            throw .eigenvalues(channel: channel, reason: "\(error)")
        }
    }
}
