import Foundation
import MolecularFiles
import TestSupport
import Testing

/// `molecule` from nuclei: no file of integrals, no Python.
@Suite struct NativeMoleculeTests {
    private static let water = "O 0 0 0; H 0 0.7575407977810179 0.5870936000000001; H 0 -0.7575407977810179 0.58709360"

    @Test func everyMethod() throws {
        // PySCF 2.14, hydrogen at 0.7414 angstrom in 6-31g.
        let expected = ["hf": -1.1267339671, "mp2": -1.1441304413, "cisd": -1.1516827321, "ccsd": -1.1516827321]
        let json = try Command.run(
            "molecule",
            ["H 0 0 0; H 0 0 0.7414", "--basis", "6-31g", "--methods", "hf,mp2,cisd,ccsd,ccsd(t),fci", "--json"]
        ).json()
        let energies = try #require(json["energies"] as? [String: Double])
        for (method, energy) in expected { #expect(abs((energies[method] ?? 0) - energy) < 1e-7, "\(method)") }
        #expect(abs((energies["fci"] ?? 0) - (energies["cisd"] ?? 9)) < 1e-8)
        #expect(json["converged"] as? Bool == true && json["electrons"] as? Int == 2 && json["qubits"] as? Int == 8)
        #expect(json["basis"] as? String == "6-31g" && (json["name"] as? String)?.hasPrefix("H2_6-31g_singlet") == true)
    }

    @Test func filesAndReferences() throws {
        let folder = try TemporaryFolder()
        let xyz = try folder.write("3\nwater\nO 0 0 0\nH 0 0.76 0.59\nH 0 -0.76 0.59\n", as: "water.xyz")
        let direct =
            try Command.run("molecule", [xyz, "--methods", "hf", "--json"]).json()["energies"] as? [String: Double]
        #expect(abs((direct?["hf"] ?? 0) + 74.96) < 0.01)
        let triplet = ["O 0 0 0; O 0 0 1.2075", "--multiplicity", "3", "--methods", "hf,ccsd", "--json"]
        let shared = try Command.run("molecule", triplet).json()
        let separate = try Command.run("molecule", triplet + ["--reference", "uhf"]).json()
        #expect(shared["reference"] as? String == "rohf" && separate["reference"] as? String == "uhf")
        let energies = [shared, separate].map { ($0["energies"] as? [String: Double])?["hf"] ?? 0 }
        #expect(abs(energies[0] + 147.63349587929943) < 1e-8 && abs(energies[1] + 147.6352299806584) < 1e-8)
    }

    /// Integrals written in either form give the same energies again.
    @Test(arguments: ["out.hdf5", "out.fcidump", "FCIDUMP"]) func outputIsReadBack(_ name: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path(name)
        let methods = ["--methods", "hf,mp2,ccsd,fci", "--json"]
        let first = try Command.run("molecule", ["Li 0 0 0; H 0 0 1.6", "--output", path] + methods)
        #expect(first.status == 0, "\(first.errors)")
        let again = try Command.run("molecule", [path] + methods)
        #expect(again.status == 0, "\(again.errors)")
        let (made, read) = (
            try first.json()["energies"] as? [String: Double], try again.json()["energies"] as? [String: Double]
        )
        for (method, energy) in made ?? [:] { #expect(abs((read?[method] ?? 9) - energy) < 1e-8, "\(method)") }
        #expect(made?.count == 5)
    }

    /// Symmetry labels in FCIDUMP, of all orbitals and of an active space; orbitals of their own for each spin.
    @Test func symmetriesInFCIDump() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("n2.fcidump")
        func heading(_ flags: [String]) throws -> String {
            let made = try Command.run("molecule", ["--output", path, "--methods", "hf", "--json"] + flags)
            #expect(made.status == 0, "\(made.errors)")
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            return lines.prefix(while: { !$0.contains("&END") }).joined()
        }
        let all = try heading(["N 0 0 0; N 0 0 1.0977"])
        #expect(all.contains("ORBSYM=1,5,1,5,") && all.contains("ISYM=1"), "\(all)")
        let active = try heading(["N 0 0 0; N 0 0 1.0977", "--active", "6,6"])
        #expect(active.contains("NORB=6") && active.contains("ORBSYM="), "\(active)")
        let labels = (active.split(separator: "=").first { $0.contains("ISYM") } ?? "").split(separator: ",")
        #expect(labels.prefix(6).compactMap { Int($0) }.sorted() == [1, 2, 3, 5, 6, 7], "\(labels)")
        let open = try heading(["N 0 0 0; H 0 0 1.04", "--multiplicity", "3"])
        #expect(open.contains("ISYM=4"), "\(open)")
        let separate = try Command.run(
            "molecule",
            ["O 0 0 0; O 0 0 1.2075", "--multiplicity", "3", "--reference", "uhf", "--output", path, "--json"]
                + ["--methods", "hf,mp2"])
        let again = try Command.run("molecule", [path, "--methods", "hf,mp2", "--json"])
        #expect(again.status == 0, "\(again.errors)")
        let energies = [separate, again].map { (try? $0.json()["energies"] as? [String: Double]) ?? [:] }
        for method in ["hf", "mp2"] { #expect(abs((energies[0][method] ?? 9) - (energies[1][method] ?? 8)) < 1e-8) }
        #expect(try Command.run("molecule", [path, "--methods", "fci"]).status == 64)
    }

    /// What does not fit is refused with the number of bytes before it is allocated.
    @Test func memoryIsPlanned() throws {
        let made = try Command.run("molecule", [Self.water, "--basis", "cc-pvdz", "--methods", "fci"])
        #expect(made.status == 71 && made.errors.contains("bytes"), "\(made.errors)")
    }

    @Test func cubes() throws {
        let folder = try TemporaryFolder()
        let (orbital, density) = (folder.path("homo.cube"), folder.path("rho.cube"))
        let made = try Command.run(
            "molecule",
            [Self.water, "--methods", "hf", "--cube", "homo=\(orbital)", "--cube", "density=\(density)"]
                + ["--cube-points", "12"])
        #expect(made.status == 0, "\(made.errors)")
        for path in [orbital, density] {
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2 + 4 + 3 + 12 * 12 * 2)
        }
        #expect(try Command.run("molecule", [Self.water, "--cube", "99=\(orbital)"]).status == 65)
        #expect(try Command.run("molecule", [Self.water, "--cube", "nonsense"]).status == 64)
        #expect(try Command.run("molecule", [Self.water, "--cube", "homo=/nowhere/x.cube"]).status == 73)
    }

    /// A program of others gives the same numbers; where it is missing the command says how to install it.
    @Test(arguments: ["pyscf", "psi4"]) func engines(_ engine: String) throws {
        let flags = ["--basis", "sto-3g", "--methods", "hf,ccsd,fci", "--json"]
        let theirs = try Command.run("molecule", [Self.water, "--engine", engine] + flags)
        if theirs.status == 69 {
            print("skipped: \(theirs.errors)")
            #expect(theirs.errors.contains("install"))
            return
        }
        #expect(theirs.status == 0, "\(theirs.errors)")
        let ours = try Command.run("molecule", [Self.water] + flags)
        let energies = [theirs, ours].map { (try? $0.json()["energies"] as? [String: Double]) ?? [:] }
        for method in ["hf", "ccsd", "fci"] {
            #expect(abs((energies[0][method] ?? 9) - (energies[1][method] ?? 8)) < 1e-7, "\(method)")
        }
        #expect((try theirs.json()["engine"] as? String)?.lowercased().contains(engine) == true)
    }

    @Test func missingEngines() throws {
        let folder = try TemporaryFolder()
        let nothing = try Command.run(
            "molecule", [Self.water, "--engine", "pyscf"], environment: ["AUFBAU_PYTHON": folder.path("no-python")])
        #expect(nothing.status == 69 && nothing.errors.contains("pip install pyscf"), "\(nothing.errors)")
        let lost = try Command.run(
            "molecule", [Self.water, "--engine", "psi4"], environment: ["PATH": "/nowhere"])
        #expect(lost.status == 69 && lost.errors.contains("apt-get install psi4"), "\(lost.errors)")
        #expect(try Command.run("molecule", ["no.hdf5", "--engine", "psi4"]).status != 0)
    }

    @Test func anActiveSpaceIsWrittenAsFCIDump() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("active.fcidump")
        let flags = ["--freeze-core", "--methods", "hf,fci", "--json"]
        let made = try Command.run("molecule", ["Li 0 0 0; H 0 0 1.6", "--output", path] + flags).json()
        let read = try Command.run("molecule", [path, "--methods", "hf,fci", "--json"]).json()
        #expect(read["orbitals"] as? Int == 5 && read["electrons"] as? Int == 2)
        let energies = [made, read].map { ($0["energies"] as? [String: Double])?["fci"] ?? 0 }
        #expect(abs(energies[0] - energies[1]) < 1e-9)
    }

