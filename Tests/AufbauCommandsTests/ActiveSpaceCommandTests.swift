import Foundation
import TestSupport
import Testing

/// `molecule` with active spaces, properties, gradients and optimization.
@Suite struct ActiveSpaceCommandTests {
    private static let nitrogen = "N 0 0 0; N 0 0 1.1"

    /// PySCF 2.14.
    @Test func activeSpaceMethods() throws {
        let json = try Command.run(
            "molecule",
            [
                Self.nitrogen, "--basis", "6-31g", "--active", "6,6", "--methods", "hf,casci,casscf,fci", "--json",
                "--quiet",
            ]
        ).json()
        let energies = try #require(json["energies"] as? [String: Double])
        #expect(abs((energies["hf"] ?? 0) + 108.86761837305839) < 1e-8)
        #expect(abs((energies["casci"] ?? 0) + 108.94701069335545) < 1e-7)
        #expect(abs((energies["fci"] ?? 0) - (energies["casci"] ?? 9)) < 1e-9)
        #expect(abs((energies["casscf"] ?? 0) + 109.01594395513165) < 1e-7)
        let space = try #require(json["activeSpace"] as? [String: Any])
        #expect(space["electrons"] as? Int == 6 && space["orbitals"] as? Int == 6 && space["core"] as? Int == 4)
        #expect(abs((space["coreEnergy"] as? Double ?? 0) + 97.55770142125311) < 1e-7)
        let occupations = try #require(space["occupations"] as? [Double])
        #expect(occupations.count == 6 && abs(occupations.reduce(0, +) - 6) < 1e-8)
    }

    @Test(arguments: [(["--active", "AUTO"], "MP2 natural orbitals", 6), (["--avas", "N 2p"], "N 2p", 8)])
    func chosenOrbitals(flags: [String], source: String, electrons: Int) throws {
        let arguments = [Self.nitrogen, "--basis", "6-31g", "--methods", "hf,casci"] + flags
        let json = try Command.run("molecule", arguments + ["--json", "--quiet"]).json()
        let space = try #require(json["activeSpace"] as? [String: Any])
        #expect((space["source"] as? String)?.contains(source) == true && space["electrons"] as? Int == electrons)
        #expect((space["weights"] as? [Double])?.count == space["orbitals"] as? Int)
        #expect(json["electrons"] as? Int == electrons)
        let energies = try #require(json["energies"] as? [String: Double])
        #expect((energies["casci"] ?? 0) < (energies["hf"] ?? 0) - 0.05)
        let text = try Command.run("molecule", arguments + ["--quiet"]).output
        #expect(text.contains("active space") && text.contains("weights"), "\(text)")
    }

    @Test func propertiesOfEveryMethod() throws {
        let json = try Command.run(
            "molecule",
            [
                "Li 0 0 0; H 0 0 1.6", "--basis", "6-31g", "--methods", "hf,mp2,cisd,ccsd,ccsd(t),fci", "--properties",
                "--json", "--quiet",
            ]
        ).json()
        let properties = try #require(json["properties"] as? [String: [String: [Double]]])
        #expect(properties.count == 6)
        // PySCF's exact dipole; the others come close to it one after another.
        let dipoles = properties.mapValues { $0["dipole"]?[2] ?? 0 }
        #expect(abs((dipoles["fci"] ?? 0) + 2.167686009129701) < 1e-6)
        #expect(abs((dipoles["ccsd"] ?? 0) - (dipoles["fci"] ?? 9)) < 1e-3)
        // PySCF's, with Λ equations that know of the triples.
        #expect(abs((dipoles["ccsd(t)"] ?? 0) + 2.167659734809124) < 1e-6)
        #expect(abs((dipoles["hf"] ?? 0) - (dipoles["fci"] ?? 9)) > 1e-2)
        for (_, state) in properties {
            #expect(abs((state["naturalOccupations"] ?? []).reduce(0, +) - 4) < 1e-6)
            #expect(abs((state["charges"] ?? []).reduce(0, +)) < 1e-6 && state["charges"]?.count == 2)
        }
        #expect((json["charges"] as? [Double])?.count == 2)
    }

