import DenseAlgebra
import Foundation
import TestSupport
import Testing

@testable import ElectronicStructure

/// Integrals over basis functions against PySCF (libcint), shells from s to g.
@Suite struct AtomicIntegralsTests {
    /// The cases among the resources; with the shared folder all of them, and the copies whole.
    static let cases: [ReferenceVectors.Case] = {
        if let url = SharedFiles.url("vectors/integrals.json"), let data = try? Data(contentsOf: url),
            let all = try? JSONDecoder().decode(ReferenceVectors.self, from: data)
        {
            return all.cases.filter { $0.kind == "ao_integrals" }
        }
        return (try? ReferenceVectors.cases("ao_integrals", file: "integrals", from: Bundle.module)) ?? []
    }()

    private struct Input {
        let molecule: Molecule
        let basis: MolecularBasis
        /// What PySCF's function is in units of ours: Cartesian ones above p have the norm 4π/(2l + 1) there.
        let scale: [Double]

        init(_ input: [String: Field]) throws {
            var atoms: [Atom] = []
            for entry in try #require(input["atoms_bohr"]?.list) {
                let element = try ChemicalElement(symbol: try #require(entry.list?[0].string))
                let place = try #require(entry.list?[1].list).compactMap(\.double)
                atoms.append(.bohr(element, SIMD3(place[0], place[1], place[2])))
            }
            let protons = atoms.reduce(0) { $0 + $1.nuclearCharge }
            molecule = try Molecule(atoms: atoms, multiplicity: 1 + protons % 2)
            var shells: [Int: [BasisShell]] = [:]
            guard case .object(let elements) = try #require(input["basis"]) else { throw CocoaError(.coderReadCorrupt) }
            for (symbol, rows) in elements {
                let element = try ChemicalElement(symbol: symbol)
                shells[element.atomicNumber] = try #require(rows.list).map { row in
                    let fields = try #require(row.list)
                    let primitives = try fields.dropFirst().map { try #require($0.list).compactMap(\.double) }
                    return try BasisShell(
                        angularMomentum: try #require(fields[0].int), exponents: primitives.map { $0[0] },
                        contractions: (1..<primitives[0].count).map { k in primitives.map { $0[k] } })
                }
            }
            let isCartesian = input["cart"]?.bool == true
            basis = try MolecularBasis(molecule, BasisSet(name: "given", shells: shells), isCartesian: isCartesian)
            scale = basis.shells.flatMap { shell in
                let l = Double(shell.angularMomentum)
                let factor = isCartesian && shell.angularMomentum > 1 ? (4 * Double.pi / (2 * l + 1)).squareRoot() : 1
                return Array(repeating: factor, count: shell.functionCount)
            }
        }

        func scaled(_ matrix: Matrix) -> [Double] {
            let n = scale.count
            return (0..<n * n).map { matrix[$0 / n, $0 % n] * scale[$0 / n] * scale[$0 % n] }
        }
    }

