import Foundation
import TestSupport

extension ReferenceVectors {
    /// All cases of these tests.
    static func load() throws -> ReferenceVectors { try load("transforms", from: .module) }

    /// The cases of a kind; never none.
    static func cases(_ kind: String) throws -> [Case] { try cases(kind, file: "transforms", from: .module) }
}
