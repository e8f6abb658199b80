internal import Foundation

/// Processors in files; `Documentation/Noise.md` describes the form.
extension ProcessorModel {
    /// The processors that come with the package.
    public static let builtIn = ["rainbow", "weber", "willow_pink"]

    /// A processor that comes with the package, or else the one that a file describes.
    ///
    /// - Throws: ``NoiseError/specification(at:found:expected:)`` if there is neither; ``NoiseError/file(path:reason:)``;
    ///   and the errors of a bad file.
    public init(named name: String) throws(NoiseError) {
        if Self.builtIn.contains(name) {
            guard let url = Bundle.module.url(forResource: "Resources/Processors/\(name)", withExtension: "json") else {
                throw .file(path: "\(name).json", reason: "it is missing among the package's resources; install again")
            }
            try self.init(contentsOfFile: url.path)
        } else if FileManager.default.fileExists(atPath: name) {
            try self.init(contentsOfFile: name)
        } else {
            throw .specification(
                at: "device:\(name)", found: "'\(name)'",
                expected: "one of \(Self.builtIn.joined(separator: ", ")), or the path of a file")
        }
    }

    /// The processor that a JSON file describes.
    ///
    /// - Throws: ``NoiseError/file(path:reason:)`` if it cannot be read, ``NoiseError/specification(at:found:expected:)`` if
    ///   it is not of the form, and the errors of numbers out of range.
    public init(contentsOfFile path: String) throws(NoiseError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        let file: ProcessorFile
        do {
            file = try JSONDecoder().decode(ProcessorFile.self, from: data)
        } catch let error as DecodingError {
            throw ProcessorFile.error(error, path: path)
        } catch {
            throw .specification(at: path, found: "\(error)", expected: "JSON")
        }
        try self.init(file, path: path)
    }

    private init(_ file: ProcessorFile, path: String) throws(NoiseError) {
        guard let unit = ["ns": 1.0, "us": 1e3, "s": 1e9][file.timeUnit] else {
            throw .specification(at: "\(path): timeUnit", found: "'\(file.timeUnit)'", expected: "ns, us or s")
        }
        guard let native = EntanglingGate(rawValue: file.nativeGate) else {
            throw .specification(
                at: "\(path): nativeGate", found: "'\(file.nativeGate)'", expected: EntanglingGate.names)
        }
        func duration(_ key: String) throws(NoiseError) -> Double {
            guard let time = file.durations[key] else {
                throw .specification(at: "\(path): durations", found: "no '\(key)'", expected: "a time")
            }
            return time * unit
        }
        var durations: [EntanglingGate: Double] = [:]
        for gate in EntanglingGate.allCases where file.durations[gate.rawValue] != nil {
            durations[gate] = try duration(gate.rawValue)
        }
        let oneQubit = try duration("oneQubit")
        var qubits: [Qubit] = []
        for entry in file.qubits { qubits.append(try entry.qubit(unit: unit, gateTime: oneQubit, path: path)) }
        var index: [String: Int] = [:]
        for (number, qubit) in qubits.enumerated() where index.updateValue(number, forKey: qubit.name) != nil {
            throw .specification(at: path, found: "the qubit '\(qubit.name)' twice", expected: "different names")
        }
        var pairs: [Pair] = []
        for entry in file.pairs { pairs.append(try entry.pair(index, path: path)) }
        try self.init(
            name: file.name, source: file.source ?? path, nativeGate: native, oneQubitDuration: oneQubit,
            durations: durations, measurementDuration: duration("measure"),
            resetDuration: (file.durations["reset"] ?? 0) * unit, qubits: qubits, pairs: pairs)
    }
}

extension ProcessorModel.EntanglingGate {
    /// All names, for messages.
    static var names: String { "one of \(allCases.map(\.rawValue).joined(separator: ", "))" }
}

/// A processor's file as it is written.
private struct ProcessorFile: Decodable {
    struct Qubit: Decodable {
        let name: String
        let t1: Double
        let tphi: Double?
        let t2: Double?
        let incoherentError: Double?
        let pauliError: Double?
        let averageError: Double?
        let zeroAsOne: Double
        let oneAsZero: Double