    /// Open shells: densities of CCSD(T) of orbitals shared by the spins and of their own.
    @Test(arguments: ["rohf", "uhf"]) func openShellTriples(_ reference: String) throws {
        let arguments = ["O 0 0 0; H 0 0 0.97", "--multiplicity", "2", "--basis", "6-31g", "--reference", reference]
        let json = try Command.run(
            "molecule", arguments + ["--methods", "ccsd,ccsd(t)", "--properties", "--json", "--quiet"]
        ).json()
        let properties = try #require(json["properties"] as? [String: [String: [Double]]])
        let (plain, triples) = (properties["ccsd"]?["dipole"]?[2] ?? 0, properties["ccsd(t)"]?["dipole"]?[2] ?? 9)
        #expect(abs(plain - triples) < 5e-3 && plain != triples, "\(plain) \(triples)")
        #expect(abs((properties["ccsd(t)"]?["naturalOccupations"] ?? []).reduce(0, +) - 9) < 1e-6)
    }

    /// PySCF 2.14's `state_average`: see make_states.py.
    @Test func meansOfStates() throws {
        let arguments = ["Li 0 0 0; H 0 0 2.6", "--basis", "6-31g", "--active", "2,4", "--methods", "casscf"]
        for weights in ["2", "0.5,0.5", "3,3"] {
            let json = try Command.run("molecule", arguments + ["--average", weights, "--json", "--quiet"]).json()
            let energies = try #require(json["energies"] as? [String: Double])
            #expect(abs((energies["casscf"] ?? 0) + 7.928696651590906) < 1e-7, "\(energies)")
            let states = try #require(json["states"] as? [[String: Any]])
            let found = states.compactMap { $0["energy"] as? Double }
            #expect(found.count == 2 && abs(found[0] + 7.964045970964475) < 1e-6)
            #expect(abs(found[1] + 7.893347332217337) < 1e-6 && states[0]["weight"] as? Double == 0.5)
        }
        let text = try Command.run("molecule", arguments + ["--average", "2", "--quiet"]).output
        #expect(text.contains("casscf state 1"), "\(text)")
        for (flags, word) in [
            (["--average", "0"], "average"), (["--average", "1,x"], "average"), (["--average", "1,-1"], "average"),
            (["--average", "2", "--gradient"], "one state"),
        ] {
            let run = try Command.run("molecule", arguments + flags)
            #expect(run.status == 64 && run.errors.contains(word), "\(run.errors)")
        }
        let lost = try Command.run("molecule", ["Li 0 0 0; H 0 0 2.6", "--methods", "hf", "--average", "2"])
        #expect(lost.status == 64 && lost.errors.contains("casscf"), "\(lost.errors)")
    }

    /// PySCF 2.14, the five lowest of LiH at 1.6 angstrom in sto-3g.
    @Test func lowestStates() throws {
        let arguments = ["Li 0 0 0; H 0 0 1.6", "--methods", "fci", "--roots", "5"]
        let json = try Command.run("molecule", arguments + ["--json", "--quiet"]).json()
        let roots = try #require(json["roots"] as? [[String: Double]])
        let expected: [(Double, Double)] = [
            (-7.8823243788834985, 0), (-7.766669009571777, 2), (-7.749414693730045, 0), (-7.716588238122173, 2),
            (-7.71658823812217, 2),
        ]
        #expect(roots.count == expected.count)
        for (root, (energy, squared)) in zip(roots, expected) {
            #expect(abs((root["energy"] ?? 0) - energy) < 1e-8 && abs((root["squaredSpin"] ?? 9) - squared) < 1e-6)
        }
        #expect(roots[0]["excitation"] == 0)
        let text = try Command.run("molecule", arguments + ["--quiet"]).output
        #expect(text.contains("state 4") && text.contains("eV"), "\(text)")
        let active = ["Li 0 0 0; H 0 0 1.6", "--active", "2,2", "--methods", "casci", "--roots"]
        #expect(try Command.run("molecule", active + ["3", "--quiet"]).output.contains("state 2"))
        let many = try Command.run("molecule", active + ["5"])
        #expect(many.status == 65 && many.errors.contains("4 determinants"), "\(many.status) \(many.errors)")
        #expect(try Command.run("molecule", active + ["0"]).status == 64)
        let lost = try Command.run("molecule", ["Li 0 0 0; H 0 0 1.6", "--methods", "hf", "--roots", "2"])
        #expect(lost.status == 64 && lost.errors.contains("casci"), "\(lost.errors)")
    }

