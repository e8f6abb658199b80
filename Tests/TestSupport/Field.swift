public import ComplexModule
internal import Foundation
public import OperatorAlgebra
public import RealModule
internal import Testing

/// A value of a JSON file of unknown shape.
public enum Field: Decodable, Sendable {
    /// A number.
    case number(Double)
    /// A string.
    case text(String)
    /// A truth value.
    case flag(Bool)
    /// An array.
    case list([Field])
    /// An object.
    case object([String: Field])
    /// Null.
    case null

    /// Decodes whatever stands there.
    public init(from decoder: any Decoder) throws {
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

    /// The value of a key, if this is an object that has it.
    public subscript(key: String) -> Field? {
        if case .object(let fields) = self { return fields[key] }
        return nil
    }

    /// The string, if it is one.
    public var string: String? { if case .text(let value) = self { value } else { nil } }
    /// The number, if it is one.
    public var double: Double? { if case .number(let value) = self { value } else { nil } }
    /// The number as an integer, if it is one.
    public var int: Int? { double.map(Int.init) }
    /// The truth value, if it is one.
    public var bool: Bool? { if case .flag(let value) = self { value } else { nil } }
    /// The elements, if it is an array.
    public var list: [Field]? { if case .list(let values) = self { values } else { nil } }
    /// Whether it is null.
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// The complex number [re, im], if it is one.
    public var complex: Complex<Double>? {
        guard let parts = list, parts.count == 2, let real = parts[0].double, let imaginary = parts[1].double else {
            return nil
        }
        return Complex(real, imaginary)
    }

    /// The dense elements of a field `{"shape", "re"}`, with `im` or without, with `idx` or all of them.
    public func tensor() throws -> [Complex<Double>] {
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
    public func operatorSum<Term: OperatorProduct>(_ type: Term.Type = Term.self) throws -> LinearCombination<Term> {
        guard case .object(let terms) = try #require(self["terms"]) else { throw CocoaError(.coderReadCorrupt) }
        var sum = LinearCombination<Term>.zero
        for (text, value) in terms {
            sum += try LinearCombination(product: text, coefficient: #require(value.complex))
        }
        return sum
    }
}
