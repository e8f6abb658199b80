import Foundation
import LatticeModels
import OperatorAlgebra
import TestSupport
import Testing

typealias Case = ReferenceVectors.Case

enum ModelVectors {
    /// The cases of a kind; never none.
    static func cases(_ kind: String) throws -> [Case] {
        try ReferenceVectors.cases(kind, file: "models", from: .module)
    }
}

extension ReferenceVectors.Case {
    func number(_ key: String) throws -> Double { try #require(input[key]?.double, "\(key)") }
    func count(_ key: String) throws -> Int { try #require(input[key]?.int, "\(key)") }
    func flag(_ key: String) throws -> Bool { try #require(input[key]?.bool as Bool?, "\(key)") }

    func lattice() throws -> SquareLattice {
        try SquareLattice(columns: count("x"), rows: count("y"), isPeriodic: flag("periodic"))
    }

    func grid() throws -> PlaneWaveGrid {
        try PlaneWaveGrid(dimension: count("dim"), length: count("length"), scale: number("scale"))
    }

    func operatorSum<Term: OperatorProduct>(_ key: String, _ type: Term.Type) throws -> LinearCombination<Term> {
        try #require(expect[key]).operatorSum(Term.self)
    }

    /// The numbers of a list that was computed.
    func numbers(_ key: String) throws -> [Double]? {
        guard let field = expect[key], !field.isNull else { return nil }
        return try #require(field.list).compactMap(\.double)
    }

    /// Nuclei, whose symbols the vectors take from hydrogen and helium.
    func charges() throws -> [PointCharge] {
        try #require(input["geometry"]?.list).map { atom in
            let parts = try #require(atom.list)
            let symbol = try #require(parts[0].string)
            let charge = try #require(["H": 1.0, "He": 2.0][symbol])
            return PointCharge(charge: charge, position: try #require(parts[1].list).compactMap(\.double))
        }
    }
}
