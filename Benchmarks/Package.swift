// swift-tools-version: 6.3
import PackageDescription

// What only measuring needs: a package of its own, so that users of the library never resolve or build it.
let aufbau = { (name: String) in Target.Dependency.product(name: name, package: "Aufbau") }
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "Aufbau", path: ".."),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    ],
    targets: [
        .target(name: "CPeak"),
        .executableTarget(
            name: "SimulatorJobs",
            dependencies: [
                "CPeak", aufbau("CircuitFiles"), aufbau("OperatorAlgebra"), aufbau("QuantumCircuits"),
                aufbau("StateVectors"), .product(name: "Numerics", package: "swift-numerics"),
            ],
            swiftSettings: settings),
        .target(name: "Contest", dependencies: [aufbau("OperatorAlgebra")], swiftSettings: settings),
        .executableTarget(
            name: "OperatorJobs",
            dependencies: [
                "Contest", aufbau("OperatorAlgebra"), aufbau("FermionEncodings"), aufbau("LatticeModels"),
                aufbau("StateVectors"), .product(name: "Numerics", package: "swift-numerics"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "ChemistryJobs",
            dependencies: [
                "Contest", aufbau("ElectronicStructure"), aufbau("FockSpace"), aufbau("DenseAlgebra"),
                aufbau("OperatorAlgebra"),
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
