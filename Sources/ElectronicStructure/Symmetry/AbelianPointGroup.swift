/// The symmetry of a molecule as far as half turns, mirrors and the inversion go: D2h or one of its subgroups, with its
/// axes in space.
public struct AbelianPointGroup: Sendable {
    /// Its name after Schoenflies.
    public enum Name: String, CaseIterable, Sendable {
        case c1 = "C1"
        case ci = "Ci"
        case cs = "Cs"
        case c2 = "C2"
        case d2 = "D2"
        case c2v = "C2v"
        case c2h = "C2h"
        case d2h = "D2h"

        /// The irreducible representations in Molpro's order, numbered from 1.
        public var irreducibleRepresentations: [String] {
            switch self {
            case .c1: ["A"]
            case .ci: ["Ag", "Au"]
            case .cs: ["A'", "A\""]
            case .c2: ["A", "B"]
            case .d2: ["A", "B3", "B2", "B1"]
            case .c2v: ["A1", "B1", "B2", "A2"]
            case .c2h: ["Ag", "Au", "Bu", "Bg"]
            case .d2h: ["Ag", "B3u", "B2u", "B1g", "B1u", "B2g", "B3g", "Au"]
            }
        }
    }

    /// The name.
    public let name: Name
    /// Unit vectors: z is the axis of a half turn or normal to a lone mirror. Where there is more than one such axis, x is
    /// normal to the plane of most atoms, and z goes through most atoms.
    public let axes: [SIMD3<Double>]
    /// The centre of the charges, which every operation leaves in place, in bohr.
    public let center: SIMD3<Double>

    /// What tells the representations apart: the number of a representation is 1 + Σ_k 2^k over those under which it is odd.
    /// Products of representations are then exclusive ors of numbers less 1.
    var generators: [SymmetryOperation] {
        let (x, y, z) = (axes[0], axes[1], axes[2])
        return switch name {
        case .c1: []
        case .ci: [.inversion]
        case .cs: [.mirror(z)]
        case .c2: [.halfTurn(z)]
        case .d2: [.halfTurn(y), .halfTurn(x)]
        case .c2v: [.mirror(x), .mirror(y)]
        case .c2h: [.mirror(z), .halfTurn(z)]
        case .d2h: [.mirror(x), .mirror(y), .mirror(z)]
        }
    }
}

extension Molecule {
    /// The largest group of half turns, mirrors and the inversion that leaves the molecule as it is, atoms within
    /// `tolerance` bohr of their images.
    public func abelianPointGroup(tolerance: Double = 1e-5) -> AbelianPointGroup {
        PointGroupSearch(atoms: atoms, tolerance: tolerance).group
    }
}

/// Looks for axes among the directions that atoms mark out.
private struct PointGroupSearch {
    let atoms: [Atom]
    let tolerance: Double
    let center: SIMD3<Double>

    init(atoms: [Atom], tolerance: Double) {
        self.atoms = atoms
        self.tolerance = tolerance
        let weights = atoms.map { Double($0.element.atomicNumber) }
        var sum = SIMD3<Double>()
        for (atom, weight) in zip(atoms, weights) { sum += weight * atom.position }
        center = sum / weights.reduce(0, +)
    }

    private func holds(_ operation: SymmetryOperation) -> Bool {
        operation.permutation(of: atoms, about: center, tolerance: tolerance) != nil
    }

    /// An axis with what holds about it.
    private struct Axis {
        let direction: SIMD3<Double>
        let turns: Bool
        let mirrors: Bool
        var count: Int { (turns ? 1 : 0) + (mirrors ? 1 : 0) }
    }

    private func axis(_ direction: SIMD3<Double>) -> Axis {
        Axis(direction: direction, turns: holds(.halfTurn(direction)), mirrors: holds(.mirror(direction)))
    }

    var group: AbelianPointGroup {
        let candidates = directions.map(axis).filter { $0.count > 0 }
        var best: [Axis] = []
        for first in candidates {
            if best.isEmpty { best = [first] }
            for second in candidates where abs((first.direction * second.direction).sum()) < 1e-6 {
                let third = axis(cross(first.direction, second.direction))
                let frame = [first, second, third]
                if frame.reduce(0, { $0 + $1.count }) > best.reduce(0, { $0 + $1.count }) { best = frame }
            }
            if best.count == 1, first.count > best[0].count { best = [first] }
        }
        return named(best)
    }

