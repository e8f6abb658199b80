/// Atomic orbitals by name: `N 2p`, `Fe 3d`, `C 2pz`, with the number of the atom in front where only one is meant, as
/// in `1 C 2p`.
public struct AtomicOrbitalLabel: Hashable, Sendable {
    /// The atom, counted from 0; `nil` for all of the element.
    public let atom: Int?
    /// The element.
    public let element: ChemicalElement
    /// The principal quantum number.
    public let principal: Int
    /// The angular momentum.
    public let angularMomentum: Int
    /// 0, 1, 2 for x, y, z of a p shell; `nil` for the whole shell.
    public let component: Int?

    private static let letters = Array("spdf")

    /// Reads a name.
    ///
    /// - Throws: `impossibleActiveSpace` saying what was expected.
    public init(_ text: String) throws(ElectronicStructureError) {
        let problem = ElectronicStructureError.impossibleActiveSpace(
            reason:
                "\"\(text)\" names no atomic orbitals; expected an element and a shell such as \"N 2p\", \"Fe 3d\" or "
                + "\"C 2pz\", with the number of the atom in front where one is meant, as in \"1 C 2p\"")
        var fields = text.split(whereSeparator: \.isWhitespace)
        if fields.count == 3, let number = Int(fields[0]), number > 0 {
            atom = number - 1
            fields.removeFirst()
        } else {
            atom = nil
        }
        guard fields.count == 2, Int(fields[0]) == nil, let element = try? ChemicalElement(symbol: fields[0]) else {
            throw problem
        }
        self.element = element
        let shell = fields[1].lowercased()
        let digits = shell.prefix(while: \.isNumber)
        let rest = Array(shell.dropFirst(digits.count))
        guard let principal = Int(digits), let letter = rest.first, let l = Self.letters.firstIndex(of: letter),
            principal > l, rest.count <= 2
        else { throw problem }
        self.principal = principal
        angularMomentum = l
        if rest.count == 2 {
            guard l == 1, let axis = Array("xyz").firstIndex(of: rest[1]) else { throw problem }
            component = axis
        } else {
            component = nil
        }
    }

    /// The functions of a minimal basis that the name means.
    func functions(of basis: MolecularBasis, in molecule: Molecule) -> [Int] {
        var result: [Int] = []
        for (index, place) in molecule.atoms.enumerated()
        where place.element == element && !place.isGhost && (atom == nil || atom == index) {
            let shells = basis.shells.filter { $0.atom == index && $0.angularMomentum == angularMomentum }
            // The lowest shell of angular momentum l has the principal quantum number l + 1.
            let number = principal - angularMomentum - 1
            guard shells.indices ~= number else { continue }
            let functions = Array(shells[number].functions)
            result += component.map { [functions[$0]] } ?? functions
        }
        return result
    }
}
