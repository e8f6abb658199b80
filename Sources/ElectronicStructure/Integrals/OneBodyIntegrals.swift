internal import CLibint
public import DenseAlgebra
internal import Dispatch

/// Integrals of one electron over the basis functions χ: symmetric matrices, n × n.
extension MolecularBasis {
    /// S_μν = ∫ χ_μ χ_ν.
    public func overlap() throws(ElectronicStructureError) -> Matrix {
        try oneBody(aufbau_overlap, [0, 0, 0], count: 1)[0]
    }

    /// T_μν = -½ ∫ χ_μ ∇² χ_ν in hartree.
    public func kinetic() throws(ElectronicStructureError) -> Matrix {
        try oneBody(aufbau_kinetic, [0, 0, 0], count: 1)[0]
    }

    /// V_μν = -Σ_A Z_A ∫ χ_μ χ_ν / |r - R_A| in hartree over the nuclei of a molecule; ghosts have none.
    public func nuclearAttraction(of molecule: Molecule) throws(ElectronicStructureError) -> Matrix {
        let nuclei = molecule.atoms.filter { $0.nuclearCharge > 0 }.flatMap {
            [$0.position.x, $0.position.y, $0.position.z, Double($0.nuclearCharge)]
        }
        guard !nuclei.isEmpty else { return Matrix(rows: functionCount, columns: functionCount) }
        return try oneBody(aufbau_nuclear, nuclei, count: 1)[0]
    }

    /// ∫ χ_μ x χ_ν, the same of y and of z, in bohr, about an origin in bohr.
    public func dipole(origin: SIMD3<Double> = .zero) throws(ElectronicStructureError) -> [Matrix] {
        Array(try oneBody(aufbau_dipole, [origin.x, origin.y, origin.z], count: 4)[1...])
    }

    /// ∫ χ_μ (xx, xy, xz, yy, yz, zz) χ_ν in bohr², about an origin in bohr.
    public func secondMoments(origin: SIMD3<Double> = .zero) throws(ElectronicStructureError) -> [Matrix] {
        Array(try oneBody(aufbau_quadrupole, [origin.x, origin.y, origin.z], count: 10)[4...])
    }

    private func oneBody(
        _ kind: aufbau_one_body_kind, _ points: [Double], count: Int
    ) throws(ElectronicStructureError) -> [Matrix] {
        let n = functionCount
        var values = [Double](repeating: 0, count: count * n * n)
        // Rows of shells are dealt out in turn, for the last ones are the longest.
        let workers = n < 30 ? 1 : min(16, shells.count)
        let pointCount = Int32(kind == aufbau_nuclear ? points.count / 4 : points.count / 3)
        let failed = values.withUnsafeMutableBufferPointer { buffer -> Bool in
            guard let base = buffer.baseAddress else { return false }
            nonisolated(unsafe) let target = base
            let failures = FailureFlag()
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                for row in stride(from: worker, to: shells.count, by: workers) {
                    let row = Int32(row)
                    if aufbau_one_body(prepared.pointer, kind, points, pointCount, row, row + 1, target) != 0 {
                        failures.raise()
                    }
                }
            }
            return failures.isRaised
        }
        if failed { throw .calculationFailed(step: "Computing one-electron integrals", reason: "libint2 gave up") }
        var matrices: [Matrix] = []
        for k in 0..<count {
            matrices.append(
                try linear { () throws(DenseAlgebraError) in
                    try Matrix(rows: n, columns: n, elements: Array(values[k * n * n..<(k + 1) * n * n]))
                })
        }
        return matrices
    }
}
