/// What can go wrong when a model is made; each case says what was found, what was expected and what to do.
public enum LatticeModelError: Error, Equatable, Sendable {
    /// A count of sites, points, orbitals or particles outside its range.
    case count(of: String, found: Int, expected: String)
    /// A parameter that is infinite, not a number, or outside its range.
    case parameter(name: String, found: Double, expected: String)
    /// A site, band or direction that the model does not have.
    case index(of: String, found: Int, count: Int)
    /// An interaction or a hop of a spin orbital with itself.
    case selfCoupling(band: Int)
    /// The vectors of a cell lie in a plane or on a line.
    case flatCell
}

extension LatticeModelError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .count(let name, let found, let expected):
            "found \(found) for the number of \(name), expected \(expected); choose another size"
        case .parameter(let name, let found, let expected):
            "found \(found) for the \(name), expected \(expected); check the number"
        case .index(let name, let found, let count):
            "found the \(name) \(found), expected 0 to \(count - 1); the model has \(count)"
        case .selfCoupling(let band):
            "the term couples the spin orbital of band \(band) on a site with itself; choose two bands, another pair of "
                + "sites, or opposite spins"
        case .flatCell:
            "the vectors of the cell are linearly dependent; give as many independent vectors as dimensions"
        }
    }
}

extension Double {
    /// The number itself if it is finite.
    func checkedFinite(_ name: String) throws(LatticeModelError) -> Double {
        guard isFinite else { throw .parameter(name: name, found: self, expected: "a finite number") }
        return self
    }

    /// The number itself if it is finite and positive.
    func checkedPositive(_ name: String) throws(LatticeModelError) -> Double {
        guard isFinite, self > 0 else { throw .parameter(name: name, found: self, expected: "a positive number") }
        return self
    }
}
