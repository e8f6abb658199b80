/// The lowest place of a surface.
public struct SurfaceMinimum: Hashable, Sendable {
    /// The value of each coordinate.
    public let at: [Double]
    /// The energy in hartree.
    public let energy: Double
    /// The method whose minimum it is.
    public let method: EnergyMethod
}

extension EnergySurface {
    /// From the most trustworthy method down: the minimum is that of the first one computed.
    private static let preference: [EnergyMethod] = [.fci, .vqe, .ccsd, .cisd, .mp2, .hf]

    /// The lowest computed point of the best method: fci if computed, else vqe, ccsd, cisd, mp2, hf. Only final energies count.
    public var minimum: SurfaceMinimum? {
        guard let method = bestMethod else { return nil }
        let lowest = curve(method).min { $0.energy < $1.energy }
        return lowest.map { SurfaceMinimum(at: $0.at, energy: $0.energy, method: method) }
    }

    /// The minimum of the parabola through the lowest point and its two neighbours: for one coordinate, and a lowest
    /// point that has neighbours on both sides with other coordinates; else `nil`.
    ///
    /// Divided differences, so that the points need not be equally far apart.
    public var interpolatedMinimum: SurfaceMinimum? {
        guard coordinates.count == 1, coordinates != [.index], let method = bestMethod else { return nil }
        let curve = curve(method)
        guard let middle = curve.indices.min(by: { curve[$0].energy < curve[$1].energy }),
            middle > curve.startIndex, middle < curve.endIndex - 1
        else { return nil }
        let (x0, x1, x2) = (curve[middle - 1].at[0], curve[middle].at[0], curve[middle + 1].at[0])
        let (e0, e1, e2) = (curve[middle - 1].energy, curve[middle].energy, curve[middle + 1].energy)
        guard x0 < x1, x1 < x2 else { return nil }
        let (first, second) = ((e1 - e0) / (x1 - x0), (e2 - e1) / (x2 - x1))
        let curvature = (second - first) / (x2 - x0)
        guard curvature > 0 else { return nil }
        let place = (x0 + x1) / 2 - first / (2 * curvature)
        let energy = e0 + (place - x0) * (first + curvature * (place - x1))
        return SurfaceMinimum(at: [place], energy: energy, method: method)
    }

    /// The final energies of a method where the coordinates are known, by coordinate.
    func curve(_ method: EnergyMethod) -> [(at: [Double], energy: Double)] {
        points.compactMap { point in
            let at = point.at.compactMap { $0 }
            guard at.count == coordinates.count, let energy = point.energies[method], !point.isUnfinished(method) else {
                return nil
            }
            return (at, energy)
        }
    }

    private var bestMethod: EnergyMethod? {
        Self.preference.first { methods.contains($0) && !curve($0).isEmpty }
    }
}

extension SurfacePoint {
    /// Whether the energy of a method is only what it had reached.
    func isUnfinished(_ method: EnergyMethod) -> Bool {
        problems.contains { problem in
            if case .notConverged(let which, _) = problem { which == method } else { false }
        }
    }
}
