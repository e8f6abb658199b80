/// A value that is coded as the text that `description` prints and ``init(_:)`` reads, exact to the last bit of every
/// number.
public protocol TextCodable: Codable, CustomStringConvertible {
    /// Reads the text that `description` prints.
    init(_ text: some StringProtocol) throws(OperatorError)
}

extension TextCodable {
    /// Decodes the text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(OperatorError) {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Encodes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
