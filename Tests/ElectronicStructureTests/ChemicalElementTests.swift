import ElectronicStructure
import Testing

@Suite struct ChemicalElementTests {
    @Test func everySymbolNamesItsNumber() throws {
        #expect(ChemicalElement.heaviest == 118)
        for number in 1...ChemicalElement.heaviest {
            let element = try ChemicalElement(atomicNumber: number)
            #expect(try ChemicalElement(symbol: element.symbol) == element)
            #expect(try ChemicalElement(symbol: element.symbol.uppercased()) == element)
            #expect(try ChemicalElement(symbol: "\(number)") == element)
        }
    }

    @Test(arguments: [
        ("H", 1), ("He", 2), ("C", 6), ("Ne", 10), ("Na", 11), ("Ar", 18), ("Fe", 26), ("Kr", 36), ("Ag", 47),
        ("Xe", 54), ("La", 57), ("Lu", 71), ("Hf", 72), ("Au", 79), ("Rn", 86), ("U", 92), ("Lr", 103), ("Og", 118),
    ])
    func knownNumbers(symbol: String, number: Int) throws {
        #expect(try ChemicalElement(symbol: symbol).atomicNumber == number)
    }

    @Test(arguments: [("H", 0), ("He", 0), ("Li", 1), ("Ne", 1), ("Na", 5), ("Ar", 5), ("K", 9), ("Kr", 9), ("Rb", 18)])
    func cores(symbol: String, orbitals: Int) throws {
        #expect(try ChemicalElement(symbol: symbol).coreOrbitalCount == orbitals)
    }

    @Test(arguments: ["", "Xx", "H2", "0", "119", "-1", "hydrogen"])
    func whatIsNoElement(_ text: String) {
        #expect(throws: ElectronicStructureError.unknownElement(found: text)) { try ChemicalElement(symbol: text) }
    }
}
