import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import OperatorAlgebra

@Suite struct MatrixFreeTests {
    /// Pauli strings of few X masks, so that masks have several strings each; real matrices on demand.
    static func random(_ width: Int, isReal: Bool, using generator: inout SeededGenerator) -> PauliSum {
        let masks = (0..<4).map { _ in generator.mask(width: width) }
        return PauliSum(
            (0..<40).map { index -> PauliSum.Element in
                let string = PauliString(x: masks[index % 4], z: generator.mask(width: width))
                let value = generator.coefficient()
                if !isReal { return (string, value) }
                let isOdd = string.yCount % 2 == 1
                return (string, Complex(isOdd ? 0 : value.real, isOdd ? value.real : 0))
            })
    }

    /// Registers wider than a block, tables that are kept and tables that are not.
    @Test func productsAreThoseOfTheMatrix() {
        forSeededCases(30) { generator in
            let width = Int.random(in: 1...11, using: &generator)
            let isReal = Bool.random(using: &generator)
            var sum = Self.random(width, isReal: isReal, using: &generator)
            // Half of the cases have one or two strings a mask: their tables are small.
            if Bool.random(using: &generator) { sum = PauliSum(sum.prefix(6)) }
            let action = try MatrixFreePauliSum(sum, qubitCount: width)
            let matrix = try SparseMatrix(sum, qubitCount: width)
            let vector = (0..<1 << width).map { _ in generator.coefficient() }
            let found = try action.applied(to: vector)
            #expect(Self.difference(found, matrix * vector) < 1e-11, generator.comment)
            for (index, value) in action.diagonal.enumerated() {
                #expect(abs(value - matrix[index, index].real) < 1e-12, generator.comment)
            }
            #expect(action.isReal == isReal || width < 3, generator.comment)
            if action.isReal {
                let real = try action.applied(to: vector.map(\.real))
                let expected = matrix * vector.map { Complex($0.real, 0) }
                #expect(Self.difference(real.map { Complex($0, 0) }, expected) < 1e-11, generator.comment)
            }
        }
    }

    static func difference(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Double {
        zip(a, b).reduce(a.count == b.count ? 0 : .infinity) { max($0, ($1.0 - $1.1).length) }
    }

    @Test func noStringsGiveZero() throws {
        let vector = [Complex<Double>](repeating: Complex(1, 2), count: 8)
        #expect(try MatrixFreePauliSum(.zero, qubitCount: 3).applied(to: vector).allSatisfy { $0 == .zero })
        let sector = try OccupationSector(modeCount: 3)
        #expect(try SectorPauliSum(.zero, sector: sector).applied(to: vector).allSatisfy { $0 == .zero })
        #expect(try SectorPauliSum(.zero, sector: sector).diagonal == [Double](repeating: 0, count: 8))
    }

    @Test func sectorProductsAreThoseOfTheProjectedMatrix() {
        forSeededCases(40) { generator in
            let modes = Int.random(in: 1...10, using: &generator)
            let sum = Self.random(modes, isReal: .random(using: &generator), using: &generator)
            let particles = Bool.random(using: &generator) ? Int.random(in: 0...modes, using: &generator) : nil
            let isEvenCount = particles.map { $0.isMultiple(of: 2) } ?? true
            let spin = Bool.random(using: &generator) && modes > 1 ? (isEvenCount ? 0 : 1) : nil
            let sector = try OccupationSector(modeCount: modes, particleCount: particles, twiceSpinZ: spin)
            let action = try SectorPauliSum(sum, sector: sector)
            let matrix = try SparseMatrix(sum, qubitCount: modes)
            let vector = sector.states.map { _ in generator.coefficient() }
            var whole = [Complex<Double>](repeating: .zero, count: 1 << modes)
            for (state, amplitude) in zip(sector.states, vector) { whole[Int(state)] = amplitude }
            let image = matrix * whole
            let expected = sector.states.map { image[Int($0)] }
            #expect(Self.difference(try action.applied(to: vector), expected) < 1e-11, generator.comment)
            for (state, value) in zip(sector.states, action.diagonal) {
                #expect(abs(value - matrix[Int(state), Int(state)].real) < 1e-12, generator.comment)
            }
            if action.isReal {
                var real = vector.map { _ in 0.0 }
                vector.map(\.real).withUnsafeBufferPointer { from in
                    real.withUnsafeMutableBufferPointer { action.apply(to: from, into: $0) }
                }
                let projected = try action.applied(to: vector.map { Complex($0.real, 0) })
                #expect(Self.difference(real.map { Complex($0, 0) }, projected) < 1e-12, generator.comment)
            }
        }
    }

    /// All occupations that qualify, in order, each at its place, no other; for every sector of up to 7 modes.
    @Test(arguments: 0...7)
    func sectorsAreComplete(_ modes: Int) throws {
        for particles in [nil] + (0...modes).map(Optional.some) {
            for spin in [nil] + (-modes...modes).map(Optional.some) {
                let expected = (UInt64(0)..<1 << UInt64(modes)).filter { state in
                    let (up, down) = ((state & 0x55).nonzeroBitCount, (state & 0xAA).nonzeroBitCount)
                    return (particles ?? up + down) == up + down && (spin ?? up - down) == up - down
                }
                let size = OccupationSector.dimension(modeCount: modes, particleCount: particles, twiceSpinZ: spin)
                #expect(size == Double(expected.count))
                if expected.isEmpty {
                    #expect(
                        throws: OperatorError.emptySector(modes: modes, particles: particles, twiceSpinZ: spin)
                    ) { try OccupationSector(modeCount: modes, particleCount: particles, twiceSpinZ: spin) }
                    continue
                }
                let sector = try OccupationSector(modeCount: modes, particleCount: particles, twiceSpinZ: spin)
                #expect(sector.states == expected)
                for state in UInt64(0)..<1 << UInt64(modes) {
                    #expect(sector.position(of: state) == expected.firstIndex(of: state))
                }
            }
        }
    }

    @Test func largeSectors() throws {
        let sector = try OccupationSector(modeCount: 40, particleCount: 3, twiceSpinZ: -1)
        #expect(sector.dimension == 20 * 190)
        for (place, state) in sector.states.enumerated() { #expect(sector.position(of: state) == place) }
        #expect(throws: OperatorError.registerTooLarge(given: 41, largest: 40)) {
            try OccupationSector(modeCount: 41, particleCount: 1)
        }
        #expect(throws: OperatorError.registerTooLarge(given: 40, largest: 28)) {
            try OccupationSector(modeCount: 40, particleCount: 20)
        }
        let action = try SectorPauliSum(PauliSum("X0"), sector: OccupationSector(modeCount: 2))
        #expect(throws: OperatorError.vectorLength(found: 1, expected: 4)) { try action.applied(to: [.zero]) }
        #expect(throws: OperatorError.registerTooSmall(width: 3, given: 2)) {
            try SectorPauliSum(PauliSum("X2"), sector: OccupationSector(modeCount: 2))
        }
        for error in [OperatorError.leavesSector(term: "0^"), .emptySector(modes: 2, particles: 3, twiceSpinZ: 1)] {
            #expect(error.description.count > 40)
        }
    }
}
