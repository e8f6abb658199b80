import ElectronicStructure
import Foundation
import Testing

@Suite struct BasisSetTests {
    @Test(arguments: BasisSet.libraryNames) func everySetOfTheLibraryIsRead(_ name: String) throws {
        let set = try BasisSet.named(name)
        #expect(set.atomicNumbers.count >= 19)
        for number in set.atomicNumbers {
            let shells = try set.shells(of: ChemicalElement(atomicNumber: number))
            // Enough functions for the electrons of either spin.
            let functions = shells.map { (2 * $0.angularMomentum + 1) * $0.contractions.count }.reduce(0, +)
            #expect(2 * functions >= number, "\(name) \(number)")
        }
    }

    @Test(arguments: [
        ("STO-3G", "sto-3g"), ("6-31G(d,p)", "6-31g**"), ("6311++G**", "6-311++g**"), ("ccpVDZ", "cc-pvdz"),
    ])
    func spellings(_ spelling: String, _ name: String) throws {
        #expect(try BasisSet.named(spelling).name == name)
    }

    @Test func unknownNamesAndMissingElements() throws {
        let error = #expect(throws: ElectronicStructureError.self) { try BasisSet.named("sto-99g") }
        #expect(try #require(error).description.contains("sto-99g") && error?.description.contains("cc-pvdz") == true)
        let iodine = try ChemicalElement(symbol: "I")
        let missing = #expect(throws: ElectronicStructureError.self) {
            try BasisSet.named("cc-pvdz").shells(of: iodine)
        }
        #expect(missing == .missingBasisFunctions(basis: "cc-pvdz", element: "I", available: "H-Ar, Ca-Kr"))
    }

    private static let gaussian = """
        ! A comment
        ****
        H     0
        S    2   1.00
              0.130100D+02    0.196850D-01
              1.96200         0.137977
        ****
        Li 0
        SP 2 1.00
          2.0 0.1 0.2
          1.0 0.3 0.4
        S 1 1.00
          0.5 1.0
        ****
        """
    private static let nwchem = """
        BASIS "ao basis" SPHERICAL PRINT
        #BASIS SET: (1s) -> [1s]
        H    S
              13.01   0.019685
              1.962   0.137977
        Li   SP
          2.0 0.1 0.2
          1.0 0.3 0.4
        Li   S
          0.5 1.0
        END
        """

    @Test(arguments: [gaussian, nwchem]) func filesOfUsers(_ text: String) throws {
        let set = try BasisSet(text: text, name: "mine")
        let (hydrogen, lithium) = (try ChemicalElement(symbol: "H"), try ChemicalElement(symbol: "Li"))
        #expect(
            try set.shells(of: hydrogen) == [
                BasisShell(angularMomentum: 0, exponents: [13.01, 1.962], contractions: [[0.019685, 0.137977]])
            ])
        let shells = try set.shells(of: lithium)
        #expect(shells.map(\.angularMomentum) == [0, 0, 1])
        #expect(shells[2].contractions == [[0.2, 0.4]] && shells[1].exponents == [0.5])
    }

    @Test(arguments: [
        ("H 0\nS 2 1.0\n 1.0 1.0\n****", 2, "1 primitives"), ("H 0\nS 1 1.0\n -1.0 1.0\n****", 2, "-1.0"),
        ("H 0\nQ 1 1.0\n 1.0 1.0", 2, "Q 1 1.0"), ("H S\n 1.0 1.0\n 2.0 1.0 3.0", 3, "3 numbers"), ("", 1, "no shell"),
        ("H S\n 1.0 0.0\n", 1, "0.0"), ("H SP\n 1.0 1.0\n", 1, "1 coefficients"), ("Xx S\n 1 1\n", 1, "Xx"),
    ])
    func badFilesNameTheLine(text: String, line: Int, found: String) throws {
        let error = #expect(throws: ElectronicStructureError.self) { try BasisSet(text: text, name: "mine") }
        let description = try #require(error).description
        #expect(description.contains("mine, line \(line)") && description.contains(found), "\(description)")
    }
}
