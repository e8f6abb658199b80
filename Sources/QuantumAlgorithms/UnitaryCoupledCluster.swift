public import ElectronicStructure
public import FermionEncodings
internal import OperatorAlgebra
internal import QuantumCircuits

/// Unitary coupled cluster: exp(T − T†) on the lowest determinant, as a product of rotations by Pauli strings.
public enum UnitaryCoupledCluster {
    /// Which excitations share a parameter.
    public enum Amplitudes: String, Hashable, Sendable, CaseIterable {
        /// Each excitation of spin orbitals has its own.
        case independent
        /// Excitations that spin symmetry relates share one; for closed shells. With s = o v for o occupied and v empty
        /// orbitals these are s singles and s (s + 1) / 2 doubles. The product form keeps the symmetry only to first
        /// order, since excitations that share an amplitude need not commute.
        case shared
    }

    /// The ansatz with single and double excitations from the occupied to the empty spin orbitals that conserve the
    /// number of electrons of each spin.
    ///
    /// |θ⟩ = Π_k exp(θ_k (T_k − T_k†)) |reference⟩ in first order (one factor an excitation). Acting first on the
    /// reference: doubles of opposite spins, of spin up, of spin down, each by occupied orbitals i ≤ j, then empty ones
    /// a, b; at last singles of spin up, then down, which so rotate the orbitals of a correlated state. The order is a
    /// choice that the energy depends on (H. R. Grimsley et al., arXiv:1910.10329). With shared amplitudes doubles run
    /// over unordered pairs of singles.
    ///
    /// Parameters are θ in radians; those to begin with come from ``PerturbationAmplitudes``.
    /// - Parameters:
    ///   - screened: leaves out what ``OrbitalParities`` forbids. That changes no energy: from parameters that are zero
    ///     there, as the initial ones are, the gradient along them is zero at every step.
    /// - Throws: ``QuantumAlgorithmError/tooFewModes(encoding:found:expected:)``,
    ///   ``QuantumAlgorithmError/openShell(up:down:)``, ``QuantumAlgorithmError/noBasisStates(encoding:)``.
    /// - Complexity: O(o² v²) parameters, at most 8 rotations an excitation of independent amplitude.
    public static func singlesAndDoubles(
        for hamiltonian: ElectronicHamiltonian, encoding: some FermionEncoding, amplitudes: Amplitudes = .independent,
        screened: Bool = true
    ) throws(QuantumAlgorithmError) -> Ansatz {
        guard encoding.modeCount >= hamiltonian.spinOrbitalCount else {
            throw .tooFewModes(
                encoding: encoding.name, found: encoding.modeCount, expected: hamiltonian.spinOrbitalCount)
        }
        let terms = try terms(hamiltonian, amplitudes, screened: screened)
        let reference = try ReferenceDeterminant(hamiltonian.electrons, encoding: encoding)
        let perturbation = PerturbationAmplitudes(hamiltonian)
        return try Ansatz(
            name: "UCCSD", reference: reference.basisState, circuit: circuit(of: terms, encoding: encoding),
            initialParameters: terms.map { term in
                term.excitations.first.map { $0.factor * perturbation.amplitude(of: $0.excitation) } ?? 0
            },
            curvatures: terms.map { term in
                term.excitations.reduce(0) { $0 + 2 * perturbation.gap(of: $1.excitation) }
            })
    }

    private static func terms(
        _ hamiltonian: ElectronicHamiltonian, _ amplitudes: Amplitudes, screened: Bool
    ) throws(QuantumAlgorithmError) -> [ClusterTerm] {
        let electrons = hamiltonian.electrons
        let space = ExcitationSpace(orbitalCount: hamiltonian.orbitalCount, electrons: electrons)
        let terms: [ClusterTerm]
        switch amplitudes {
        case .independent: terms = (space.doubles + space.singles).map(ClusterTerm.init)
        case .shared:
            guard electrons.up == electrons.down else { throw .openShell(up: electrons.up, down: electrons.down) }
            terms = space.sharedDoubles + space.sharedSingles
        }
        guard screened else { return terms }
        let parities = OrbitalParities(hamiltonian)
        return terms.filter { term in term.excitations.contains { parities.allow($0.excitation) } }
    }

    private static func circuit(
        of terms: [ClusterTerm], encoding: some FermionEncoding
    ) throws(QuantumAlgorithmError) -> Circuit {
        var circuit = Circuit(qubitCount: encoding.qubitCount)
        for term in terms {
            let parameter = circuit.addParameter(term.name)
            for (excitation, factor) in term.excitations {
                for (string, weight) in try excitation.rotations(encoding) {
                    let rotation = PauliRotation(string, angle: -2 * factor * weight * parameter)
                    do {
                        try circuit.append(.pauliRotation(rotation))
                    } catch {
                        throw .circuit(error)
                    }
                }
            }
        }
        return circuit
    }
}
