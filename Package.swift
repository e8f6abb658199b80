// swift-tools-version: 6.3
import PackageDescription

// Every arrow points down. `Tests/ArchitectureTests` parses this file and fails on an upward dependency,
// so keep one `module(...)` or `.target(...)` a target, in floor order.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let numerics: Target.Dependency = .product(name: "Numerics", package: "swift-numerics")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// A public Swift module of the library.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The tests of one module, mirroring `Sources/`.
func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], resources: resources, swiftSettings: strict)
}

/// One command: a single line that calls `AufbauCommands`.
func command(_ name: String) -> Target {
    .executableTarget(name: name, dependencies: ["AufbauCommands"], swiftSettings: strict)
}

let publicModules = [
    "DenseAlgebra", "HDF5Archives", "OperatorAlgebra", "FermionEncodings", "LatticeModels", "QuantumCircuits",
    "FockSpace", "ElectronicStructure", "CircuitFiles", "StateVectors", "QuantumNoise", "MolecularFiles",
    "QuantumAlgorithms", "EnergySurfaces",
]

let package = Package(
    name: "Aufbau",
    products: [.library(name: "Aufbau", targets: ["Aufbau"])]
        + publicModules.map { .library(name: $0, targets: [$0]) }
        + ["simulate", "molecule", "scan"].map { .executable(name: $0, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // Shims and kernels: no policy.
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(
            name: "CLapack", pkgConfig: "lapacke openblas", providers: [.apt(["liblapacke-dev", "libopenblas-dev"])]),
        .systemLibrary(name: "CClp", pkgConfig: "clp", providers: [.apt(["coinor-libclp-dev"])]),
        .systemLibrary(name: "Libint2", pkgConfig: "libint2", providers: [.apt(["libint2-dev"])]),
        .target(name: "CAmplitudes"),
        .target(name: "CFockSpace"),
        .target(name: "CLibint", dependencies: ["Libint2"]),

        // Floor 0
        module("DenseAlgebra", ["CLapack", "CClp", numerics]),
        module("HDF5Archives", ["CHDF5"]),
        module("OperatorAlgebra", [numerics]),

        // Floor 1
        module("FermionEncodings", ["OperatorAlgebra", numerics]),
        module("LatticeModels", ["OperatorAlgebra", numerics]),
        module("QuantumCircuits", ["OperatorAlgebra", numerics]),
        module("FockSpace", ["OperatorAlgebra", "DenseAlgebra", "CFockSpace", numerics]),

        // Floor 2
        module(
            "ElectronicStructure", ["FockSpace", "DenseAlgebra", "OperatorAlgebra", "CLibint", numerics],
            resources: [.copy("Resources")]),
        module("CircuitFiles", ["QuantumCircuits", "OperatorAlgebra", numerics]),
        module(
            "StateVectors",
            ["QuantumCircuits", "OperatorAlgebra", "DenseAlgebra", "HDF5Archives", "CAmplitudes", numerics]),

        // Floor 3
        module(
            "QuantumNoise", ["StateVectors", "QuantumCircuits", "OperatorAlgebra", "DenseAlgebra", toml, numerics],
            resources: [.copy("Resources")]),
        module(
            "MolecularFiles", ["ElectronicStructure", "DenseAlgebra", "OperatorAlgebra", "HDF5Archives"],
            resources: [.copy("Resources")]),

        // Floor 4
        module(
            "QuantumAlgorithms",
            [
                "FermionEncodings", "ElectronicStructure", "StateVectors", "QuantumCircuits", "OperatorAlgebra",
                "DenseAlgebra", numerics,
            ]),

        // Floor 5
        module(
            "EnergySurfaces",
            [
                "QuantumAlgorithms", "MolecularFiles", "ElectronicStructure", "FermionEncodings", "FockSpace",
                "OperatorAlgebra", "StateVectors",
            ]),

        // Floor 6
        module("Aufbau", publicModules.map { .init(stringLiteral: $0) }),
        module("AufbauCommands", publicModules.map { .init(stringLiteral: $0) } + [arguments, numerics]),

        // Floor 7
        command("simulate"),
        command("molecule"),
        command("scan"),

        // Tests mirror Sources.
        .target(
            name: "TestSupport", dependencies: ["OperatorAlgebra", numerics], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("OperatorAlgebraTests", ["OperatorAlgebra", numerics], resources: [.copy("Resources")]),
        tests(
            "FermionEncodingsTests", ["FermionEncodings", "DenseAlgebra", "OperatorAlgebra", numerics],
            resources: [.copy("Resources")]),
        tests(
            "LatticeModelsTests",
            ["LatticeModels", "QuantumAlgorithms", "FermionEncodings", "OperatorAlgebra", numerics],
            resources: [.copy("Resources")]),
        tests("DenseAlgebraTests", ["DenseAlgebra", numerics]),
        tests("HDF5ArchivesTests", ["HDF5Archives"], resources: [.copy("Resources")]),
        tests(
            "QuantumCircuitsTests", ["QuantumCircuits", "OperatorAlgebra", numerics], resources: [.copy("Resources")]),
        tests(
            "FockSpaceTests", ["FockSpace", "OperatorAlgebra", "DenseAlgebra", numerics],
            resources: [.copy("Resources")]),
        tests(
            "ElectronicStructureTests",
            ["ElectronicStructure", "FockSpace", "DenseAlgebra", "OperatorAlgebra", numerics],
            resources: [.copy("Resources")]),
        tests(
            "CircuitFilesTests", ["CircuitFiles", "QuantumCircuits", "StateVectors", "OperatorAlgebra", numerics],
            resources: [.copy("Resources")]),
        tests(
            "StateVectorsTests",
            ["StateVectors", "DenseAlgebra", "HDF5Archives", "QuantumCircuits", "OperatorAlgebra", numerics]),
        tests(
            "QuantumNoiseTests",
            ["QuantumNoise", "StateVectors", "QuantumCircuits", "OperatorAlgebra", "DenseAlgebra", numerics],
            resources: [.copy("Resources")]),
        tests(
            "MolecularFilesTests",
            ["MolecularFiles", "ElectronicStructure", "DenseAlgebra", "FockSpace", "HDF5Archives"],
            resources: [.copy("Resources")]),
        tests(
            "QuantumAlgorithmsTests",
            [
                "QuantumAlgorithms", "MolecularFiles", "FermionEncodings", "ElectronicStructure", "StateVectors",
                "QuantumCircuits", "OperatorAlgebra", "DenseAlgebra", numerics,
            ], resources: [.copy("Resources")]),
        tests(
            "EnergySurfacesTests",
            ["EnergySurfaces", "ElectronicStructure", "HDF5Archives", "MolecularFiles", "QuantumAlgorithms"]),
        tests(
            "AufbauCommandsTests",
            [
                "simulate", "molecule", "scan", "ElectronicStructure", "MolecularFiles", "HDF5Archives",
                "OperatorAlgebra", "QuantumAlgorithms",
            ],
            resources: [.copy("Resources")]),
        tests("ArchitectureTests", ["Aufbau"]),
        tests("ReadmeTests", ["Aufbau"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
