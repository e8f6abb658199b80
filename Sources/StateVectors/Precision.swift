internal import CAmplitudes
internal import Foundation

/// How exact the two numbers of an amplitude are.
public enum Precision: String, Hashable, Sendable, CaseIterable {
    /// 32-bit floating point, about 7 digits; 8 bytes an amplitude.
    case single
    /// 64-bit floating point, about 16 digits; 16 bytes an amplitude.
    case double

    /// Bytes of one amplitude.
    public var bytesPerAmplitude: Int { self == .single ? 8 : 16 }

    var kernelPrecision: aufbau_precision { self == .single ? aufbau_single : aufbau_double }
}

/// A set of processor instructions that the kernels are compiled for.
public enum InstructionSet: String, Hashable, Sendable, CaseIterable {
    /// What every processor of the architecture has: SSE2 or NEON, 128-bit registers.
    case baseline
    /// AVX2 and FMA, 256-bit registers.
    case avx2
    /// AVX-512 F, DQ, BW and VL, 512-bit registers.
    case avx512

    /// The environment variable that forces one: `baseline`, `avx2` or `avx512`.
    public static let environmentVariable = "AUFBAU_INSTRUCTION_SET"

    /// Those that this machine runs.
    public static var available: [InstructionSet] { allCases.filter { aufbau_isa_available($0.kernelSet) != 0 } }

    /// The one the environment asks for, else the best this machine has.
    ///
    /// - Throws: ``StateVectorError/unavailableInstructionSet(found:available:)``.
    static func preferred() throws(StateVectorError) -> InstructionSet {
        let available = Self.available
        if let name = ProcessInfo.processInfo.environment[environmentVariable], !name.isEmpty {
            guard let forced = InstructionSet(rawValue: name), available.contains(forced) else {
                throw .unavailableInstructionSet(found: name, available: available.map(\.rawValue))
            }
            return forced
        }
        return available.last ?? .baseline
    }

    var kernelSet: aufbau_isa {
        switch self {
        case .baseline: aufbau_isa_baseline
        case .avx2: aufbau_isa_avx2
        case .avx512: aufbau_isa_avx512
        }
    }
}
