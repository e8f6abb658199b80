internal import ArgumentParser
internal import ElectronicStructure
internal import MolecularFiles

/// What computes a geometry.
enum EngineChoice: String, CaseIterable, ExpressibleByArgument {
    case native, pyscf, psi4

    /// The program of others, if it is one.
    private var external: ExternalEngine? { ExternalEngine(rawValue: rawValue) }

    /// The methods that are theirs: casci without an active space is exact diagonalization over their integrals.
    private static func names(_ options: MoleculeCommand) -> [String] {
        options.methods?.methods.filter { $0 != .casci }.map(\.rawValue) ?? []
    }

    /// What a program of others finds for a geometry, or `nil` where Aufbau computes by itself.
    func run(_ input: MoleculeInput, _ options: MoleculeCommand) throws -> ExternalEngine.Result? {
        guard let external else { return nil }
        guard case .geometry(let molecule) = input else {
            throw CommandFailure(.usage, "--engine computes a geometry; a file of integrals has been computed")
        }
        guard options.cubes.requests.isEmpty else {
            throw CommandFailure(.usage, "--cube needs basis functions of Aufbau's own: leave out --engine")
        }
        // In an active space the methods are Aufbau's: over the program's orbitals.
        let methods = options.space.isRestricting ? [] : Self.names(options)
        return try external.run(molecule, reference: options.meanField.reference, methods: methods)
    }
}
