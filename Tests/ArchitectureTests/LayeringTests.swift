import Testing

/// The manifest, the table of floors and the imports say the same, and every arrow points down.
@Suite struct LayeringTests {
    @Test func everyArrowPointsDown() throws {
        let violations = try Project.layering().violations
        #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
    }

    @Test func everyImportIsDeclared() throws {
        let layering = try Project.layering()
        let sources = try Project.sources("Sources", "Tests")
        let violations = sources.flatMap(layering.importViolations)
        #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
        #expect(sources.count >= layering.manifest.targets.count - 2, "files were not found where targets have them")
    }

    /// The reader found the targets of the real manifest, with the dependencies that helpers add.
    @Test func theManifestIsRead() throws {
        let manifest = try Project.manifest()
        #expect(manifest.target(named: "CHDF5")?.dependencies == [])
        #expect(manifest.target(named: "scan")?.dependencies == ["AufbauCommands"])
        #expect(manifest.target(named: "OperatorAlgebra")?.dependencies.contains("Numerics") == true)
        #expect(manifest.target(named: "Aufbau")?.dependencies.contains("EnergySurfaces") == true)
        #expect(manifest.target(named: "ArchitectureTests")?.dependencies.contains("TestSupport") == true)
        #expect(manifest.target(named: "TestSupport")?.isTest == true)
        #expect(manifest.aptPackages.contains("libhdf5-dev"))
    }

    @Test func theUmbrellaExportsEveryModuleItDependsOn() throws {
        let exported = try Project.sources("Sources/Aufbau").flatMap { $0.importedModules.map(\.module) }
        let declared = try Project.manifest().target(named: "Aufbau")?.dependencies ?? []
        #expect(Set(exported) == Set(declared))
    }
}

/// The rules notice what they are there to notice.
@Suite struct LayeringRuleTests {
    private let table = """
        | floor | module | column | what it is | imports |
        |---|---|---|---|---|
        | 2 | `Top` | joined | | `Chemistry`, `Circuits` |
        | 1 | `Chemistry` | chemistry | | `Base` |
        | 1 | `Circuits` | circuits | | `Base` |
        | 0 | `Base` | common | | `Numerics` |
        """

    private func violations(base: String = "[numerics]", chemistry: String = "[\"Base\"]", more: String = "") throws
        -> [String]
    {
        let manifest = """
            let numerics: Target.Dependency = .product(name: "Numerics", package: "swift-numerics")
            func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
                .target(name: name, dependencies: dependencies)
            }
            let package = Package(
                name: "Sample",
                products: [.library(name: "Sample", targets: ["Top"])],
                targets: [
                    module("Base", \(base)),
                    module("Chemistry", \(chemistry)),
                    .target(name: "Circuits", dependencies: ["Base"]),  // "Top" in a comment is nothing
                    module("Top", ["Chemistry", "Circuits", "Base"]), \(more)
                ])
            """
        return Layering(manifest: try Manifest(text: manifest), table: try FloorTable(markdown: table)).violations
    }

    @Test func aSoundManifestPasses() throws {
        #expect(try violations() == [])
    }

    @Test func anUpwardDependencyFails() throws {
        let found = try violations(base: "[numerics, \"Top\"]")
        #expect(found.contains { $0.contains("'Base' (floor 0) depends upward on 'Top' (floor 2)") })
    }

    @Test func aDependencyBetweenTheColumnsFails() throws {
        let found = try violations(chemistry: "[\"Base\", \"Circuits\"]")
        #expect(found.contains("'Chemistry' (chemistry) depends on 'Circuits' (circuits)."))
    }

    @Test func aDependencyThatNoRowListsFails() throws {
        let found = try violations(base: "[numerics, .product(name: \"Logging\", package: \"swift-log\")]")
        #expect(found == ["'Base' depends on 'Logging', which its row in the table of floors does not list."])
    }

    @Test func aRowThatTheManifestDoesNotFollowFails() throws {
        #expect(
            try violations(base: "[]") == [
                "The table of floors says that 'Base' imports 'Numerics'; Package.swift does not."
            ])
    }

    @Test func aModuleWithoutARowFails() throws {
        #expect(try violations(more: "module(\"Stray\"),") == ["Target 'Stray' has no row in the table of floors."])
    }

    @Test func unsafeFlagsFail() throws {
        let target = ".target(name: \"TestHelp\", path: \"Tests/TestHelp\", cxxSettings: [.unsafeFlags([\"-O3\"])]),"
        #expect(try violations(more: target).count == 1)
        #expect(try violations(more: target).first?.contains("unsafeFlags") == true)
    }

    @Test func anUndeclaredImportFails() throws {
        let layering = Layering(
            manifest: try Manifest(
                text:
                    "let package = Package(targets: [.target(name: \"A\"), .target(name: \"B\", dependencies: [\"A\"])])"
            ),
            table: try FloorTable(markdown: table))
        let text = "// import B\npublic import struct B.Box\nimport Foundation\n"
        let source = SourceText(path: "Sources/A/File.swift", raw: text)
        #expect(
            layering.importViolations(source) == [
                "Sources/A/File.swift:2: 'A' imports 'B' without declaring it in Package.swift."
            ])
        let allowed = SourceText(path: "Sources/B/File.swift", raw: "import A\n")
        #expect(layering.importViolations(allowed) == [])
    }

    @Test(arguments: ["", "let package = Package(name: \"Empty\")", "let package = Package(targets: [make(1)])"])
    func aManifestThatCannotBeReadIsAnError(_ text: String) {
        #expect(throws: Manifest.ReadingError.self) { try Manifest(text: text) }
    }

    @Test(arguments: ["", "| floor | module | column |\n|---|---|---|\n| x | `A` | common | | |\n"])
    func aTableThatCannotBeReadIsAnError(_ text: String) {
        #expect(throws: FloorTable.ReadingError.self) { try FloorTable(markdown: text) }
    }
}