    private func compare(_ found: [Double], _ expected: Field?, _ name: String) throws {
        guard let expected, !expected.isNull else { return }
        let values = try #require(expected["re"]?.list).compactMap(\.double)
        #expect(values.count == found.count)
        let worst = zip(found, values).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 1e-10, "\(name): \(worst)")
    }

    @Test(arguments: cases) func matricesOfOneElectron(_ reference: ReferenceVectors.Case) throws {
        let input = try Input(reference.input)
        let basis = input.basis
        #expect(basis.functionCount == reference.expect["n_ao"]?.int)
        let overlap = input.scaled(try basis.overlap())
        let kinetic = input.scaled(try basis.kinetic())
        let nuclear = input.scaled(try basis.nuclearAttraction(of: input.molecule))
        try compare(overlap, reference.expect["overlap"], "overlap")
        try compare(kinetic, reference.expect["kinetic"], "kinetic")
        try compare(nuclear, reference.expect["nuclear"], "nuclear")
        try compare(try basis.dipole().flatMap(input.scaled), reference.expect["dipole_xyz_origin0"], "dipole")
        let repulsion = try #require(reference.expect["nuclear_repulsion"]?.double)
        #expect(abs(input.molecule.nuclearRepulsion - repulsion) < 1e-10)
        let sums = try #require(reference.expect["sums"])
        for (name, values) in [("S", overlap), ("T", kinetic), ("V", nuclear)] {
            #expect(abs(values.reduce(0, +) - (sums[name]?.double ?? .nan)) < 1e-8)
        }
        let n = basis.functionCount
        for sample in reference.expect["one_electron_samples_ij_S_T_V"]?.list ?? [] {
            let row = try #require(sample.list).compactMap(\.double)
            let place = Int(row[0]) * n + Int(row[1])
            #expect(abs(overlap[place] - row[2]) < 1e-10)
            #expect(abs(kinetic[place] - row[3]) < 1e-10)
            #expect(abs(nuclear[place] - row[4]) < 1e-10)
        }
    }

    @Test(arguments: cases) func repulsions(_ reference: ReferenceVectors.Case) throws {
        let input = try Input(reference.input)
        let found = try input.basis.repulsions()
        let s = input.scale
        for sample in reference.expect["eri_samples"]?.list ?? [] {
            let row = try #require(sample.list).compactMap(\.double)
            let (i, j, k, l) = (Int(row[0]), Int(row[1]), Int(row[2]), Int(row[3]))
            #expect(abs(found[i, j, k, l] * s[i] * s[j] * s[k] * s[l] - row[4]) < 1e-10, "\(i) \(j) \(k) \(l)")
        }
        if let packed = reference.expect["eri_s8"]?["values"]?.list?.compactMap(\.double) {
            #expect(packed.count == found.packed.count)
            let worst = zip(found.packed, packed).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst < 1e-10 || s.contains { $0 != 1 }, "\(worst)")
        }
    }

    /// The Boys function F₀(x) from the attraction of a normalized s function of exponent ½ by a unit charge at distance √x:
    /// (2/√π) F₀(x).
    @Test func boysFunction() throws {
        let expected: [(Double, Double)] = [
            (0.1, 0.96764331263559182927), (1, 0.7468241328124270254), (5, 0.39571230961051354205),
            (25, 0.17724538509027909508), (34.9, 0.15001415056438639445), (100, 0.088622692545275801365),
            (10000, 0.0088622692545275801365),
        ]
        for (x, value) in expected {
            let molecule = try Molecule(
                atoms: [
                    .ghost(of: .bohr(ChemicalElement(symbol: "He"), .zero)),
                    .bohr(ChemicalElement(symbol: "H"), SIMD3(0, 0, x.squareRoot())),
                ], charge: 1)
            let one = try BasisShell(angularMomentum: 0, exponents: [0.5], contractions: [[1]])
            let basis = try MolecularBasis(molecule, BasisSet(name: "s", shells: [1: [one], 2: [one]]))
            let found = try -basis.nuclearAttraction(of: molecule)[0, 0] * Double.pi.squareRoot() / 2
            #expect(abs(found - value) < 1e-13, "\(x): \(found)")
        }
    }

    /// x² + y² + z² about one place differs from that about another by what the overlap and the dipole say.
    @Test func momentsMoveWithTheOrigin() throws {
        let water = try Molecule(geometry: "O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", basis: "cc-pvdz")
        let basis = try MolecularBasis(water, .named("cc-pvdz"))
        let (overlap, here) = (try basis.overlap(), try basis.secondMoments())
        let shift = SIMD3(0.3, -1.1, 2.5)
        let (dipole, there) = (try basis.dipole(), try basis.secondMoments(origin: shift))
        let pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
        for (index, (a, b)) in pairs.enumerated() {
            for k in overlap.elements.indices {
                let expected =
                    here[index].elements[k] - shift[a] * dipole[b].elements[k] - shift[b] * dipole[a].elements[k]
                    + shift[a] * shift[b] * overlap.elements[k]
                #expect(abs(there[index].elements[k] - expected) < 1e-11)
            }
        }
    }

    /// General contractions take a way of their own; dropping small primitives costs no accuracy.
    @Test func screeningKeepsTenDigits() throws {
        let molecule = try Molecule(geometry: "S 0.05 0 0; O 0 1.24 0.72")
        let basis = try MolecularBasis(molecule, .named("cc-pvdz"))
        let (screened, exact) = (try basis.repulsions(), try basis.repulsions(threshold: 0, precision: 0))
        let worst = zip(screened.packed, exact.packed).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 1e-11, "\(worst)")
        // Shell by shell, without groups.
        var density = Matrix.identity(basis.functionCount)
        density[0, 1] = 0.3
        density[1, 0] = 0.3
        let grouped = StoredRepulsion(screened).coulombExchange([density])
        let plain = try DirectRepulsion(basis).coulombExchange([density])
        #expect((grouped.coulomb[0] - plain.coulomb[0]).largestMagnitude < 1e-9)
        #expect((grouped.exchange[0] - plain.exchange[0]).largestMagnitude < 1e-9)
    }

    /// Contraction of stored integrals, contraction on the fly, and the plain sums over all indices agree.
    @Test func coulombAndExchange() throws {
        let water = try Molecule(geometry: "O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59")
        let basis = try MolecularBasis(water, .named("6-31g*"))
        let n = basis.functionCount
        var generator = SeededGenerator(seed: 7)
        let densities = (0..<2).map { _ in
            var matrix = Matrix(rows: n, columns: n)
            for i in 0..<n {
                for j in 0...i {
                    matrix[i, j] = Double.random(in: -1...1, using: &generator)
                    matrix[j, i] = matrix[i, j]
                }
            }
            return matrix
        }
        let integrals = try basis.repulsions()
        let stored = StoredRepulsion(integrals).coulombExchange(densities)
        let direct = try DirectRepulsion(basis).coulombExchange(densities)
        for (m, density) in densities.enumerated() {
            for i in 0..<n {
                for j in 0..<n {
                    var (coulomb, exchange) = (0.0, 0.0)
                    for k in 0..<n {
                        for l in 0..<n {
                            coulomb += integrals[i, j, k, l] * density[k, l]
                            exchange += integrals[i, k, j, l] * density[k, l]
                        }
                    }
                    #expect(abs(stored.coulomb[m][i, j] - coulomb) < 1e-10)
                    #expect(abs(stored.exchange[m][i, j] - exchange) < 1e-10)
                    #expect(abs(direct.coulomb[m][i, j] - coulomb) < 1e-9)
                    #expect(abs(direct.exchange[m][i, j] - exchange) < 1e-9)
                }
            }
        }
    }
}
