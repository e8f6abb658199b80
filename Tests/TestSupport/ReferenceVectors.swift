public import Foundation
public import Testing

/// Cases copied from the reference vectors (OpenFermion 1.8.1), by kind.
public struct ReferenceVectors: Decodable {
    /// All cases of a file.
    public let cases: [Case]

    /// One case: an input and what is expected of it.
    public struct Case: Decodable, CustomTestStringConvertible, Sendable {
        /// Kind and number.
        public let id: String
        /// What is computed.
        public let kind: String
        /// The input by name.
        public let input: [String: Field]
        /// The expected values by name.
        public let expect: [String: Field]
        /// The absolute tolerance.
        public let tol: Double
        /// What a failure calls it.
        public var testDescription: String { id }
    }

    /// The cases of a file among a test bundle's resources.
    public static func load(_ file: String, from bundle: Bundle) throws -> ReferenceVectors {
        let url = try #require(bundle.url(forResource: "Resources/\(file)", withExtension: "json"))
        return try JSONDecoder().decode(ReferenceVectors.self, from: Data(contentsOf: url))
    }

    /// The cases of a kind; never none.
    public static func cases(_ kind: String, file: String, from bundle: Bundle) throws -> [Case] {
        let cases = try load(file, from: bundle).cases.filter { $0.kind == kind }
        try #require(!cases.isEmpty, "no case of kind \(kind)")
        return cases
    }
}
