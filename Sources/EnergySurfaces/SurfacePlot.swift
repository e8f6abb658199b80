/// A script that draws the curves of a surface of one coordinate.
struct SurfacePlot {
    let surface: EnergySurface
    private let curves: [(method: EnergyMethod, points: [(x: Double, energy: Double)])]
    private let isContinuous: Bool

    init(_ surface: EnergySurface) throws(SurfaceError) {
        guard surface.coordinates.count == 1 else {
            throw .nothingToPlot(
                reason: "the surface has \(surface.coordinates.count) coordinates; curves of one can be drawn")
        }
        self.surface = surface
        isContinuous = surface.coordinates != [.index]
        // Lines first, so that points lie on top of them.
        let order = surface.methods.filter { $0 != .vqe } + surface.methods.filter { $0 == .vqe }
        curves = order.map { method in (method, surface.curve(method).map { ($0.at[0], $0.energy) }) }
            .filter { !$0.points.isEmpty }
        if curves.isEmpty { throw .nothingToPlot(reason: "no point has a final energy") }
    }

    /// The script, for gnuplot 5; the drawing goes to standard output.
    var script: String {
        var lines = curves.enumerated().flatMap { index, curve in
            ["$curve\(index) << EOD"] + curve.points.map { "\($0.x) \($0.energy)" } + ["EOD"]
        }
        lines += frame + axes + minimumMark
        let plots = curves.enumerated().map { index, curve in
            "$curve\(index) using 1:2 \(style(curve.method)) title \(Self.quoted(curve.method.label))"
        }
        lines.append("plot \(plots.joined(separator: ", \\\n    "))")
        return lines.joined(separator: "\n") + "\n"
    }

    private var frame: [String] {
        let title = surface.title.isEmpty ? "Energies" : surface.title
        return [
            "set encoding utf8",
            "set terminal svg size 800,560 dynamic enhanced font 'Helvetica,15' background '#ffffff' linewidth 1.2",
            "set border 3 linecolor '#444444'", "set tics nomirror out textcolor '#222222'",
            "set grid ytics linecolor '#e4e4e4' linetype 1 linewidth 0.8",
            "set key outside top center horizontal Left reverse samplen 2.2 width 1.5 textcolor '#222222'",
            "set lmargin 12", "set rmargin 3", "set minussign", "set format y '%.2f'", "set mxtics 2",
            "set title \(Self.quoted(title)) noenhanced font ',18' textcolor '#111111'",
        ]
    }

    private var axes: [String] {
        let coordinate = surface.coordinates[0]
        let unit = coordinate.unit.isEmpty ? "" : " (\(coordinate.unit))"
        let label = coordinate.label.prefix(1).uppercased() + coordinate.label.dropFirst()
        var lines = [
            isContinuous ? "set xlabel \(Self.quoted(label + unit)) noenhanced offset 0,-0.3" : "unset xlabel",
            "set ylabel 'Energy (hartree)' offset -1",
        ]
        let (low, high) = energyRange
        lines.append("set yrange [\(low):\(high)]")
        let places = curves.flatMap { $0.points.map(\.x) }
        let (first, last) = (places.min() ?? 0, places.max() ?? 1)
        let margin = last > first ? 0.03 * (last - first) : 0.5
        lines.append("set xrange [\(first - margin):\(last + margin)]")
        return isContinuous ? lines : lines + fileTics
    }

    /// File names below the axis, where the coordinate only counts files.
    private var fileTics: [String] {
        let names = surface.points.compactMap { point in
            point.at[0].map { place in
                let name = point.source.split(separator: "/").last.map(String.init) ?? point.source
                return "\(Self.quoted(String(name.prefix(32)))) \(place)"
            }
        }
        return [
            "set xtics rotate by 35 right noenhanced font ',10' (\(names.joined(separator: ", ")))", "unset mxtics",
        ]
    }