    @Test(arguments: [
        (["H 0 0 0; H 0 0 0.74; H 0 0 1.5"], 65, "3 electrons"), (["H 0 0 0; H 0 0 0.0001"], 65, "apart"),
        (["H 0 0 0; H 0 0 nan"], 65, "nan"), (["H 0 0 0; H 0 0 1e40"], 65, "Check the coordinates and their unit"),
        (["Qq 0 0 0; H 0 0 1"], 65, "Qq"),
        (["H 0 0 0; H 0 0 1", "--basis", "sto-99g"], 65, "cc-pvdz"), (["nowhere.xyz"], 66, "nowhere.xyz"),
        (["K 0 0 0", "--multiplicity", "2", "--basis", "cc-pvdz"], 65, "no functions for K"),
        (["H 0 0 0; H 0 0 1", "--reference", "xhf"], 64, "xhf"),
        (["H 0 0 0", "--multiplicity", "2", "--reference", "rhf"], 65, "unpaired"),
        (["H 0 0 0; H 0 0 1", "--output", "/nowhere/a.fcidump"], 73, "/nowhere"),
        (["/nowhere.fcidump"], 66, "/nowhere"),
    ])
    func badInput(arguments: [String], status: Int32, saying: String) throws {
        let run = try Command.run("molecule", arguments)
        #expect(run.status == status, "\(run.errors)")
        #expect(run.errors.contains(saying), "\(run.errors)")
    }

