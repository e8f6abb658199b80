// swift-tools-version: 6.3
import PackageDescription

// What `make bench-operators` times on Aufbau's side; a package of its own, so that users of the library never build it.
let aufbau = { (name: String) in Target.Dependency.product(name: name, package: "aufbau") }

let package = Package(
    name: "operator-benchmarks",
    dependencies: [
        .package(name: "aufbau", path: "../../.."),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    ],
    targets: [
        .executableTarget(
            name: "OperatorBenchmarks",
            dependencies: [
                aufbau("OperatorAlgebra"), aufbau("FermionEncodings"), aufbau("LatticeModels"),
                aufbau("StateVectors"), .product(name: "Numerics", package: "swift-numerics"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
