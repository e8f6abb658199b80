import DenseAlgebra
import Foundation
import TestSupport
import Testing

@testable import ElectronicStructure

@Suite struct SymmetryTests {
    /// Name, geometry, and the group of half turns, mirrors and the inversion; in no special orientation.
    static let molecules: [(String, String)] = [
        ("D2h", "N 0 0 0; N 0.3 0.5 1.0"), ("C2v", "C 0.1 0.2 0.3; O 0.9 0.8 0.4"), ("D2h", "He 1 2 3"),
        ("C2v", "O 0 0 0; H 0.5 0.5 0.6; H 0.5 -0.5 0.6"),
        ("C2v", "O 0.1 0 0; H 0.1 0.96 0; H 1.02942173476 -0.24036480389 0"),
        ("D2h", "C 0 0 0.67; C 0 0 -0.67; H 0 0.92 1.24; H 0 -0.92 1.24; H 0 0.92 -1.24; H 0 -0.92 -1.24"),
        ("D2", "C 0.63 0.63 0.63; H 1.26 1.26 1.26; H 1.26 0 0; H 0 1.26 0; H 0 0 1.26"),
        ("Cs", "N 0 0 0.1; H 0.94 0 -0.27; H -0.47 0.814 -0.27; H -0.47 -0.814 -0.27"),
        ("C2", "O 0 0.7 0; O 0 -0.7 0; H 0.8 0.9 0.5; H -0.8 -0.9 0.5"),
        ("C2h", "N 0 0.6 0; N 0 -0.6 0; F 1.1 1.2 0; F -1.1 -1.2 0"),
        (
            "Ci",
            "C 0 0.7 0; C 0 -0.7 0; H 0.8 0.9 0.5; H -0.8 -0.9 -0.5; F -0.9 1.2 0.6; F 0.9 -1.2 -0.6; "
                + "Cl 0 1.3 -1.5; Cl 0 -1.3 1.5"
        ),
        ("Cs", "O 0 0 0; Cl 1.2 1.2 0.3; H -0.5 0.8 0.1"),
        ("C1", "C 0 0 0; H 1 0 0; F 0 1.3 0; Cl 0 0 1.7; Br -1 -1 -1"),
        ("C2v", "H 0 0 0; H 0 0 1; @He 0 2 0.5"),
    ]

    @Test(arguments: molecules) func groups(_ name: String, _ geometry: String) throws {
        let protons = try Molecule(geometry: geometry, multiplicity: 1)
        let group = protons.abelianPointGroup()
        // Methane's largest such groups are D2 and C2v, of four elements both.
        let alternatives = name == "D2" ? ["D2", "C2v"] : [name]
        #expect(alternatives.contains(group.name.rawValue), "\(group.name)")
        for (a, axis) in group.axes.enumerated() {
            for (b, other) in group.axes.enumerated() {
                #expect(abs((axis * other).sum() - (a == b ? 1 : 0)) < 1e-12)
            }
        }
        #expect(group.name.irreducibleRepresentations.count == 1 << group.generators.count)
    }

