internal import ArgumentParser
internal import ElectronicStructure
internal import Foundation
internal import MolecularFiles

/// What the argument of `molecule` turned out to be.
enum MoleculeInput {
    /// Integrals with a molecule, from an HDF5 file.
    case record(MolecularRecord)
    /// Integrals alone, from an FCIDUMP file.
    case integrals(FCIDumpFile)
    /// Nuclei.
    case geometry(Molecule)

    init(_ argument: String, _ options: MeanFieldOptions) throws {
        switch try Form(argument) {
        case .hdf5:
            try Self.refuse(options)
            self = .record(try OpenFermionFile.read(argument))
        case .fcidump:
            try Self.refuse(options)
            self = .integrals(try FCIDumpFile(reading: argument))
        case .geometryFile:
            self = .geometry(
                try options.molecule {
                    try Molecule(xyz: argument, unit: $0, charge: $1, multiplicity: $2, basis: $3)
                })
        case .geometry:
            self = .geometry(
                try options.molecule {
                    try Molecule(geometry: argument, unit: $0, charge: $1, multiplicity: $2, basis: $3)
                })
        }
    }

    private static func refuse(_ options: MeanFieldOptions) throws {
        if options.isGiven {
            throw CommandFailure(
                .usage,
                "--basis, --unit, --charge, --multiplicity and --reference belong to a geometry; a file of integrals has "
                    + "its own")
        }
    }

    private enum Form {
        case hdf5, fcidump, geometryFile, geometry

        /// By the name's ending or, where that says nothing, by the first bytes; what is no file and has spaces or is an
        /// element is a geometry itself.
        init(_ argument: String) throws {
            let name = argument.lowercased()
            let isFile = FileManager.default.fileExists(atPath: argument)
            if name.hasSuffix(".hdf5") || name.hasSuffix(".h5") {
                self = .hdf5
            } else if name.hasSuffix("fcidump") {
                self = .fcidump
            } else if !isFile, argument.contains(where: \.isWhitespace) || (try? ChemicalElement(symbol: name)) != nil {
                self = .geometry
            } else {
                let start = FileHandle(forReadingAtPath: argument)?.readData(ofLength: 512) ?? Data()
                let text = String(decoding: start, as: UTF8.self).uppercased()
                if start.starts(with: [0x89, 0x48, 0x44, 0x46]) {
                    self = .hdf5
                } else {
                    self = text.contains("&FCI") ? .fcidump : .geometryFile
                }
            }
        }
    }
}

/// The kinds of files that `molecule --output` writes.
enum MoleculeOutput {
    case hdf5, fcidump, molden

    init(path: String) {
        let name = path.lowercased()
        if name.hasSuffix("fcidump") {
            self = .fcidump
        } else {
            self = name.hasSuffix(".molden") ? .molden : .hdf5
        }
    }
}