    /// All energies beyond the minimum, and as much of the steep wall before it as leaves the well in sight.
    private var energyRange: (Double, Double) {
        let energies = curves.flatMap { $0.points.map(\.energy) }
        let low = energies.min() ?? 0
        var high = energies.max() ?? 1
        if isContinuous, let place = surface.minimum?.at[0] {
            let beyond = curves.flatMap { $0.points.filter { $0.x >= place }.map(\.energy) }
            let rise = (beyond.max() ?? high) - low
            if beyond.count >= 4 * curves.count, rise > 0 { high = min(high, low + 1.25 * rise) }
        }
        let height = high > low ? high - low : 1
        return (low - 0.07 * height, high + 0.04 * height)
    }

    private var minimumMark: [String] {
        guard isContinuous, let lowest = surface.minimum else { return [] }
        let unit = surface.coordinates[0].unit
        let place = EnergySurface.spelled(lowest.at[0])
        let text =
            "lowest point: \(place) \(unit), \(Self.rounded(lowest.energy, 4)) hartree (\(lowest.method.label))"
        return [
            "set arrow from first \(place), graph 0 to first \(place), first \(lowest.energy) "
                + "nohead dashtype 3 linecolor '#888888'",
            "set label \(Self.quoted(text)) at first \(place), graph 0.03 offset 1,0 noenhanced font ',12' "
                + "textcolor '#555555'",
        ]
    }

    /// Colours that people who see colours differently tell apart (M. Okabe and K. Ito, 2008).
    private func style(_ method: EnergyMethod) -> String {
        switch (method, isContinuous) {
        case (.mp2, true): "with lines linewidth 2 dashtype 3 linecolor '#cc79a7'"
        case (.cisd, true): "with lines linewidth 2 dashtype 4 linecolor '#56b4e9'"
        case (.ccsd, true): "with lines linewidth 2 linecolor '#009e73'"
        case (.mp2, false): "with points pointtype 8 pointsize 1 linewidth 2 linecolor '#cc79a7'"
        case (.cisd, false): "with points pointtype 10 pointsize 1 linewidth 2 linecolor '#56b4e9'"
        case (.ccsd, false): "with points pointtype 12 pointsize 1 linewidth 2 linecolor '#009e73'"
        case (.hf, true): "with lines linewidth 2 dashtype 2 linecolor '#e69f00'"
        case (.fci, true): "with lines linewidth 2.4 linecolor '#0072b2'"
        case (.vqe, true): "with points pointtype 7 pointsize 0.6 linecolor '#d55e00'"
        case (.hf, false): "with points pointtype 4 pointsize 1 linewidth 2 linecolor '#e69f00'"
        case (.fci, false): "with points pointtype 1 pointsize 1.2 linewidth 2 linecolor '#0072b2'"
        case (.vqe, false): "with points pointtype 6 pointsize 1 linewidth 2 linecolor '#d55e00'"
        }
    }

    private static func rounded(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let whole = (abs(value) * scale).rounded()
        guard whole < 1e15 else { return "\(value)" }
        let text = String(Int(whole))
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return (value < 0 ? "−" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// In single quotes, where gnuplot substitutes nothing; control characters become blanks.
    private static func quoted(_ text: String) -> String {
        let clean = String(text.map { $0.isNewline || $0.asciiValue.map { $0 < 32 || $0 == 127 } == true ? " " : $0 })
        return "'" + clean.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}

extension EnergySurface {
    /// The curves as an SVG image, drawn by gnuplot: lines for hf and fci, points for vqe, the minimum marked.
    ///
    /// The energy axis holds every energy beyond the minimum; the steep wall at short distances may leave the frame.
    /// - Throws: ``SurfaceError/plotterMissing(program:)``, ``SurfaceError/plotterFailed(program:status:message:)`` or
    ///   ``SurfaceError/nothingToPlot(reason:)``.
    public func svg() throws(SurfaceError) -> String { try Gnuplot().output(of: SurfacePlot(self).script) }

    /// Writes the SVG image; the file appears whole or not at all.
    ///
    /// - Throws: as ``svg()``, and ``SurfaceError/cannotWrite(file:reason:)``.
    public func writePlot(to path: String) throws(SurfaceError) { try WholeFile.write(try svg(), to: path) }
}