        /// Pure dephasing from what is given: Tφ itself, T2, or the incoherent error e of a gate of time t by
        /// Tφ = t/(3(e − t/(3·T1))), as Cirq has it: 10¹⁰ ns if that is not positive.
        func qubit(unit: Double, gateTime: Double, path: String) throws(NoiseError) -> ProcessorModel.Qubit {
            let t1 = t1 * unit
            let dephasing: Double
            if let tphi {
                dephasing = tphi * unit
            } else if let t2 {
                let rate = 1 / (t2 * unit) - 1 / (2 * t1)
                guard rate >= -1e-12 / t1 else {
                    throw .outOfRange(
                        what: "T2 of qubit \(name)", found: t2, expected: "at most 2·T1 = \(2 * self.t1)")
                }
                dephasing = rate <= 0 ? .infinity : 1 / rate
            } else if let incoherentError {
                let rest = incoherentError - gateTime / (3 * t1)
                dephasing = rest <= 0 ? 1e10 : gateTime / (3 * rest)
            } else {
                throw .specification(
                    at: "\(path): qubit \(name)", found: "no dephasing", expected: "tphi, t2 or incoherentError")
            }
            guard let error = pauliError ?? averageError.map({ $0 * 1.5 }) else {
                throw .specification(
                    at: "\(path): qubit \(name)", found: "no error of gates", expected: "pauliError or averageError")
            }
            return ProcessorModel.Qubit(
                name: name, t1: t1, tPhi: dephasing, pauliError: error, zeroAsOne: zeroAsOne, oneAsZero: oneAsZero)
        }
    }

    struct Gate: Decodable {
        let pauliError: Double?
        let averageError: Double?
        let theta: Double?
        let phi: Double?
        let zeta: Double?
        let gamma: Double?
        let cirqZeta: Double?
        let cirqGamma: Double?
    }

    struct Pair: Decodable {
        let qubits: [String]
        let gates: [String: Gate]

        func pair(_ index: [String: Int], path: String) throws(NoiseError) -> ProcessorModel.Pair {
            let place = "\(path): pair \(qubits.joined(separator: ", "))"
            let found = qubits.compactMap { index[$0] }
            guard found.count == 2, qubits.count == 2 else {
                throw .specification(at: place, found: "\(qubits)", expected: "names of two of the qubits")
            }
            var calibrations: [ProcessorModel.EntanglingGate: ProcessorModel.Calibration] = [:]
            for (name, gate) in gates.sorted(by: { $0.key < $1.key }) {
                guard let kind = ProcessorModel.EntanglingGate(rawValue: name) else {
                    throw .specification(at: place, found: "'\(name)'", expected: ProcessorModel.EntanglingGate.names)
                }
                guard let error = gate.pauliError ?? gate.averageError.map({ $0 * 1.25 }) else {
                    throw .specification(
                        at: place, found: "no error of \(name)", expected: "pauliError or averageError")
                }
                let angles = CoherentAngles(
                    theta: gate.theta ?? 0, zeta: gate.zeta ?? 0, gamma: gate.gamma ?? 0, phi: gate.phi ?? 0)
                var cirq = angles
                cirq.zeta = gate.cirqZeta ?? angles.zeta
                cirq.gamma = gate.cirqGamma ?? angles.gamma
                for angle in [angles.theta, angles.zeta, angles.gamma, angles.phi] where !angle.isFinite {
                    throw .notFinite(what: "an angle of \(name) on \(qubits)", value: angle)
                }
                calibrations[kind] = .init(pauliError: error, angles: angles, cirqAngles: cirq)
            }
            return ProcessorModel.Pair(first: found[0], second: found[1], gates: calibrations)
        }
    }

    let name: String
    let source: String?
    let timeUnit: String
    let nativeGate: String
    let durations: [String: Double]
    let qubits: [Qubit]
    let pairs: [Pair]

    static func error(_ error: DecodingError, path: String) -> NoiseError {
        let (context, expected): (DecodingError.Context, String) =
            switch error {
            case .typeMismatch(let type, let context), .valueNotFound(let type, let context): (context, "\(type)")
            case .keyNotFound(let key, let context): (context, "'\(key.stringValue)'")
            case .dataCorrupted(let context): (context, "JSON")
            @unknown default: (.init(codingPath: [], debugDescription: "\(error)"), "JSON")
            }
        let keys = context.codingPath.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }
        let place = keys.isEmpty ? path : "\(path): \(keys.joined(separator: "."))"
        let underlying = context.underlyingError.map { " (\($0))" } ?? ""
        return .specification(at: place, found: context.debugDescription + underlying, expected: expected)
    }
}
