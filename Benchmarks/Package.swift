// swift-tools-version: 6.3
import PackageDescription

// What only measuring needs: a package of its own, so that users of the library never resolve or build it.
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
                "CPeak",
                .product(name: "CircuitFiles", package: "Aufbau"),
                .product(name: "OperatorAlgebra", package: "Aufbau"),
                .product(name: "QuantumCircuits", package: "Aufbau"),
                .product(name: "StateVectors", package: "Aufbau"),
                .product(name: "Numerics", package: "swift-numerics"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
