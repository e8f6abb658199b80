/// A linear program: the x of least c · x with l ≤ A x ≤ u row by row and a ≤ x ≤ b variable by variable.
///
/// A is sparse and given by columns, one a variable. Bounds may be infinite. Solved by the simplex method of CLP (J.
/// Forrest and R. Lougee-Heimer, CBC User Guide, INFORMS 2005): the answer is a vertex, the same in every run.
public struct LinearProgram: Sendable {
    /// The lower and upper bound of each row's A x.
    public let rows: [ClosedRange<Double>]
    /// The bounds of each variable.
    private(set) var bounds: [ClosedRange<Double>] = []
    /// The cost c of each variable.
    private(set) var costs: [Double] = []
    /// Where the entries of each variable begin, and where the last one's end.
    private(set) var starts = [0]
    /// The row and the value of each entry of A.
    private(set) var (entryRows, entryValues): ([Int32], [Double]) = ([], [])

    /// A program with the given rows and no variables yet.
    public init(rows: [ClosedRange<Double>]) { self.rows = rows }

    /// How many variables there are.
    public var variableCount: Int { costs.count }

    /// Adds a variable; its number is ``variableCount`` before.
    ///
    /// - Parameters:
    ///   - cost: its part of c.
    ///   - bounds: from where to where it may go.
    ///   - entries: its column of A; rows that are not named have 0, and none is named twice.
    /// - Precondition: the rows are rows of the program.
    public mutating func addVariable(
        cost: Double, bounds: ClosedRange<Double> = 0...Double.infinity,
        entries: some Sequence<(row: Int, value: Double)>
    ) {
        for (row, value) in entries {
            precondition(rows.indices.contains(row), "an entry is in a row of the program")
            entryRows.append(Int32(row))
            entryValues.append(value)
        }
        costs.append(cost)
        self.bounds.append(bounds)
        starts.append(entryRows.count)
    }

    /// The optimum of a program.
    public struct Solution: Sendable {
        /// c · x.
        public let objective: Double
        /// x.
        public let values: [Double]
        /// By how much the optimum grows when both bounds of a row do, for each row: a proof of the optimum, since c · x of
        /// no other x is less than what these multipliers allow.
        public let rowMultipliers: [Double]
        /// How many steps the simplex method took.
        public let iterations: Int
    }
}
