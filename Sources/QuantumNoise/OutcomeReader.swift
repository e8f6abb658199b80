internal import QuantumCircuits

/// Turns basis states found at the end of a noisy circuit into what is written down.
struct OutcomeReader: Sendable {
    private let measurements: [(qubit: Int, bit: Int)]
    /// The readout errors of qubits that are measured at the end.
    private let confusions: [ReadoutNoise.Confusion]
    private let bitCount: Int

    /// - Throws: ``NoiseError/unsupported(what:instead:)`` for an error of several qubits of which one is measured along
    ///   the way.
    init(_ circuit: NoisyCircuit) throws(NoiseError) {
        let (before, atEnd) = circuit.partsAtMeasurements
        var list: [(qubit: Int, bit: Int)] = []
        for measurement in atEnd { list += zip(measurement.qubits, measurement.bits).map { ($0, $1) } }
        var alongTheWay = Set<Int>()
        for case .operation(let operation) in before { alongTheWay.formUnion(operation.measuredQubits) }
        let readsEverything = list.isEmpty && alongTheWay.isEmpty
        if readsEverything { list = (0..<circuit.qubitCount).map { ($0, $0) } }
        measurements = list
        bitCount = readsEverything ? circuit.qubitCount : circuit.classicalBitCount
        let read = Set(list.map(\.qubit))
        for confusion in circuit.readout.confusions where confusion.qubits.count > 1 {
            if let qubit = confusion.qubits.first(where: alongTheWay.contains) {
                throw .unsupported(
                    what: "the readout error of qubits \(confusion.qubits) needs them read together, but qubit "
                        + "\(qubit) is measured along the way",
                    instead: "give qubit \(qubit) an error of its own")
            }
        }
        confusions = circuit.readout.confusions.filter { !read.isDisjoint(with: $0.qubits) }
    }

    /// What is written down: the classical bits, or all qubits of a circuit that measures nothing.
    ///
    /// - Parameter uniform: number k, from 0 to 1, decides what group k of the readout errors gives.
    func outcome(of basisState: Int, after bits: [Bool], uniform: (Int) -> Double) -> [Bool] {
        let read = confusions.enumerated().reduce(basisState) { state, group in
            group.element.read(state, uniform: uniform(group.offset))
        }
        var result = bits.count == bitCount ? bits : [Bool](repeating: false, count: bitCount)
        for (qubit, bit) in measurements { result[bit] = read >> qubit & 1 == 1 }
        return result
    }
}

extension ReadoutNoise.Confusion {
    /// The basis state with what is read for the qubits of the group in their place.
    fileprivate func read(_ basisState: Int, uniform: Double) -> Int {
        let n = 1 << qubits.count
        let column = qubits.enumerated().reduce(0) { $0 | (basisState >> $1.element & 1) << $1.offset }
        var (row, sum) = (column, 0.0)
        for candidate in 0..<n {
            sum += probabilities[candidate * n + column]
            if uniform < sum {
                row = candidate
                break
            }
        }
        return qubits.enumerated().reduce(basisState) { state, item in
            row >> item.offset & 1 == 1 ? state | 1 << item.element : state & ~(1 << item.element)
        }
    }
}

extension CircuitOperation {
    /// Qubits that it measures.
    fileprivate var measuredQubits: [Int] {
        switch self {
        case .measure(let measurement): measurement.qubits
        case .conditional(_, let operation): operation.measuredQubits
        case .gate, .matrix, .pauliRotation, .reset, .barrier: []
        }
    }
}
