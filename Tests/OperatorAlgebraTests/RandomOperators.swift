import ComplexModule
import RealModule
import TestSupport

@testable import OperatorAlgebra

extension SeededGenerator {
    /// A complex number in the square of corners ±(1+i).
    mutating func coefficient() -> Complex<Double> {
        Complex(.random(in: -1...1, using: &self), .random(in: -1...1, using: &self))
    }

    /// A subset of 0..<width.
    mutating func mask(width: Int) -> QubitMask {
        QubitMask((0..<width).filter { _ in Bool.random(using: &self) })
    }

    mutating func pauliString(width: Int) -> PauliString {
        PauliString(x: mask(width: width), z: mask(width: width))
    }

    mutating func fermionProduct(width: Int, upTo length: Int) -> FermionProduct {
        FermionProduct(
            (0..<Int.random(in: 0...length, using: &self)).map { _ in
                LadderOperator(mode: .random(in: 0..<width, using: &self), isCreation: .random(using: &self))
            })
    }

    mutating func pauliSum(width: Int, terms: Int) -> PauliSum {
        PauliSum((0..<terms).map { _ in (pauliString(width: width), coefficient()) })
    }

    mutating func fermionOperator(width: Int, terms: Int, upTo length: Int = 4) -> FermionOperator {
        FermionOperator((0..<terms).map { _ in (fermionProduct(width: width, upTo: length), coefficient()) })
    }

    mutating func majoranaOperator(width: Int, terms: Int) -> MajoranaOperator {
        MajoranaOperator((0..<terms).map { _ in (MajoranaProduct(mask(width: width)), coefficient()) })
    }
}

extension SeededGenerator {
    mutating func bosonOperator(width: Int, terms: Int, upTo length: Int = 4) -> BosonOperator {
        BosonOperator(
            (0..<terms).map { _ in
                (BosonProduct(fermionProduct(width: width, upTo: length).factors), coefficient())
            })
    }
}
