internal import ArgumentParser
internal import ElectronicStructure
internal import MolecularFiles

/// The flags that draw orbitals and densities: `--cube`, `--cube-points`.
struct CubeOptions: ParsableArguments {
    @Option(
        name: .customLong("cube"),
        help: ArgumentHelp(
            "Write values on a grid for viewers: an orbital by number, homo, lumo, homo-1, 5:down, or density or spin.",
            valueName: "WHAT=FILE"))
    var requests: [CubeRequest] = []

    @Option(name: .customLong("cube-points"), help: "Points along every side of the grid.")
    var points = 80

    mutating func validate() throws {
        guard (2...1000).contains(points) else { throw ValidationError("--cube-points takes 2 to 1000.") }
    }

    /// Writes what was asked for.
    func write(_ field: MeanField?) throws {
        guard !requests.isEmpty else { return }
        guard let field else {
            throw CommandFailure(.usage, "--cube needs basis functions: start from a geometry")
        }
        let grid = CubeFile.Grid(around: field.system.molecule, points: points)
        for request in requests {
            try CubeFile(request.quantity(field), of: field, on: grid).write(to: request.path)
        }
    }
}

/// A quantity and the file it goes to.
struct CubeRequest: ExpressibleByArgument {
    let path: String
    private let what: What
    private let isDown: Bool

    private enum What {
        case density, spin
        case orbital(Int)
        /// Counted from the highest occupied orbital upwards, 0 being that one.
        case frontier(Int)
    }

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        path = parts[1]
        let words = parts[0].lowercased().split(separator: ":").map(String.init)
        guard let name = words.first, words.count == 1 || (words.count == 2 && ["up", "down"].contains(words[1])) else {
            return nil
        }
        isDown = words.last == "down"
        if let number = Int(name), number >= 0, !name.hasPrefix("+") {
            what = .orbital(number)
        } else if name == "density" {
            what = .density
        } else if name == "spin" {
            what = .spin
        } else if let steps = Self.steps(name, after: "homo"), steps <= 0 {
            what = .frontier(steps)
        } else if let steps = Self.steps(name, after: "lumo"), steps >= 0 {
            what = .frontier(steps + 1)
        } else {
            return nil
        }
    }

    /// 0 for the bare word, else the signed number behind it.
    private static func steps(_ name: String, after word: String) -> Int? {
        guard name.hasPrefix(word) else { return nil }
        let rest = name.dropFirst(word.count)
        return rest.isEmpty ? 0 : Int(rest)
    }

    func quantity(_ field: MeanField) -> CubeFile.Quantity {
        switch what {
        case .density: .density
        case .spin: .spinDensity
        case .orbital(let number): .orbital(number, down: isDown)
        case .frontier(let steps):
            .orbital((isDown ? field.electrons.down : field.electrons.up) - 1 + steps, down: isDown)
        }
    }
}
