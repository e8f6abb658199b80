// swift-tools-version: 6.3
import PackageDescription

// What `make bench-chemistry` times on Aufbau's side; a package of its own, so that users of the library never build it.
let aufbau = { (name: String) in Target.Dependency.product(name: name, package: "aufbau") }

let package = Package(
    name: "chemistry-benchmarks",
    dependencies: [.package(name: "aufbau", path: "../../..")],
    targets: [
        .executableTarget(
            name: "ChemistryBenchmarks",
            dependencies: [
                aufbau("ElectronicStructure"), aufbau("FockSpace"), aufbau("DenseAlgebra"), aufbau("OperatorAlgebra"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
