internal import ComplexModule
internal import Foundation
internal import QuantumCircuits
internal import RealModule

/// A unitary of two qubits as a sequence of a processor's gate of two qubits and any gates of one, up to its phase.
///
/// As few of the processor's gate as there can be: with cz or cx 0, 1, 2 or 3 by the coordinates; with √iSWAP 0, 1, 2 or 3.
/// Sources: F. Vatan, C. Williams, Phys. Rev. A 69, 032315 (2004); C. Huang et al., Phys. Rev. Lett. 130, 070601 (2023),
/// arXiv:2105.06074.
struct NativeSequence {
    /// One step.
    enum Step {
        /// A gate on bit 0 and one on bit 1.
        case local(GateMatrix, GateMatrix)
        /// The processor's gate.
        case native
    }

    /// The steps in order of time.
    private(set) var steps: [Step]

    /// Writes a unitary in a processor's gate.
    ///
    /// - Throws: ``NoiseError/notUnitary(what:defect:)``; ``NoiseError/unsupported(what:instead:)`` for a native gate that
    ///   nothing is written in.
    init(_ unitary: GateMatrix, in gate: ProcessorModel.EntanglingGate) throws(NoiseError) {
        let form = try CanonicalForm(unitary)
        let core: [Step]
        switch gate {
        case .sqrtISwap: core = try Self.sqrtISwapCore(form.coordinates)
        case .cz, .cx: core = Self.controlledZCore(form.coordinates, in: gate)
        case .sycamore:
            throw .unsupported(
                what: "circuits are not written in sycamore gates", instead: "choose sqrt-iswap as the native gate")
        }
        guard !core.isEmpty else {
            let both = CanonicalForm.factors(form.left * form.right)
            steps = [.local(both.0, both.1)]
            return
        }
        // The core has the same coordinates; what differs are gates of one qubit.
        let inner = try CanonicalForm(Self.product(core, gate))
        let distance = zip(inner.coordinates, form.coordinates).reduce(0.0) { Swift.max($0, Swift.abs($1.0 - $1.1)) }
        guard distance < 1e-5 else {
            throw .unsupported(
                what: "a gate with the coordinates \(form.coordinates) was not reached with \(gate.rawValue)",
                instead: "this is a fault of the package; please report it")
        }
        let before = CanonicalForm.factors(inner.right.adjoint * form.right)
        let after = CanonicalForm.factors(form.left * inner.left.adjoint)
        steps = [.local(before.0, before.1)] + core + [.local(after.0, after.1)]
    }

    /// How many of the processor's gate there are.
    var nativeCount: Int { steps.reduce(0) { if case .native = $1 { $0 + 1 } else { $0 } } }

    /// The unitary of a sequence.
    static func product(_ steps: [Step], _ gate: ProcessorModel.EntanglingGate) -> GateMatrix {
        steps.reduce(GateMatrix.identity(qubitCount: 2)) { product, step in
            switch step {
            case .local(let low, let high): low.tensor(high) * product
            case .native: gate.matrix * product
            }
        }
    }

    // MARK: Controlled Z

    private static func controlledZCore(
        _ coordinates: [Double], in gate: ProcessorModel.EntanglingGate
    ) -> [Step] {
        let (x, y, z) = (coordinates[0], coordinates[1], coordinates[2])
        let small = CanonicalForm.tolerance
        if x < small { return [] }
        let h = GateMatrix(real: [1, 1, 1, -1]).scaled(by: Complex(0.5.squareRoot(), 0))
        let one = GateMatrix.identity(qubitCount: 1)
        if Swift.abs(x - .pi / 4) < small, y < small { return [.native] }
        // In cx gates; a cz is one between two h on its second qubit.
        let turned = gate == .cz ? [Step.local(one, h)] : []
        let forward = turned + [.native] + turned
        if Swift.abs(z) < small {
            return forward + [.local(rotation("X", -2 * x), rotation("Z", -2 * y))] + forward
        }
        let exchanged = [Step.local(h, h)] + forward + [.local(h, h)]
        return exchanged + [.local(rotation("Z", -2 * z - .pi / 2), rotation("Y", .pi / 2 - 2 * x))] + forward
            + [.local(one, rotation("Y", 2 * y - .pi / 2))] + exchanged
    }

    // MARK: √iSWAP

    private static func sqrtISwapCore(_ coordinates: [Double]) throws(NoiseError) -> [Step] {
        let (x, y, z) = (coordinates[0], coordinates[1], coordinates[2])
        let small = CanonicalForm.tolerance
        if x < small { return [] }
        if Swift.abs(x - .pi / 8) < small, Swift.abs(y - .pi / 8) < small, Swift.abs(z) < small { return [.native] }
        if x >= y + Swift.abs(z) - small { return pair(x, y, z) }
        // A third one, turned to act along two axes, leaves coordinates that two reach.
        for axes in [[0, 1], [0, 2], [1, 2]] {
            for signs in [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)] {
                var part = [0.0, 0.0, 0.0]
                part[axes[0]] = signs.0 * .pi / 8
                part[axes[1]] = signs.1 * .pi / 8
                let rest = CanonicalForm.rotation(zip(coordinates, part).map { $0 - $1 })
                let left = try CanonicalForm(rest).coordinates
                guard left[0] >= left[1] + Swift.abs(left[2]) - small else { continue }
                return try NativeSequence(rest, in: .sqrtISwap).steps
                    + NativeSequence(CanonicalForm.rotation(part), in: .sqrtISwap).steps
            }
        }
        throw .unsupported(
            what: "a gate with the coordinates \(coordinates) was not reached with three sqrt-iswap",
            instead: "this is a fault of the package; please report it")
    }

    /// Two √iSWAP with Rz(γ) Rx(α) Rz(γ) on one qubit and Rx(β) on the other between them, for x ≥ y + |z|.
    private static func pair(_ x: Double, _ y: Double, _ z: Double) -> [Step] {
        let square = sin(x + y - z) * sin(x - y + z) * sin(-x - y - z) * sin(-x + y + z)
        let root = 2 * Swift.max(0, square).squareRoot()
        let sum = cos(2 * x) - cos(2 * y) + cos(2 * z)
        let (alpha, beta) = (acos(clamped(sum + root)), acos(clamped(sum - root)))
        let part = 4 * pow(cos(x) * cos(z) * sin(y), 2)
        let whole = part + cos(2 * x) * cos(2 * y) * cos(2 * z)
        let cosine = Swift.abs(whole) < 1e-12 ? 1 : Swift.max(0, part / whole).squareRoot()
        let gamma = acos(clamped(z < 0 ? -cosine : cosine))
        let low = rotation("Z", gamma) * rotation("X", alpha) * rotation("Z", gamma)
        return [.native, .local(low, rotation("X", beta)), .native]
    }

    private static func clamped(_ value: Double) -> Double { Swift.min(1, Swift.max(-1, value)) }

    /// exp(−i θ/2 P).
    private static func rotation(_ letter: Character, _ angle: Double) -> GateMatrix {
        let pauli = PauliLetters.matrix(letter) ?? .identity(qubitCount: 1)
        let (cosine, sine) = (Complex(cos(angle / 2), 0), Complex(0, -sin(angle / 2)))
        let identity = GateMatrix.identity(qubitCount: 1)
        return GateMatrix(zip(identity.elements, pauli.elements).map { cosine * $0 + sine * $1 })
    }
}
