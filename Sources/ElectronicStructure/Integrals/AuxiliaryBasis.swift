internal import CLibint
internal import DenseAlgebra
internal import Dispatch

/// The functions of an auxiliary basis set on the atoms of a molecule, as the integral library keeps them.
///
/// Safe to share: nothing changes after `init`.
final class AuxiliaryBasis: @unchecked Sendable {
    let functionCount: Int
    private let shellCount: Int
    private let pointer: OpaquePointer

    init(_ molecule: Molecule, _ set: BasisSet) throws(ElectronicStructureError) {
        var shells: [(center: SIMD3<Double>, momentum: Int, exponents: [Double], coefficients: [Double])] = []
        for atom in molecule.atoms {
            for shell in try set.shells(of: atom.element) {
                for row in shell.contractions {
                    let kept = row.indices.filter { row[$0] != 0 }
                    shells.append(
                        (atom.position, shell.angularMomentum, kept.map { shell.exponents[$0] }, kept.map { row[$0] }))
                }
            }
        }
        let (exponents, coefficients) = (shells.flatMap(\.exponents), shells.flatMap(\.coefficients))
        let made = exponents.withUnsafeBufferPointer { exponents in
            coefficients.withUnsafeBufferPointer { coefficients -> OpaquePointer? in
                var offset = 0
                var table: [aufbau_shell] = []
                for shell in shells {
                    table.append(
                        aufbau_shell(
                            angular_momentum: Int32(shell.momentum), is_pure: shell.momentum > 1 ? 1 : 0,
                            primitive_count: Int32(shell.exponents.count),
                            exponents: exponents.baseAddress.map { $0 + offset },
                            coefficients: coefficients.baseAddress.map { $0 + offset },
                            center: (shell.center.x, shell.center.y, shell.center.z)))
                    offset += shell.exponents.count
                }
                return aufbau_auxiliary_create(table, Int32(table.count))
            }
        }
        guard let made else {
            throw .calculationFailed(step: "Preparing \(shells.count) auxiliary shells", reason: "libint2 refused them")
        }
        pointer = made
        shellCount = shells.count
        functionCount = shells.reduce(0) { $0 + 2 * $1.momentum + 1 }
    }

    deinit { aufbau_auxiliary_destroy(pointer) }

    /// (P|Q).
    func metric() throws(ElectronicStructureError) -> Matrix {
        var values = [Double](repeating: 0, count: functionCount * functionCount)
        guard aufbau_fitting_metric(pointer, &values) == 0 else {
            throw .calculationFailed(step: "Computing the metric of the fit", reason: "libint2 gave up")
        }
        return Matrix(functionCount, functionCount, values)
    }

    /// (P|μν): row P, and in it the pairs μ ≥ ν packed.
    func threeCenter(_ basis: MolecularBasis) throws(ElectronicStructureError) -> Matrix {
        let pairs = basis.functionCount * (basis.functionCount + 1) / 2
        var values = [Double](repeating: 0, count: functionCount * pairs)
        let failures = FailureFlag()
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            // Safe: every shell fills its own rows.
            nonisolated(unsafe) let target = base
            DispatchQueue.concurrentPerform(iterations: shellCount) { shell in
                let shell = Int32(shell)
                if aufbau_three_center(pointer, basis.prepared.pointer, shell, shell + 1, target) != 0 {
                    failures.raise()
                }
            }
        }
        if failures.isRaised {
            throw .calculationFailed(step: "Computing integrals of three centers", reason: "libint2 gave up")
        }
        return Matrix(functionCount, pairs, values)
    }
}
