public import ArgumentParser
public import ElectronicStructure

/// The flag that turns the orbitals that are shown: `--localize`.
struct LocalizationOptions: ParsableArguments {
    @Option(
        help: """
            Localize the occupied orbitals (pipek-mezey or boys) for the table, F.molden and cubes; energies and files of \
            integrals stay with the canonical ones.
            """)
    var localize: LocalizationScheme?

    /// The field that is drawn, and what the report says of it.
    func localized(_ field: MeanField?) throws -> (field: MeanField, report: MoleculeReport.LocalizationReport)? {
        guard let localize else { return nil }
        guard let field else {
            throw CommandFailure(
                .usage,
                "--localize needs basis functions, which a file of integrals does not have; start from a geometry"
            )
        }
        let (local, measure) = try field.localizingOccupied(localize)
        return (local, MoleculeReport.LocalizationReport(local, scheme: localize, measure: measure))
    }
}

extension LocalizationScheme: ExpressibleByArgument {}

extension MoleculeReport {
    /// Occupied orbitals that were localized.
    struct LocalizationReport: Encodable {
        struct Orbital: Encodable {
            var number: Int
            /// `up` and `down` where the spins have orbitals of their own.
            var spin: String?
            var electrons: Int
            /// ⟨i|F|i⟩ in hartree.
            var energy: Double
            /// The shares of the atoms after Mulliken.
            var shares: [Double]
        }

        var scheme: String
        /// What the scheme made largest.
        var measure: Double
        var orbitals: [Orbital] = []
        private var symbols: [String]

        private enum CodingKeys: CodingKey { case scheme, measure, orbitals }

        init(_ field: MeanField, scheme: LocalizationScheme, measure: Double) {
            self.scheme = scheme.rawValue
            self.measure = measure
            symbols = field.system.molecule.atoms.enumerated().map { "\($1.element.symbol)\($0 + 1)" }
            let counts = [field.electrons.up, field.electrons.down]
            for set in field.orbitals.indices {
                let isShared = field.orbitals.count == 1
                for number in 0..<(isShared ? max(counts[0], counts[1]) : counts[set]) {
                    orbitals.append(
                        Orbital(
                            number: number, spin: isShared ? nil : ["up", "down"][set],
                            electrons: isShared ? counts.count { number < $0 } : 1,
                            energy: field.orbitalEnergies[set][number],
                            shares: field.mullikenShares(ofOrbital: number, spin: set)))
                }
            }
        }

        /// One line an orbital: the atoms with more than a twentieth of it.
        func printText() {
            Console.result("localized".padding(to: 20) + "\(scheme), measure \(measure)")
            for orbital in orbitals {
                let places = zip(symbols, orbital.shares).filter { abs($1) > 0.05 }.sorted { $0.1 > $1.1 }
                    .map { "\($0) \(($1 * 1000).rounded() / 1000)" }.joined(separator: ", ")
                Console.result(
                    "  orbital \(orbital.number)\(orbital.spin.map { " \($0)" } ?? "")".padding(to: 20)
                        + "\(orbital.energy) Eh".padding(to: 26) + places)
            }
        }
    }
}
