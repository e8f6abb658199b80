import ComplexModule
import Foundation
import RealModule
import Testing

@testable import OperatorAlgebra

/// Cases copied from the reference vectors (OpenFermion 1.8.1), by kind.
struct ReferenceVectors: Decodable {
    let cases: [Case]

    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        let id: String
        let kind: String
        let input: [String: Field]
        let expect: [String: Field]
        let tol: Double
        var testDescription: String { id }

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

    static func load(_ file: String = "operators") throws -> ReferenceVectors {
        let url = try #require(Bundle.module.url(forResource: "Resources/\(file)", withExtension: "json"))
        return try JSONDecoder().decode(ReferenceVectors.self, from: Data(contentsOf: url))
    }

    /// The cases of a kind; never none.
    static func cases(_ kind: String, file: String = "operators") throws -> [Case] {
        let cases = try load(file).cases.filter { $0.kind == kind }
        try #require(!cases.isEmpty, "no case of kind \(kind)")
        return cases
    }
}

/// A value of a JSON file of unknown shape.
enum Field: Decodable, Sendable {
    case number(Double), text(String), flag(Bool), list([Field]), object([String: Field]), null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([Field].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: Field].self))
        }
    }

    subscript(key: String) -> Field? {
        if case .object(let fields) = self { return fields[key] }
        return nil
    }

    var string: String? { if case .text(let value) = self { value } else { nil } }
    var double: Double? { if case .number(let value) = self { value } else { nil } }
    var int: Int? { double.map(Int.init) }
    var bool: Bool? { if case .flag(let value) = self { value } else { nil } }
    var list: [Field]? { if case .list(let values) = self { values } else { nil } }
    var isNull: Bool { if case .null = self { true } else { false } }

    var complex: Complex<Double>? {
        guard let parts = list, parts.count == 2, let real = parts[0].double, let imaginary = parts[1].double else {
            return nil
        }
        return Complex(real, imaginary)
    }

    /// The dense elements of a field `{"shape", "re"}`, with `im` or without, with `idx` or all of them.
    func tensor() throws -> [Complex<Double>] {
        let shape = try #require(self["shape"]?.list).compactMap(\.int)
        let (re, im) = (try #require(self["re"]?.list), self["im"]?.list)
        let values = re.indices.map { Complex(re[$0].double ?? .nan, im?[$0].double ?? 0) }
        guard let places = self["idx"]?.list else { return values }
        var elements = [Complex<Double>](repeating: .zero, count: shape.reduce(1, *))
        for (place, value) in zip(places, values) {
            let indices = try #require(place.list).compactMap(\.int)
            elements[zip(shape, indices).reduce(0) { $0 * $1.0 + $1.1 }] = value
        }
        return elements
    }

    /// The operator of a field `{"type", "terms"}`.
    func operatorSum<Term: OperatorProduct>(_ type: Term.Type = Term.self) throws -> LinearCombination<Term> {
        guard case .object(let terms) = try #require(self["terms"]) else { throw CocoaError(.coderReadCorrupt) }
        var sum = LinearCombination<Term>.zero
        for (text, value) in terms {
            sum += try LinearCombination(product: text, coefficient: #require(value.complex))
        }
        return sum
    }
}
