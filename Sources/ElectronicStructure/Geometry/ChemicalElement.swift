/// A chemical element, by its atomic number.
public struct ChemicalElement: Hashable, Sendable {
    /// The number of protons, from 1 to `heaviest`.
    public let atomicNumber: Int

    /// The atomic number of the heaviest element known, oganesson.
    public static let heaviest = symbols.count

    /// The element of an atomic number.
    ///
    /// - Throws: `unknownElement` outside 1...118.
    public init(atomicNumber: Int) throws(ElectronicStructureError) {
        guard (1...Self.heaviest).contains(atomicNumber) else { throw .unknownElement(found: "\(atomicNumber)") }
        self.atomicNumber = atomicNumber
    }

    /// The element of a symbol in any case (`He`, `he`, `HE`), or of an atomic number in digits.
    ///
    /// - Throws: `unknownElement`.
    public init(symbol: some StringProtocol) throws(ElectronicStructureError) {
        if let number = Int(symbol) {
            try self.init(atomicNumber: number)
            return
        }
        guard let index = Self.symbols.firstIndex(where: { $0.lowercased() == symbol.lowercased() }) else {
            throw .unknownElement(found: String(symbol))
        }
        try self.init(atomicNumber: index + 1)
    }

    /// The symbol, such as `He`.
    public var symbol: String { Self.symbols[atomicNumber - 1] }

    /// The number of spatial orbitals of the largest noble gas that is lighter: what is frozen as the core.
    ///
    /// None for H and He, one (1s) for Li to Ne, five for Na to Ar, and so on.
    public var coreOrbitalCount: Int {
        (Self.nobleGases.last { $0 < atomicNumber } ?? 0) / 2
    }

    private static let nobleGases = [2, 10, 18, 36, 54, 86]

    private static let symbols = """
        H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr \
        Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu \
        Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr \
        Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
        """.split(separator: " ").map(String.init)
}

extension ChemicalElement: CustomStringConvertible {
    /// The symbol.
    public var description: String { symbol }
}