    /// A large basis, where a mean field is all that is computed; a negative charge behind a space.
    @Test func meanFieldAlone() throws {
        let json = try Command.run(
            "molecule",
            ["O 0 0 0; H 0 0 0.97", "--charge", "-1", "--basis", "aug-cc-pvdz", "--methods", "hf", "--json", "--quiet"]
        ).json()
        // PySCF 2.14.
        let energy = (json["energies"] as? [String: Double])?["hf"] ?? 0
        #expect(abs(energy + 75.39565356616464) < 1e-8)
        #expect(json["orbitals"] as? Int == 32 && json["hamiltonian"] == nil && json["charge"] as? Int == -1)
    }

    /// The same hydrogen in either unit, by symbol and by atomic number.
    @Test(arguments: [
        (["H 0 0 0; 1 0 0 0.7408480952642"], true), (["H 0 0 0; H 0 0 1.4", "--unit", "bohr"], true),
        (["H 0 0 0; H 0 0 1.4", "--unit", "angstrom"], false),
    ])
    func units(arguments: [String], isShort: Bool) throws {
        let json = try Command.run("molecule", arguments + ["--methods", "hf", "--json", "--quiet"]).json()
        let energy = (json["energies"] as? [String: Double])?["hf"] ?? 0
        // A. Szabo and N. S. Ostlund, Modern Quantum Chemistry: -1.1167 at 1.4 bohr.
        #expect((abs(energy + 1.1167) < 5e-5) == isShort, "\(energy)")
    }

    @Test func integralsHaveTheirOwnBasis() throws {
        let path = SharedFiles.projectRoot.appendingPathComponent("Molecules/H2_sto-3g_singlet_0.7414.hdf5").path
        #expect(try Command.run("molecule", [path, "--basis", "6-31g"]).status == 64)
    }
}
