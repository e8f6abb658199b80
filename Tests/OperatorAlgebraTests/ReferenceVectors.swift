import Foundation
import OperatorAlgebra
import TestSupport

extension ReferenceVectors {
    /// All cases of a file of these tests.
    static func load(_ file: String = "operators") throws -> ReferenceVectors { try load(file, from: .module) }

    /// The cases of a kind; never none.
    static func cases(_ kind: String, file: String = "operators") throws -> [Case] {
        try cases(kind, file: file, from: .module)
    }
}

extension ReferenceVectors.Case {
    /// "fermion", "qubit", "majorana", "boson", "quad" or "ising".
    var type: String? {
        (input["type"] ?? (input["a"] ?? input["op"])?["type"])?.string
    }

    var termType: any OperatorProduct.Type {
        switch type {
        case "fermion": FermionProduct.self
        case "majorana": MajoranaProduct.self
        case "boson": BosonProduct.self
        case "quad": QuadratureProduct.self
        default: PauliString.self
        }
    }
}