    /// Damping and level shifts change the way and not the end; direct repulsions change neither.
    @Test(arguments: [["--damping", "0.4"], ["--level-shift", "0.5"], ["--direct"]])
    func steadierIterations(_ flags: [String]) throws {
        let water = ["O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", "--basis", "6-31g", "--methods", "hf,mp2", "--json"]
        let (plain, steady) = (try Command.run("molecule", water), try Command.run("molecule", water + flags))
        #expect(steady.status == 0, "\(steady.errors)")
        let energies = [plain, steady].map { (try? $0.json()["energies"] as? [String: Double]) ?? [:] }
        for method in ["hf", "mp2"] { #expect(abs((energies[0][method] ?? 9) - (energies[1][method] ?? 8)) < 1e-8) }
        #expect(steady.errors.contains("as asked") == (flags[0] == "--direct"), "\(steady.errors)")
        if flags.count == 2 { #expect(try Command.run("molecule", water + [flags[0], "-1"]).status == 64) }
    }

    @Test(arguments: ["pipek-mezey", "boys"]) func localizedOrbitals(_ scheme: String) throws {
        let folder = try TemporaryFolder()
        let (molden, cube, plain) = (folder.path("a.molden"), folder.path("a.cube"), folder.path("b.cube"))
        let water = ["O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", "--basis", "6-31g", "--methods", "hf,mp2"]
        let cubes = ["--cube-points", "9", "--cube"]
        let run = try Command.run(
            "molecule", water + ["--localize", scheme, "--output", molden, "--json"] + cubes + ["homo-1=\(cube)"])
        #expect(run.status == 0, "\(run.errors)")
        let json = try run.json()
        let report = try #require(json["localization"] as? [String: Any])
        let orbitals = try #require(report["orbitals"] as? [[String: Any]])
        #expect(report["scheme"] as? String == scheme && orbitals.count == 5)
        // Two orbitals are bonds: one hydrogen each.
        let shares = orbitals.compactMap { $0["shares"] as? [Double] }
        #expect(shares.count { max($0[1], $0[2]) > 0.15 && min($0[1], $0[2]) < 0.05 } == 2, "\(shares)")
        let other = try Command.run("molecule", water + ["--json"] + cubes + ["homo-1=\(plain)"]).json()
        let energies = [json, other].map { ($0["energies"] as? [String: Double]) ?? [:] }
        #expect(energies[0] == energies[1], "the energies are of canonical orbitals")
        let texts = try [molden, cube, plain].map { try String(contentsOfFile: $0, encoding: .utf8) }
        #expect(texts[1] != texts[2])
        let first = try #require(orbitals.first?["energy"] as? Double)
        #expect(texts[0].contains("Ene= \("\(first)".prefix(12))"), "\(first)")
        let text = try Command.run("molecule", water + ["--localize", scheme, "--quiet"]).output
        #expect(text.contains("localized") && text.contains("orbital 4") && text.contains("O1"), "\(text)")
        let file = SharedFiles.projectRoot.appendingPathComponent("Molecules/H2_sto-3g_singlet_0.7414.hdf5").path
        #expect(try Command.run("molecule", [file, "--localize", scheme]).status == 64)
        #expect(try Command.run("molecule", water + ["--localize", "best"]).status == 64)
    }

    @Test func openShellPerturbationTheory() throws {
        let arguments = ["O 0 0 0; H 0 0 0.97", "--multiplicity", "2", "--basis", "cc-pvdz", "--methods", "mp2"]
        let json = try Command.run("molecule", arguments + ["--properties", "--json", "--quiet"]).json()
        // Written out over PySCF's integrals: see make_states.py.
        #expect(abs(((json["energies"] as? [String: Double])?["mp2"] ?? 0) + 75.54497220568625) < 1e-7)
        let properties = try #require(json["properties"] as? [String: [String: [Double]]])
        #expect(abs((properties["mp2"]?["naturalOccupations"] ?? []).reduce(0, +) - 9) < 1e-6)
    }

    @Test func gradientsAndMinima() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("minimum.xyz")
        let run = try Command.run(
            "molecule",
            ["O 0 0 0.12; H 0 0.9 -0.5; H 0 -0.7 -0.47", "--methods", "hf", "--optimize", "--xyz", path, "--json"])
        #expect(run.status == 0 && run.errors.contains("step 0"), "\(run.errors)")
        let json = try run.json()
        let geometry = try #require(json["geometry"] as? [String: Any])
        let gradient = try #require(geometry["gradient"] as? [[Double]]).joined()
        #expect(gradient.allSatisfy { abs($0) < 4.5e-4 } && (geometry["steps"] as? Int ?? 0) > 1)
        let again = try Command.run("molecule", [path, "--methods", "hf", "--gradient", "--json", "--quiet"]).json()
        let energies = [json, again].map { ($0["energies"] as? [String: Double])?["hf"] ?? 0 }
        #expect(abs(energies[0] - energies[1]) < 1e-9 && energies[0] < -74.965)
        let kept = try #require((again["geometry"] as? [String: Any])?["gradient"] as? [[Double]]).joined()
        #expect(kept.allSatisfy { abs($0) < 4.5e-4 })
        // Too few steps: what there is so far is kept.
        let short = try Command.run(
            "molecule",
            [
                "O 0 0 0.12; H 0 0.9 -0.5; H 0 -0.7 -0.47", "--methods", "hf", "--optimize", "--steps", "1", "--json",
                "--xyz", path,
            ])
        #expect(short.status == 75 && short.errors.contains("did not converge"), "\(short.errors)")
        #expect(try short.json()["converged"] as? Bool == false)
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("3\n"))
    }

