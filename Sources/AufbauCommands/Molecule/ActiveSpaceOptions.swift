internal import ArgumentParser
internal import ElectronicStructure
internal import MolecularFiles

/// The flags that choose orbitals: `--active`, `--avas`, `--freeze-core`, `--orbitals`.
struct ActiveSpaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Active electrons and orbitals around the Fermi level; lower orbitals are frozen, higher ones left out. AUTO: the \
            natural orbitals (MP2, or UHF at broken bonds) that hold 0.02 to 1.98 electrons, at most 12.
            """,
            valueName: "Ne,Mo|AUTO"))
    var active: ActiveSpaceRequest?

    @Option(
        help: ArgumentHelp(
            """
            Active orbitals by their share, above 0.2, in atomic orbitals such as "N 2p" or "Fe 3d, 1 C 2pz" (the number \
            of an atom in front takes that one alone).
            """,
            valueName: "AOS"))
    var avas: String?

    @Flag(help: "Freeze the core orbitals of every atom.")
    var freezeCore = false

    @Option(
        help: ArgumentHelp(
            "Active orbitals by number, such as 1,2,5-7; lower ones that are not listed are frozen.",
            valueName: "LIST"))
    var orbitals: OrbitalList?

    mutating func validate() throws {
        let chosen = [active != nil, avas != nil, freezeCore, orbitals != nil].count { $0 }
        if chosen > 1 {
            throw ValidationError("--active, --avas, --freeze-core and --orbitals exclude one another.")
        }
    }

    /// Whether any orbital is left out.
    var isRestricting: Bool { active != nil || avas != nil || freezeCore || orbitals != nil }

    /// The electrons and orbitals that were asked for, if they were numbers.
    var counts: CountPair? { if case .counts(let pair) = active { pair } else { nil } }

    /// Whether orbitals other than those of the mean field are chosen: what needs basis functions.
    var turnsOrbitals: Bool { avas != nil || active == .automatic }

    /// The numbers of the chosen orbitals among all; none where they are turned.
    func activeOrbitals(of electrons: SpinCounts, orbitalCount: Int, core: Int) -> [Int] {
        if turnsOrbitals { return [] }
        if let counts {
            let first = (electrons.total - counts.first) / 2
            return Array(first..<max(first, min(orbitalCount, first + counts.second)))
        }
        if freezeCore { return Array(min(core, orbitalCount)..<orbitalCount) }
        return orbitals?.numbers ?? Array(0..<orbitalCount)
    }

    /// The Hamiltonian of a molecule over the chosen orbitals.
    func hamiltonian(of record: MolecularRecord) throws -> ElectronicHamiltonian {
        try restricted(record.hamiltonian()) { try record.molecule().coreOrbitalCount }
    }

    /// A Hamiltonian over the chosen orbitals; `core` says how many orbitals the cores of its atoms have.
    func restricted(
        _ full: ElectronicHamiltonian, core: () throws -> Int
    ) throws -> ElectronicHamiltonian {
        if turnsOrbitals {
            throw CommandFailure(
                .usage,
                "--active AUTO and --avas need basis functions, which a file of integrals does not have; start from a "
                    + "geometry, or use --active Ne,Mo or --orbitals")
        }
        if let counts { return try full.activeSpace(ActiveSpace(electrons: counts.first, orbitals: counts.second)) }
        if freezeCore { return try full.freezingCore(try core()) }
        if let orbitals {
            return try full.activeSpace(
                occupied: occupied(full.electrons, besides: orbitals.numbers), active: orbitals.numbers)
        }
        return full
    }

    /// The pairs of electrons that are not among listed orbitals.
    func occupied(_ electrons: SpinCounts, besides listed: [Int]) -> [Int] {
        (0..<min(electrons.up, electrons.down)).filter { !listed.contains($0) }
    }
}

/// What follows `--active` of `molecule`.
enum ActiveSpaceRequest: ExpressibleByArgument, Equatable {
    case counts(CountPair)
    case automatic

    init?(argument: String) {
        if argument.uppercased() == "AUTO" {
            self = .automatic
        } else if let pair = CountPair(argument: argument) {
            self = .counts(pair)
        } else {
            return nil
        }
    }
}

/// Two counts separated by a comma.
struct CountPair: ExpressibleByArgument, Equatable {
    let first: Int
    let second: Int

    init?(argument: String) {
        let parts = argument.split(separator: ",").map { Int($0) }
        guard parts.count == 2, let first = parts[0], let second = parts[1], first >= 0, second > 0 else { return nil }
        (self.first, self.second) = (first, second)
    }
}

/// Numbers and ranges separated by commas, ascending.
struct OrbitalList: ExpressibleByArgument {
    /// A list longer than any basis set is a typing error, not a request for that much memory.
    private static let largest = 10_000

    let numbers: [Int]

    init?(argument: String) {
        var numbers = Set<Int>()
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let low = bounds.first ?? nil, let high = bounds.last ?? nil, bounds.count <= 2, low <= high,
                high < Self.largest
            else { return nil }
            numbers.formUnion(low...high)
        }
        guard !numbers.isEmpty else { return nil }
        self.numbers = numbers.sorted()
    }
}
