import ComplexModule
import DenseAlgebra
import Foundation
import QuantumCircuits
import TestSupport
import Testing

@testable import QuantumNoise

/// The noise of Google's processors against cirq_google's own noisy circuits: the same channels in the same order on every
/// qubit, moment by moment.
@Suite("Processor noise against cirq_google")
struct CirqNoiseTests {
    /// `cirq_noise.json`, made by the script beside it.
    private struct Reference: Decodable {
        struct Case: Decodable {
            let processor: String
            let qubits: [String]
            let moments: [[Entry]]
            let noisy: [Entry]
        }
        /// [name, qubits, numbers]: parameters in moments, elements as [re, im] in noisy steps.
        struct Entry: Decodable {
            let name: String
            let qubits: [String]
            let parameters: [Double]
            let elements: [Complex<Double>]

            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                name = try list.decode(String.self)
                qubits = try list.decode([String].self)
                var place = list
                if let pairs = try? list.decode([[Double]].self) {
                    elements = pairs.map { Complex($0[0], $0[1]) }
                    parameters = []
                } else {
                    parameters = try place.decode([Double].self)
                    elements = []
                }
            }
        }
        let cases: [Case]
    }

    /// A step as one qubit of the processor sees it.
    private struct Seen {
        let kind: String
        let sites: [Int]
        let matrix: [Complex<Double>]
    }

    private func reference() throws -> [Reference.Case] {
        let url = try #require(Bundle.module.url(forResource: "Resources/cirq_noise", withExtension: "json"))
        return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url)).cases
    }

    private func unit(_ turns: Double) -> Complex<Double> { Complex(cos(.pi * turns), sin(.pi * turns)) }

    /// Z^{z} Z^{a} X^{x} Z^{−a} with powers as Cirq has them: Z^t = diag(1, e^{iπt}).
    private func phasedXZ(_ x: Double, _ z: Double, _ axis: Double) -> GateMatrix {
        let (plus, minus) = ((Complex(1, 0) + unit(x)) / Complex(2, 0), (Complex(1, 0) - unit(x)) / Complex(2, 0))
        let power = GateMatrix([plus, minus, minus, plus])
        return GateMatrix.diagonal([Complex(1, 0), unit(z + axis)]) * power
            * GateMatrix.diagonal([Complex(1, 0), unit(-axis)])
    }

    private func native(_ entry: Reference.Entry, _ sites: [Int], bit: Int) throws -> NativeOperation {
        switch entry.name {
        case "z": .init(.virtualZ(.pi * entry.parameters[0]), on: sites)
        case "phased-xz":
            .init(.oneQubit(phasedXZ(entry.parameters[0], entry.parameters[1], entry.parameters[2])), on: sites)
        case "measure": .init(.measure(bit: bit), on: sites)
        case "reset": .init(.reset, on: sites)
        default: .init(.entangling(try #require(ProcessorModel.EntanglingGate(rawValue: entry.name))), on: sites)
        }
    }

    /// A matrix whose first operand is the least significant, as one whose first is the most.
    private func reversed(_ matrix: GateMatrix) -> [Complex<Double>] {
        guard matrix.qubitCount == 2 else { return matrix.elements }
        let turn = [0, 2, 1, 3]
        return (0..<16).map { matrix[turn[$0 / 4], turn[$0 % 4]] }
    }

    /// What our noisy circuit does, by wire, in Cirq's words.
    private func seen(_ noisy: NoisyCircuit, sites: [Int]) throws -> [Seen] {
        try noisy.steps.compactMap { step -> Seen? in
            switch step {
            case .operation(.matrix(let gate)):
                return Seen(kind: "gate", sites: gate.qubits.map { sites[$0] }, matrix: reversed(gate.matrix))
            case .operation(.gate(let gate)):
                let matrix = gate.definition.matrix(gate.angles.map { $0.value(for: []) })
                return Seen(kind: "gate", sites: gate.qubits.map { sites[$0] }, matrix: reversed(matrix))
            case .operation(let operation):
                return Seen(kind: operation.name, sites: operation.qubits.map { sites[$0] }, matrix: [])
            case .channel(let channel, let qubits):
                let on = qubits.map { sites[$0] }
                if channel.name.hasPrefix("depolarizing") {
                    let p = 1 - (try channel.processFidelity())
                    return Seen(kind: "depolarizing", sites: on, matrix: [Complex(p, 0)])
                }
                if channel.name.hasPrefix("phasedFSim") {
                    return Seen(kind: "phasedFSim", sites: on, matrix: reversed(channel.kraus[0]))
                }
                // Stacking rows exchanges both indices of the pair.
                let superoperator = channel.superoperator
                let turn = [0, 2, 1, 3]
                return Seen(
                    kind: "relaxation", sites: on,
                    matrix: (0..<16).map { superoperator[turn[$0 / 4], turn[$0 % 4]] })
            case .conditionalChannel: return nil
            }
        }
    }

    @Test("The same channels at the same places", arguments: 0..<5)
    func agreement(number: Int) throws {
        let sample = try reference()[number]
        let processor = try ProcessorModel(named: sample.processor)
        let index = Dictionary(uniqueKeysWithValues: processor.qubits.enumerated().map { ($1.name, $0) })
        let sites = sample.qubits.compactMap { index[$0] }
        var circuit = Circuit(qubitCount: sites.count)
        circuit.addClassicalRegister("m", count: sites.count)
        let moments = try sample.moments.map { moment -> NativeMoment in
            var result = NativeMoment()
            for entry in moment {
                let on = entry.qubits.compactMap { index[$0] }
                let bit = try #require(sites.firstIndex(of: on[0]))
                let operation = try native(entry, on, bit: bit)
                if entry.name == "z" { result.virtual.append(operation) } else { result.physical.append(operation) }
            }
            return result
        }
        let noisy = try processor.noisy(moments, sites: sites, like: circuit)
        let ours = try seen(noisy, sites: sites)
        let theirs = sample.noisy.filter { $0.name != "readout" }
        for (wire, site) in sites.enumerated() {
            let name = processor.qubits[site].name
            let mine = ours.filter { $0.sites.contains(site) }
            let expected = theirs.filter { $0.qubits.contains(name) }
            #expect(mine.map(\.kind) == expected.map(\.name), "qubit \(name)")
            for (a, b) in zip(mine, expected) {
                #expect(a.sites.map { processor.qubits[$0].name } == b.qubits)
                let distance = zip(a.matrix, b.elements).reduce(0) { max($0, ($1.0 - $1.1).length) }
                #expect(a.matrix.count == b.elements.count && distance < 1e-12, "\(a.kind) on \(b.qubits): \(distance)")
            }
            let readout = try #require(sample.noisy.first { $0.name == "readout" && $0.qubits == [name] }).elements[0]
            let confusion = try #require(noisy.readout.confusions.first { $0.qubits == [wire] })
            // Damping towards |0⟩ with weight p: a 1 falls with p·γ, a 0 rises with (1 − p)·γ.
            #expect(abs(confusion.probabilities[2] - (1 - readout.real) * readout.imaginary) < 1e-12)
            #expect(abs(confusion.probabilities[1] - readout.real * readout.imaginary) < 1e-12)
        }
        #expect(ours.count == theirs.count)
        #expect(ours.contains { $0.kind == "phasedFSim" } && ours.contains { $0.kind == "depolarizing" })
    }

    @Test("Measured Z phases are used when asked for, with ζ changing its sign with the order of the qubits")
    func measuredPhases() throws {
        var processor = try ProcessorModel(named: "rainbow")
        let lost = try #require(
            processor.pairs.first { $0.gates[.sqrtISwap].map { $0.angles != $0.cirqAngles } == true })
        let angles = try #require(lost.gates[.sqrtISwap]).angles
        #expect(processor.pairs.filter { $0.gates[.sqrtISwap].map { $0.angles != $0.cirqAngles } == true }.count == 8)
        processor.zPhases = .measured
        let forward = try #require(try processor.coherentError(after: .sqrtISwap, on: lost.first, lost.second))
        let backward = try #require(try processor.coherentError(after: .sqrtISwap, on: lost.second, lost.first))
        #expect(forward.kraus[0] == ProcessorModel.phasedFSim(angles))
        #expect(zip(reversed(forward.kraus[0]), backward.kraus[0].elements).allSatisfy { ($0 - $1).length < 1e-15 })
    }
}
