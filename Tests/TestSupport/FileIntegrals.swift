internal import ComplexModule
public import OperatorAlgebra
internal import RealModule
internal import Testing

/// Integrals of a case as OpenFermion writes them: spatial orbitals, h[p,q,r,s] = (ps|qr).
public struct FileIntegrals: ElectronicIntegrals {
    /// The number of spatial orbitals.
    public let orbitalCount: Int
    /// The constant energy.
    public let constant: Double
    private let one: [Double]
    private let two: [Double]

    /// The integrals of a case; fails the test where one is missing.
    public init(_ test: ReferenceVectors.Case) throws {
        constant = try #require(test.input["constant"]?.double)
        one = try #require(test.input["h1"]).tensor().map(\.real)
        two = try #require(test.input["h2_physicist_of"]).tensor().map(\.real)
        orbitalCount = Int(Double(one.count).squareRoot())
    }

    /// h_pq.
    public func oneBody(_ p: Int, _ q: Int) -> Double { one[p * orbitalCount + q] }

    /// (pq|rs).
    public func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        two[((p * orbitalCount + r) * orbitalCount + s) * orbitalCount + q]
    }
}
