internal import ArgumentParser
internal import FermionEncodings

/// Encodings by their names on the command line.
enum EncodingName: String, ExpressibleByArgument, CaseIterable {
    case jw
    case bk
    case parity

    func encoding(modeCount: Int) -> any FermionEncoding {
        switch self {
        case .jw: JordanWigner(modeCount: modeCount)
        case .bk: BravyiKitaev(modeCount: modeCount)
        case .parity: Parity(modeCount: modeCount)
        }
    }
}