    /// Overlaps and kinetic energies stay when basis functions of every angular momentum turn with the molecule: order,
    /// signs and norms of the angular functions are those of the integrals.
    @Test(arguments: [false, true]) func functionsTurnAsTheirIntegralsSay(isCartesian: Bool) throws {
        let molecule = try Molecule(
            atoms: [
                .bohr(ChemicalElement(symbol: "H"), SIMD3(0.3, 0.5, 1.0)),
                .bohr(ChemicalElement(symbol: "H"), SIMD3(-0.7, 0.1, -0.4)),
            ])
        let shells = try (0...5).map {
            try BasisShell(angularMomentum: $0, exponents: [0.4, 1.3], contractions: [[0.6, 0.5]])
        }
        let basis = try MolecularBasis(
            molecule, BasisSet(name: "all", shells: [1: shells]), isCartesian: isCartesian)
        let group = molecule.abelianPointGroup()
        #expect(group.name == .d2h)
        let (overlap, kinetic) = (try basis.overlap(), try basis.kinetic())
        for operation in group.generators {
            let permutation = try #require(
                operation.permutation(of: molecule.atoms, about: group.center, tolerance: 1e-8))
            let turn = try basis.representation(of: operation, permutation: permutation)
            #expect((turn.times(turn) - .identity(basis.functionCount)).largestMagnitude < 1e-10)
            #expect((overlap.transformed(by: turn) - overlap).largestMagnitude < 1e-10)
            #expect((kinetic.transformed(by: turn) - kinetic).largestMagnitude < 1e-9)
        }
    }

    /// Sums over a fine grid converge exponentially for Gaussians: they are the overlaps.
    @Test(arguments: [false, true]) func valuesIntegrateToOverlaps(isCartesian: Bool) throws {
        let molecule = try Molecule(
            atoms: [
                .bohr(ChemicalElement(symbol: "H"), SIMD3(0.1, 0, -0.2)),
                .bohr(ChemicalElement(symbol: "H"), SIMD3(-0.3, 0.4, 0.5)),
            ])
        let shells = try (0...4).map {
            try BasisShell(angularMomentum: $0, exponents: [0.5, 0.9], contractions: [[0.7, 0.4]])
        }
        let basis = try MolecularBasis(
            molecule, BasisSet(name: "all", shells: [1: shells]), isCartesian: isCartesian)
        let values = BasisFunctionValues(basis)
        let n = basis.functionCount
        var sum = Matrix(rows: n, columns: n)
        let step = 0.4
        for x in -16...16 {
            var rows: [Double] = []
            for y in -16...16 {
                for z in -16...16 { rows += values.values(at: step * SIMD3(Double(x), Double(y), Double(z))) }
            }
            let plane = Matrix(33 * 33, n, rows)
            sum = sum.adding(plane.transposed.times(plane), scaled: step * step * step)
        }
        let error = (sum - (try basis.overlap())).largestMagnitude
        #expect(error < 1e-6, "\(error)")
    }

    /// PySCF's labels of Hartree-Fock orbitals in Molpro's numbers, from the lowest.
    @Test(arguments: [
        ("N 0 0 0; N 0 0 1.0977", 1, "D2h", [1, 5, 1, 5, 2, 3, 1, 6, 7, 5]),
        (
            "O 0 0 0; H 0 0.7575407977810179 0.5870796365888523; H 0 -0.7575407977810179 0.5870796365888523", 1, "C2v",
            [1, 1, 3, 1, 2, 1, 3]
        ),
        ("N 0 0 0; H 0 0.6 0.8", 3, "C2v", [1, 1, 1, 2, 3, 1]),
    ])
    func labels(geometry: String, multiplicity: Int, name: String, expected: [Int]) throws {
        let field = try HartreeFock.solve(
            ElectronicSystem(Molecule(geometry: geometry, multiplicity: multiplicity, basis: "sto-3g")))
        let (adapted, found) = try field.symmetryAdapted()
        let symmetry = try #require(found)
        #expect(symmetry.group.name.rawValue == name)
        // Of equal energies the order is open, and so is which of x and y is which for a linear molecule.
        let energies = field.orbitalEnergies[0].map { Int(($0 * 1e5).rounded()) }
        func sorted(_ labels: [Int]) -> [[Int]] {
            zip(energies, labels).map { [$0, $1] }.sorted { $0.lexicographicallyPrecedes($1) }
        }
        if multiplicity == 1 { #expect(sorted(symmetry.labels[0]) == sorted(expected), "\(symmetry.labels)") }
        if multiplicity == 3 {
            #expect(OrbitalSymmetry.product(symmetry.labels[0][field.electrons.down..<field.electrons.up]) == 4)
            #expect(symmetry.names()[0] == "A1")
        }
        let overlap = adapted.orbitals[0].transposed.times(field.system.overlap).times(adapted.orbitals[0])
        #expect((overlap - .identity(overlap.rows)).largestMagnitude < 1e-9)
        // Integrals vanish unless the representations multiply to the first, and the energy stays.
        let hamiltonian = try adapted.hamiltonian()
        #expect(abs(hamiltonian.referenceEnergy - field.energy) < 1e-9)
        let n = hamiltonian.orbitalCount
        let labels = symmetry.labels[0]
        for p in 0..<n {
            for q in 0..<n {
                if labels[p] != labels[q] { #expect(abs(hamiltonian.oneBody(p, q)) < 1e-11) }
                for r in 0..<n {
                    for s in 0..<n where OrbitalSymmetry.product([labels[p], labels[q], labels[r], labels[s]]) != 1 {
                        #expect(abs(hamiltonian.twoBody(p, q, r, s)) < 1e-11)
                    }
                }
            }
        }
    }

    /// A solution without the symmetry of its nuclei has no labels.
    @Test func brokenSymmetryHasNoLabels() throws {
        let stretched = try Molecule(geometry: "H 0 0 0; H 0 0 2.5", basis: "6-31g")
        let field = try HartreeFock.unrestricted(stretched)
        #expect(field.squaredSpin > 0.5)
        let (same, symmetry) = try field.symmetryAdapted()
        #expect(symmetry == nil && same.orbitals == field.orbitals)
    }
}
