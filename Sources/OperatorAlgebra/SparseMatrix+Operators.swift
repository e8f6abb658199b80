internal import ComplexModule
internal import RealModule

/// Something that sends each basis state to a few others, each at most once, and lists them: in every row the columns
/// nearly ascend.
private protocol ColumnAction {
    var dimension: Int { get }
    func forEachEntry(_ body: (_ row: Int, _ column: Int, _ value: Complex<Double>) -> Void)
}

extension PauliEntries: ColumnAction {}
extension FermionActionTable: ColumnAction {}

extension SparseMatrix {
    /// The matrix of a Pauli sum; bit q of a row or column number is qubit q.
    ///
    /// Strings with the same X mask share their places, so the sum is taken mask by mask. Entries that vanish up to the
    /// rounding error of that sum, 4 ulp of Σ|c_k| over the mask's strings, are not stored.
    ///
    /// - Throws: ``OperatorError/registerTooSmall(width:given:)`` or ``OperatorError/registerTooLarge(given:largest:)``.
    /// - Complexity: O(2^n m) for m distinct X masks; memory is the result's and at most 64 KiB for every 12 strings.
    public init(_ sum: PauliSum, qubitCount: Int) throws(OperatorError) {
        try Self.check(width: sum.width, qubitCount)
        self.init(PauliEntries(PauliActionTable(sum, qubitCount: qubitCount)))
    }

    /// The matrix of a fermion operator in the Jordan-Wigner ordering; bit p of a row or column number is the occupation of
    /// mode p, and the determinant is a†_p a†_q … |vacuum⟩ with ascending modes.
    ///
    /// - Throws: ``OperatorError/registerTooSmall(width:given:)`` or ``OperatorError/registerTooLarge(given:largest:)``.
    /// - Complexity: O(2^n m) for m terms; memory is the result's.
    public init(_ fermions: FermionOperator, modeCount: Int) throws(OperatorError) {
        try Self.check(width: fermions.width, modeCount)
        self.init(FermionActionTable(fermions, modeCount: modeCount))
    }

    private static func check(width: Int, _ given: Int) throws(OperatorError) {
        let largest = 28
        guard width <= given else { throw .registerTooSmall(width: width, given: given) }
        guard given <= largest else { throw .registerTooLarge(given: given, largest: largest) }
    }

    /// Counts the entries of every row, then puts each where the columns of its row ascend.
    @inline(__always)
    private init(_ action: some ColumnAction) {
        var rowStarts = [Int](repeating: 0, count: action.dimension + 1)
        rowStarts.withUnsafeMutableBufferPointer { starts in
            action.forEachEntry { row, _, _ in starts[row + 1] += 1 }
        }
        for row in 0..<action.dimension { rowStarts[row + 1] += rowStarts[row] }
        let count = rowStarts[action.dimension]
        var (places, columns) = (rowStarts, [Int32](repeating: 0, count: count))
        let values = [Complex<Double>](unsafeUninitializedCapacity: count) { values, initializedCount in
            places.withUnsafeMutableBufferPointer { places in
                columns.withUnsafeMutableBufferPointer { columns in
                    action.forEachEntry { row, column, value in
                        var place = places[row]
                        places[row] += 1
                        let column = Int32(truncatingIfNeeded: column)
                        while place > rowStarts[row], columns[place - 1] > column {
                            columns[place] = columns[place - 1]
                            values[place] = values[place - 1]
                            place -= 1
                        }
                        columns[place] = column
                        values[place] = value
                    }
                }
            }
            initializedCount = count
        }
        self.init(columnCount: action.dimension, rowStarts: rowStarts, columns: columns, values: values)
    }
}

extension SparseMatrix {
    /// The matrix of a boson operator on modes of at most `levelCount` − 1 bosons each; the state with n_p bosons in mode p
    /// has the number Σ_p n_p `levelCount`^p.
    ///
    /// Each ladder operator is cut off before they are multiplied, so b b† of the highest level is 0.
    ///
    /// - Throws: ``OperatorError/registerTooSmall(width:given:)``, ``OperatorError/tooFewLevels(_:)`` or
    ///   ``OperatorError/registerTooLarge(given:largest:)`` beyond 2^28 states.
    /// - Complexity: O(levelCount^n m) for m terms.
    public init(_ bosons: BosonOperator, modeCount: Int, levelCount: Int) throws(OperatorError) {
        guard levelCount > 0 else { throw .tooFewLevels(levelCount) }
        guard bosons.width <= modeCount else { throw .registerTooSmall(width: bosons.width, given: modeCount) }
        let largest = levelCount == 1 ? .max : Int(28 / Double.log2(Double(levelCount)))
        guard modeCount <= largest else { throw .registerTooLarge(given: modeCount, largest: largest) }
        let places = (0..<modeCount).map { mode in (0..<mode).reduce(1) { place, _ in place * levelCount } }
        let dimension = places.last.map { $0 * levelCount } ?? 1
        var entries: [(row: Int, column: Int, value: Complex<Double>)] = []
        for (term, coefficient) in bosons {
            for column in 0..<dimension {
                var (row, factor) = (column, 1.0)
                for ladder in term.factors.reversed() {
                    let level = row / places[ladder.mode] % levelCount + (ladder.isCreation ? 1 : 0)
                    // The lowest level has nothing to annihilate, the highest one no room.
                    factor = level == levelCount ? 0 : factor * Double(level).squareRoot()
                    if factor == 0 { break }
                    row += ladder.isCreation ? places[ladder.mode] : -places[ladder.mode]
                }
                if factor != 0 {
                    entries.append((row, column, Complex(factor * coefficient.real, factor * coefficient.imaginary)))
                }
            }
        }
        self.init(rowCount: dimension, columnCount: dimension, entries: entries)
    }

    /// The matrix of a quadrature operator on modes of at most `levelCount` − 1 bosons each: that of its boson operator,
    /// whose products are taken after the cut.
    ///
    /// - Throws: as ``init(_:modeCount:levelCount:)``.
    public init(
        _ quadratures: QuadratureOperator, modeCount: Int, levelCount: Int, hbar: Double = 1
    ) throws(OperatorError) {
        try self.init(BosonOperator(quadratures, hbar: hbar), modeCount: modeCount, levelCount: levelCount)
    }
}