    @Test func fittedRepulsions() throws {
        let water = "O 0 0 0.1173; H 0 0.7572 -0.4692; H 0 -0.7572 -0.4692"
        let arguments = [water, "--basis", "cc-pvdz", "--methods", "hf", "--json", "--quiet"]
        let json = try Command.run("molecule", arguments + ["--fit", "def2-universal-jkfit"]).json()
        #expect(abs(((json["energies"] as? [String: Double])?["hf"] ?? 0) + 76.02673958359361) < 1e-7)
        let unknown = try Command.run("molecule", arguments + ["--fit", "no-such-set"])
        #expect(unknown.status == 65 && unknown.errors.contains("no-such-set"))
    }

    /// An unconverged field ends with 75 and keeps its energies.
    @Test func tooFewIterations() throws {
        let run = try Command.run(
            "molecule", ["O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", "--basis", "6-31g", "--iterations", "2", "--json"])
        #expect(run.status == 75 && run.errors.contains("did not converge"), "\(run.errors)")
        let json = try run.json()
        let energies = try #require(json["energies"] as? [String: Double])
        #expect(json["converged"] as? Bool == false)
        #expect(abs((energies["hf"] ?? 0) + 75.98) < 0.5 && energies["nuclear_repulsion"] != nil)
    }

    /// Square hydrogen, stretched nitrogen and triplet oxygen: the lower solution, or a plain word.
    @Test(arguments: [
        ("H 0 0 0; H 1.2 0 0; H 1.2 1.2 0; H 0 1.2 0", "1", "6-31g", "unstable"),
        ("N 0 0 0; N 0 0 2.2", "1", "sto-3g", "unstable"), ("O 0 0 0; O 0 0 1.2075", "3", "6-31g", "followed"),
    ])
    func instabilitiesAreTold(geometry: String, multiplicity: String, basis: String, word: String) throws {
        let run = try Command.run(
            "molecule", [geometry, "--multiplicity", multiplicity, "--basis", basis, "--methods", "hf", "--json"])
        #expect(run.status == 0 && run.errors.contains(word), "\(run.errors)")
        if multiplicity == "3" {
            // The lower of PySCF's solutions.
            let energies = try run.json()["energies"] as? [String: Double]
            #expect(abs((energies?["hf"] ?? 0) + 149.5288586346871) < 1e-7)
        }
    }

    @Test(arguments: [
        (["--active", "6"], 64, "6"), (["--active", "AUTO", "--freeze-core"], 64, "exclude"),
        (["--active", "6,6", "--avas", "N 2p"], 64, "exclude"), (["--avas", "Fe 3d"], 65, "Fe 3d"),
        (["--avas", "N 9z"], 65, "N 9z"), (["--active", "5,5", "--methods", "casscf"], 65, "frozen"),
        (["--steps", "3"], 64, "--optimize"), (["--optimize", "--active", "AUTO"], 64, "--active Ne,Mo"),
        (["--engine", "pyscf", "--optimize"], 64, "natively"), (["--iterations", "0"], 64, "--iterations"),
        (["--optimize", "--steps", "0"], 64, "--steps"),
    ])
    func badInput(flags: [String], status: Int32, saying: String) throws {
        let run = try Command.run("molecule", [Self.nitrogen] + flags)
        #expect(run.status == status, "\(run.status) \(run.errors)")
        #expect(run.errors.contains(saying), "\(run.errors)")
    }

    @Test(arguments: [["--methods", "casscf"], ["--active", "AUTO"], ["--optimize"], ["--properties"]])
    func filesOfIntegralsHaveNoBasisFunctions(_ flags: [String]) throws {
        let path = SharedFiles.projectRoot.appendingPathComponent("Molecules/H2_sto-3g_singlet_0.7414.hdf5").path
        let run = try Command.run("molecule", [path] + flags)
        #expect(run.status == 64 && run.errors.contains("geometry"), "\(run.errors)")
    }
}
