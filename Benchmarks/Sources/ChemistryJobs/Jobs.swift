import Contest
import ElectronicStructure
import FockSpace
import Foundation
import OperatorAlgebra

/// What the result has in common with that of another program.
struct Summary: ResultSummary {
    var count = 1
    var sum = 0.0
    var squares = 0.0

    init(energy: Double) { (sum, squares) = (energy, energy * energy) }

    init(vector: [Double]) {
        count = vector.count
        for (index, value) in vector.enumerated() {
            sum += value * Double(index % 7)
            squares += value * value
        }
    }

    /// The order and the signs of basis functions differ between programs: only what they do not change.
    init(repulsions: TwoBodyIntegrals) {
        count = repulsions.packed.count
        for value in repulsions.packed { squares += value * value }
    }

    var json: String { "\"count\": \(count), \"sum\": \(sum), \"squares\": \(squares)" }
}

/// As PySCF has them by default: the energy to 1e-9, the gradient to its root, no search for instabilities.
private let meanFieldOptions = HartreeFockOptions(
    energyTolerance: 1e-9, gradientTolerance: 3e-5, stability: .skip)

/// Makes a job ready: its input is read, the work waits in the closure.
func prepare(_ job: String, _ input: String) throws -> TimedJob {
    switch job {
    case "repulsions":
        let molecule = try molecule(input)
        let basis = try MolecularBasis(molecule, .named(molecule.basis))
        return timed({ try basis.repulsions() }, summary: { Summary(repulsions: $0) })
    case "rhf":
        let molecule = try molecule(input)
        return timed({ try HartreeFock.restricted(molecule, options: meanFieldOptions).energy }) { Summary(energy: $0) }
    case "fci":
        let field = try HartreeFock.restricted(try molecule(input), options: HartreeFockOptions(stability: .skip))
        return timed({
            let hamiltonian = try field.hamiltonian()
            // PySCF stops at an energy good to 1e-10 and a residual of its root.
            return try fullConfigurationInteraction(
                hamiltonian, alphaCount: field.electrons.up, betaCount: field.electrons.down,
                options: ConfigurationInteractionOptions(residualTolerance: 1e-5)
            ).states[0].energy
        }) { Summary(energy: $0) }
    case "ccsd":
        let field = try HartreeFock.restricted(try molecule(input), options: HartreeFockOptions(stability: .skip))
        let options = CorrelationOptions(energyTolerance: 1e-7, residualTolerance: 1e-5)
        return timed({ try SpinOrbitalHamiltonian(field).ccsd(options: options).energy }) { Summary(energy: $0) }
    case "product":
        let integrals = try PackedFile(path: input)
        let electrons = integrals.orbitalCount / 2
        let space = try DeterminantSpace(
            orbitalCount: integrals.orbitalCount, alphaCount: electrons, betaCount: electrons)
        let vector = try doubles(input + ".v")
        let hamiltonian = try DirectHamiltonian(integrals, on: space)
        return timed({ try hamiltonian.apply(to: vector) }, summary: { Summary(vector: $0) })
    default:
        throw CocoaError(.featureUnsupported)
    }
}

/// The molecule of a file: an xyz file whose second line is the basis set.
private func molecule(_ path: String) throws -> Molecule {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
    return try Molecule(xyz: path, basis: String(lines[1]))
}
