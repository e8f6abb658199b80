import Foundation
import StateVectors

// Jobs on the library that a Python script times beside its peers: for each line read from standard input a job does
// one round and prints one line of JSON with the seconds and a value to compare.
//
// usage: SimulatorJobs circuit FILE PRECISION THREADS
//        SimulatorJobs expectation PAULI.json PRECISION THREADS
//        SimulatorJobs gradient PAULI.json LAYERS PRECISION THREADS
//        SimulatorJobs samples QUBITS SHOTS PRECISION THREADS
//        SimulatorJobs kernels QUBITS

do {
    var arguments = Arguments(CommandLine.arguments.dropFirst())
    switch try arguments.next("a job") {
    case "circuit": try CircuitJob(&arguments).serve()
    case "expectation": try ExpectationJob(&arguments).serve()
    case "gradient": try GradientJob(&arguments).serve()
    case "samples": try SamplingJob(&arguments).serve()
    case "kernels": try Kernels(&arguments).printAll()
    case let other: throw Arguments.Failure(message: "there is no job '\(other)'")
    }
} catch {
    FileHandle.standardError.write(Data("SimulatorJobs: \(error)\n".utf8))
    exit(70)
}
