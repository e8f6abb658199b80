internal import EnergySurfaces

/// What `scan` does: compute point by point, write files, report.
struct ScanRun: Sendable {
    let options: ScanCommand

    func run() throws {
        var scan = try MoleculeScan(
            methods: options.methods.methods, ansatz: options.ansatz, encoding: options.encoding,
            orbitals: options.space.orbitals)
        scan.threadCount = options.threads
        // From here on Ctrl-C ends the scan after the evaluation that runs, or, where that takes long, without it;
        // what is finished is written either way.
        let soFar = Locked<EnergySurface?>(nil)
        Interruption.handOver {
            guard let surface = soFar.withLock({ $0 }) else { return }
            try finish(surface)
        }
        let onPoint: (MoleculeScan.Progress) -> Void = { progress in
            soFar.withLock { $0 = progress.surface }
            report(progress)
        }
        let shouldStop = { Interruption.isRequested }
        let surface =
            if let template = try options.nuclei.template() {
                try scan.run(template, shouldStop: shouldStop, onPoint: onPoint)
            } else {
                try scan.run(files: options.files, shouldStop: shouldStop, onPoint: onPoint)
            }
        Interruption.takeBack()
        try finish(surface)
    }

    /// Writes and prints a surface, then says what went wrong, if anything did.
    private func finish(_ surface: EnergySurface) throws {
        if let path = options.csv { try surface.writeCSV(to: path) }
        if options.printing.json { Console.result(surface.json) } else { printTable(of: surface) }
        if let path = options.plot { try surface.writePlot(to: path) }
        if let failure = failure(of: surface) { throw failure }
    }

    private func report(_ progress: MoleculeScan.Progress) {
        let place = progress.point.at.compactMap { $0 }.map { "\($0)" }.joined(separator: ", ")
        let problem = progress.point.message.map { ": \($0)" } ?? ""
        Console.note(
            "\(progress.finished) of \(progress.total)  \(place.isEmpty ? progress.point.source : place)\(problem)",
            quiet: options.printing.quiet)
    }

    /// Columns for a person; the CSV has every digit.
    private func printTable(of surface: EnergySurface) {
        let width = 24
        Console.result(
            (surface.coordinates.map { $0.unit.isEmpty ? $0.name : "\($0.name)/\($0.unit)" }
                + surface.methods.map { "\($0.rawValue)/Eh" }).map { $0.padding(to: width) }.joined().trimmedEnd)
        for point in surface.points {
            let values = point.at + surface.methods.map { point.energies[$0] }
            Console.result(values.map { ($0.map { "\($0)" } ?? "-").padding(to: width) }.joined().trimmedEnd)
        }
        if let minimum = surface.minimum {
            let place = zip(surface.coordinates, minimum.at).map { "\($0.name) = \($1) \($0.unit)" }
            Console.result(
                "lowest point: \(minimum.energy) Eh at \(place.joined(separator: ", ")) (\(minimum.method.rawValue))")
        }
    }

    /// What the exit status has to tell: the first problem, gravest kind first.
    private func failure(of surface: EnergySurface) -> CommandFailure? {
        if surface.wasInterrupted {
            return CommandFailure(
                .interrupted, "interrupted after \(surface.points.count) points")
        }
        for point in surface.points {
            for problem in point.problems {
                guard problem.exitStatus != .notConverged else { continue }
                return CommandFailure(problem.exitStatus, "\(point.source): \(problem)")
            }
        }
        let unfinished = surface.points.filter { !$0.isConverged }
        guard let first = unfinished.first else { return nil }
        return CommandFailure(
            .notConverged, "\(unfinished.count) points did not converge, the first: \(first.message ?? first.source)")
    }
}

extension PointProblem: ExitStatusProviding {
    var exitStatus: ExitStatus {
        switch self {
        case .input(let error): error.exitStatus
        case .geometry(let error): error.exitStatus
        case .orbitals, .failed: .badData
        case .notConverged: .notConverged
        }
    }
}

extension SurfaceError: ExitStatusProviding {
    var exitStatus: ExitStatus {
        switch self {
        case .noMolecules, .noMethods, .duplicateMethod, .unknownName, .invalidVariable: .usage
        case .cannotWrite: .cannotCreate
        case .plotterMissing: .unavailable
        case .plotterFailed: .internalError
        case .nothingToPlot: .badData
        case .simulator: .internalError
        }
    }
}

extension String {
    /// The text without spaces at its end.
    var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
