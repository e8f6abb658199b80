public import ElectronicStructure
internal import DenseAlgebra
internal import Foundation

/// Orbitals in a Molden file, which viewers draw (G. Schaftenaar and J. H. Noordik, J. Comput.-Aided Mol. Des. 14, 123,
/// 2000).
public enum MoldenFile {
    /// Writes the orbitals of a mean field; the file appears whole or not at all.
    ///
    /// - Throws: `cannotCreate`; `structure` for shells above g, which the format does not have, and Cartesian ones.
    public static func write(_ field: MeanField, to path: String) throws(MolecularFileError) {
        let basis = field.system.basis
        guard !basis.isCartesian, basis.shells.allSatisfy({ $0.angularMomentum <= 4 }) else {
            throw .structure(
                file: path,
                error: .unsupportedMethod(
                    method: "Writing a Molden file", reason: "it takes pure shells from s to g only"))
        }
        try TextFiles.write(text(field), to: path)
    }

    static func text(_ field: MeanField) -> String {
        var text = "[Molden Format]\n[Title]\n\(field.system.molecule.name)\n[Atoms] AU\n"
        for (index, atom) in field.system.molecule.atoms.enumerated() {
            let r = atom.position
            text += "\(atom.element.symbol) \(index + 1) \(atom.nuclearCharge) \(r.x) \(r.y) \(r.z)\n"
        }
        text += shells(field.system.basis) + "[5D]\n[7F]\n[9G]\n[MO]\n"
        let counts = [field.electrons.up, field.electrons.down]
        let order = order(field.system.basis)
        for (set, orbitals) in field.orbitals.enumerated() {
            for k in 0..<orbitals.columns {
                let occupation =
                    field.orbitals.count == 2
                    ? (k < counts[set] ? 1 : 0) : (k < counts[0] ? 1 : 0) + (k < counts[1] ? 1 : 0)
                text += " Sym= A\n Ene= \(field.orbitalEnergies[set][k])\n Spin= \(set == 0 ? "Alpha" : "Beta")\n"
                text += " Occup= \(occupation)\n"
                for (row, function) in order.enumerated() { text += " \(row + 1) \(orbitals[function, k])\n" }
            }
        }
        return text
    }

    private static func shells(_ basis: MolecularBasis) -> String {
        var text = "[GTO]\n"
        for atom in basis.centers.indices {
            text += "\(atom + 1) 0\n"
            for shell in basis.shells where shell.atom == atom {
                let letter = ["s", "p", "d", "f", "g"][shell.angularMomentum]
                text += "\(letter) \(shell.exponents.count) 1.00\n"
                let norm = norm(shell)
                for (exponent, coefficient) in zip(shell.exponents, shell.coefficients) {
                    text += " \(exponent) \(coefficient / norm)\n"
                }
            }
            text += "\n"
        }
        return text
    }

    /// sqrt(Σ_ij c_i c_j (2 sqrt(α_i α_j)/(α_i + α_j))^(l + 3/2)), the norm of a contraction of normalized primitives.
    private static func norm(_ shell: MolecularBasis.Shell) -> Double {
        var sum = 0.0
        for (a, c) in zip(shell.exponents, shell.coefficients) {
            for (b, d) in zip(shell.exponents, shell.coefficients) {
                sum += c * d * pow(2 * (a * b).squareRoot() / (a + b), Double(shell.angularMomentum) + 1.5)
            }
        }
        return sum.squareRoot()
    }

    /// The functions in Molden's order, m = 0, 1, -1, 2, -2, … above p.
    private static func order(_ basis: MolecularBasis) -> [Int] {
        basis.shells.flatMap { shell -> [Int] in
            let l = shell.angularMomentum
            guard l > 1 else { return Array(shell.functions) }
            let momenta = [0] + (1...l).flatMap { [$0, -$0] }
            return momenta.map { shell.firstFunction + l + $0 }
        }
    }
}
