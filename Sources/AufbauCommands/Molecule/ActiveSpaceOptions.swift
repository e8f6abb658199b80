internal import ArgumentParser
internal import ElectronicStructure
internal import MolecularFiles

/// The flags that choose orbitals: `--active`, `--freeze-core`, `--orbitals`.
struct ActiveSpaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Active electrons and orbitals around the Fermi level; lower orbitals are frozen, higher ones left out.",
            valueName: "Ne,Mo"))
    var active: CountPair?

    @Flag(help: "Freeze the core orbitals of every atom.")
    var freezeCore = false

    @Option(
        help: ArgumentHelp(
            "Active orbitals by number, such as 1,2,5-7; lower ones that are not listed are frozen.",
            valueName: "LIST"))
    var orbitals: OrbitalList?

    mutating func validate() throws {
        let chosen = [active != nil, freezeCore, orbitals != nil].count { $0 }
        if chosen > 1 { throw ValidationError("--active, --freeze-core and --orbitals exclude one another.") }
    }

    /// Whether any orbital is left out.
    var isRestricting: Bool { active != nil || freezeCore || orbitals != nil }

    /// The numbers of the chosen orbitals among all.
    func activeOrbitals(of electrons: SpinCounts, orbitalCount: Int, core: Int) -> [Int] {
        if let active {
            let first = (electrons.total - active.first) / 2
            return Array(first..<max(first, min(orbitalCount, first + active.second)))
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
        if let active { return try full.activeSpace(ActiveSpace(electrons: active.first, orbitals: active.second)) }
        if freezeCore { return try full.freezingCore(try core()) }
        if let orbitals {
            let occupied = (0..<min(full.electrons.up, full.electrons.down)).filter { !orbitals.numbers.contains($0) }
            return try full.activeSpace(occupied: occupied, active: orbitals.numbers)
        }
        return full
    }
}

/// Two counts separated by a comma.
struct CountPair: ExpressibleByArgument {
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
