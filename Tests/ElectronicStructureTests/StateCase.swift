import Foundation
import TestSupport
import Testing

@testable import ElectronicStructure

/// A case of `Resources/states.json`; see `make_states.py` for where its values come from.
struct StateCase: CustomTestStringConvertible, Sendable {
    let reference: ReferenceVectors.Case

    static func all(_ kind: String) -> [StateCase] {
        ((try? ReferenceVectors.cases(kind, file: "states", from: Bundle.module)) ?? []).map(StateCase.init)
    }

    var testDescription: String { "\(reference.id) \(text("geometry")) \(text("basis"))" }

    func text(_ name: String) -> String { reference.input[name]?.string ?? "" }
    func count(_ name: String) -> Int { reference.input[name]?.int ?? 0 }
    func value(_ name: String) throws -> Double { try #require(reference.expect[name]?.double) }
    func values(_ name: String) throws -> [Double] { try #require(reference.expect[name]?.list).compactMap(\.double) }
    func rows(_ name: String) throws -> [[Double]] {
        try #require(reference.expect[name]?.list).map { ($0.list ?? []).compactMap(\.double) }
    }

    func molecule() throws -> Molecule {
        try Molecule(
            geometry: text("geometry"), charge: count("charge"), multiplicity: count("multiplicity"),
            basis: text("basis"))
    }

    /// The mean field, of the reference that the case names.
    func field(_ stability: HartreeFockOptions.Stability = .skip) throws -> MeanField {
        try HartreeFock.solve(
            ElectronicSystem(molecule()), reference: HartreeFockReference(rawValue: text("reference")),
            options: HartreeFockOptions(energyTolerance: 1e-12, gradientTolerance: 1e-9, stability: stability))
    }
}

/// The largest difference of two lists; infinite unless they are equally long.
func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
    left.count == right.count ? zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
}