    private func named(_ frame: [Axis]) -> AbelianPointGroup {
        let (turns, mirrors) = (frame.filter(\.turns), frame.filter(\.mirrors))
        let hasInversion = holds(.inversion)
        func group(_ name: AbelianPointGroup.Name, _ axes: [SIMD3<Double>]) -> AbelianPointGroup {
            AbelianPointGroup(name: name, axes: axes, center: center)
        }
        switch (turns.count, mirrors.count) {
        case (3, 3): return group(.d2h, named(axes: frame.map(\.direction)))
        case (3, _): return group(.d2, named(axes: frame.map(\.direction)))
        case (1, 2):
            let z = turns[0].direction
            // x is normal to the plane of most atoms.
            let sorted = mirrors.map(\.direction).enumerated().sorted {
                (inPlane($1.element), $0.offset) < (inPlane($0.element), $1.offset)
            }.map(\.element)
            return group(.c2v, [sorted[0], sorted[1], z])
        case (1, 1): return group(.c2h, completed(turns[0].direction))
        case (1, 0): return group(.c2, completed(turns[0].direction))
        case (0, 1): return group(.cs, completed(mirrors[0].direction))
        default: return group(hasInversion ? .ci : .c1, [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)])
        }
    }

    /// x, y, z of three axes that are alike: z through most atoms, then x normal to the plane of most, in doubt as given.
    private func named(axes: [SIMD3<Double>]) -> [SIMD3<Double>] {
        let z = axes.indices.max { (onAxis(axes[$0]), $0) < (onAxis(axes[$1]), $1) } ?? 2
        let rest = axes.indices.filter { $0 != z }
        let x = inPlane(axes[rest[1]]) > inPlane(axes[rest[0]]) ? rest[1] : rest[0]
        let y = rest[0] + rest[1] - x
        return [axes[x], axes[y], axes[z]]
    }

    private func onAxis(_ u: SIMD3<Double>) -> Int {
        atoms.count {
            let offAxis = cross(u, $0.position - center)
            return (offAxis * offAxis).sum() < tolerance * tolerance
        }
    }

    private func inPlane(_ normal: SIMD3<Double>) -> Int {
        atoms.count { abs((normal * ($0.position - center)).sum()) < tolerance }
    }

    private func completed(_ z: SIMD3<Double>) -> [SIMD3<Double>] {
        let x = perpendicular(z)
        return [x, cross(z, x), z]
    }

    /// The axes of space, then directions from the centre to atoms, to the middle of pairs of atoms that may be images of one
    /// another and along such pairs, and normal to the outermost atom and another: every axis and normal is among them.
    private var directions: [SIMD3<Double>] {
        var found = [SIMD3<Double>(1, 0, 0), SIMD3<Double>(0, 1, 0), SIMD3<Double>(0, 0, 1)]
        func add(_ vector: SIMD3<Double>) {
            let length = (vector * vector).sum().squareRoot()
            guard length > 1e-3 else { return }
            let unit = vector / length
            if !found.contains(where: { abs(abs(($0 * unit).sum()) - 1) < 1e-9 }) { found.append(unit) }
        }
        let places = atoms.map { $0.position - center }
        let distances = places.map { ($0 * $0).sum().squareRoot() }
        let outermost = distances.indices.max { distances[$0] < distances[$1] } ?? 0
        for place in places {
            add(place)
            add(cross(places[outermost], place))
        }
        for (a, first) in places.enumerated() {
            for b in 0..<a
            where atoms[a].element == atoms[b].element && abs(distances[a] - distances[b]) < 2 * tolerance {
                add(first + places[b])
                add(first - places[b])
            }
        }
        // Normal to the axis of a linear molecule.
        add(perpendicular(places[outermost]))
        return found
    }

    private func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }

    /// A unit vector normal to another: of the axes of space the one that is least along it, made normal.
    private func perpendicular(_ vector: SIMD3<Double>) -> SIMD3<Double> {
        let length = (vector * vector).sum().squareRoot()
        guard length > 1e-3 else { return SIMD3(1, 0, 0) }
        let u = vector / length
        var axis = SIMD3<Double>()
        axis[(0..<3).min { abs(u[$0]) < abs(u[$1]) } ?? 0] = 1
        let normal = axis - (axis * u).sum() * u
        return normal / (normal * normal).sum().squareRoot()
    }
}
