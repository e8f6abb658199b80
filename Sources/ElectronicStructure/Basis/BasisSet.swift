/// Gaussian shells of one angular momentum on one center, sharing exponents:
/// each contraction k gives functions R_k(r) = Σ_i c_ki N_i r^l exp(-α_i r²), N_i norming the primitive to one.
public struct BasisShell: Equatable, Sendable {
    /// The angular momentum l.
    public let angularMomentum: Int
    /// The exponents α_i in bohr⁻².
    public let exponents: [Double]
    /// The coefficients c_ki, one row a contraction; they refer to normalized primitives.
    public let contractions: [[Double]]

    /// A shell.
    ///
    /// - Throws: `malformedBasis` for exponents that are not positive and finite, rows of another length, a contraction
    ///   without coefficients other than zero, or an angular momentum above `highest`.
    public init(
        angularMomentum: Int, exponents: [Double], contractions: [[Double]], source: String = "basis", line: Int = 0,
        highest: Int = largestAngularMomentum
    ) throws(ElectronicStructureError) {
        func malformed(_ found: String, _ expected: String) -> ElectronicStructureError {
            .malformedBasis(source: source, line: line, found: found, expected: expected)
        }
        guard (0...highest).contains(angularMomentum) else {
            throw malformed("angular momentum \(angularMomentum)", "one from 0 (s) to \(highest)")
        }
        guard !exponents.isEmpty, !contractions.isEmpty else { throw malformed("no primitive", "at least one") }
        for exponent in exponents where !(exponent > 0 && exponent.isFinite) {
            throw malformed("the exponent \(exponent)", "a positive, finite number")
        }
        for row in contractions {
            guard row.count == exponents.count else {
                throw malformed("\(row.count) coefficients", "\(exponents.count), one an exponent")
            }
            guard row.allSatisfy(\.isFinite), row.contains(where: { $0 != 0 }) else {
                throw malformed("the coefficients \(row)", "finite numbers, not all zero")
            }
        }
        self.angularMomentum = angularMomentum
        self.exponents = exponents
        self.contractions = contractions
    }

    /// The largest angular momentum there are integrals for: 5, an h shell.
    public static let largestAngularMomentum = 5
    /// The largest angular momentum of functions that densities are fitted with: 7.
    public static let largestAuxiliaryAngularMomentum = 7
}

/// Basis functions for elements: what a name such as `cc-pvdz` stands for, or a user's own file.
public struct BasisSet: Sendable {
    /// The name, as the user gave it.
    public let name: String
    private let content: [Int: Content]

    /// Shells, or the text that describes them: a library file has dozens of elements and a molecule needs few.
    enum Content: Sendable {
        case shells([BasisShell])
        case json(String)
    }

    init(name: String, content: [Int: Content]) {
        self.name = name
        self.content = content
    }

    /// A basis set of given shells by atomic number.
    public init(name: String, shells: [Int: [BasisShell]]) {
        self.init(name: name, content: shells.mapValues { .shells($0) })
    }

    /// The atomic numbers of the elements that have functions, ascending.
    public var atomicNumbers: [Int] { content.keys.sorted() }

    /// The shells of an element, in ascending order of angular momentum (and else as they were given).
    ///
    /// - Throws: `missingBasisFunctions` for an element the set does not have.
    public func shells(of element: ChemicalElement) throws(ElectronicStructureError) -> [BasisShell] {
        let shells: [BasisShell]
        switch content[element.atomicNumber] {
        case nil:
            throw .missingBasisFunctions(
                basis: name, element: element.symbol, available: Self.describe(atomicNumbers))
        case .shells(let given): shells = given
        case .json(let text): shells = try BasisLibrary.shells(json: text, source: name)
        }
        let order = shells.indices.sorted {
            (shells[$0].angularMomentum, $0) < (shells[$1].angularMomentum, $1)
        }
        return order.map { shells[$0] }
    }

    /// `H-Kr` and the like.
    private static func describe(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound == number - 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        func symbol(_ number: Int) -> String { (try? ChemicalElement(atomicNumber: number))?.symbol ?? "\(number)" }
        return ranges.map {
            $0.count == 1 ? symbol($0.lowerBound) : "\(symbol($0.lowerBound))-\(symbol($0.upperBound))"
        }.joined(separator: ", ")
    }
}
