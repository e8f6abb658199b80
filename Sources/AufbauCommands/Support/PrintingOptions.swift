internal import ArgumentParser

/// The flags that say how a command prints, the same for all three.
struct PrintingOptions: ParsableArguments, Sendable {
    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Print results only.")
    var quiet = false
}
