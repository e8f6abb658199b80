import ComplexModule
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

/// The integrals of a case: spatial orbitals, h[p,q,r,s] = (ps|qr).
struct CaseIntegrals: ElectronicIntegrals {
    let orbitalCount: Int
    let constant: Double
    let one: [Double]
    let two: [Double]

    init(_ test: ReferenceVectors.Case) throws {
        constant = try #require(test.input["constant"]?.double)
        one = try #require(test.input["h1"]).tensor().map(\.real)
        two = try #require(test.input["h2_physicist_of"]).tensor().map(\.real)
        orbitalCount = Int(Double(one.count).squareRoot())
    }

    func oneBody(_ p: Int, _ q: Int) -> Double { one[p * orbitalCount + q] }

    func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        two[((p * orbitalCount + r) * orbitalCount + s) * orbitalCount + q]
    }
}
