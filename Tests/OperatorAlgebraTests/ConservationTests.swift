import ComplexModule
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

/// Conservation laws term by term against commutators, and the exchange of particles and holes.
@Suite struct ConservationTests {
    @Test func termByTermIsTheCommutator() {
        var seen: [String: Set<Bool>] = [:]
        forSeededCases(200) { generator in
            let modes = 4
            let operand = generator.fermionOperator(width: modes, terms: .random(in: 1...2, using: &generator))
            // As written, a term that vanishes, such as a_0 a_0, counts too: look at what is left in normal order.
            let ordered = operand.normalOrdered().pruned(below: 1e-12)
            let parity = FermionOperator(
                (0..<modes).reduce(MajoranaOperator.identity) { product, mode in
                    product * MajoranaOperator(MajoranaProduct([2 * mode, 2 * mode + 1]), Complex(0, -1))
                })
            let laws: [(String, Bool, FermionOperator)] = [
                ("number", ordered.conservesNumber, .number(modeCount: modes)),
                ("parity", ordered.conservesParity, parity),
                ("spin z", ordered.conservesSpinZ, .spinZ(orbitalCount: modes / 2)),
            ]
            for (name, found, conserved) in laws {
                #expect(found == ordered.commutes(with: conserved), "\(name), \(generator.comment)")
                seen[name, default: []].insert(found)
            }
            #expect(MajoranaOperator(ordered).conservesParity == ordered.conservesParity, generator.comment)
        }
        #expect(seen.values.allSatisfy { $0.count == 2 })
    }

    @Test func totalSpin() throws {
        #expect(FermionOperator.spinZ(orbitalCount: 2).conservesTotalSpin(orbitalCount: 2))
        #expect(FermionOperator.number(modeCount: 4).conservesTotalSpin(orbitalCount: 2))
        let hop = try FermionOperator("[0^ 2] + [2^ 0] + [1^ 3] + [3^ 1]")
        #expect(hop.conservesTotalSpin(orbitalCount: 2))
        #expect(try !FermionOperator("[0^ 2] + [2^ 0]").conservesTotalSpin(orbitalCount: 2))
        #expect(try FermionOperator("[0^ 2] + [2^ 0]").conservesSpinZ)
        #expect(try FermionOperator("[0^ 1^]").conservesSpinZ && !FermionOperator("[0^ 2^]").conservesSpinZ)
    }

    @Test func majoranaOperators() throws {
        #expect(try FermionOperator.majorana(4) == FermionOperator("[2] + [2^]"))
        #expect(try FermionOperator.majorana(5) == FermionOperator("-1j [2] + 1j [2^]"))
    }

    /// U A U† exchanges a_p and a†_p and nothing else.
    @Test func particlesAndHoles() {
        forSeededCases(40) { generator in
            let modes = Int.random(in: 1...4, using: &generator)
            let operand = generator.fermionOperator(width: modes, terms: 4)
            let chosen = generator.mask(width: modes)
            var turned = MajoranaOperator(operand)
            for mode in chosen {
                let exchange = MajoranaOperator.particleHole(of: mode, modeCount: modes)
                #expect(exchange * exchange.adjoint == .identity, generator.comment)
                turned = exchange * turned * exchange.adjoint
            }
            let found = operand.exchangingParticlesAndHoles(in: chosen)
            #expect((MajoranaOperator(found) - turned).largestMagnitude < 1e-12, generator.comment)
            #expect(found.exchangingParticlesAndHoles(in: chosen) == operand, generator.comment)
        }
    }
}
