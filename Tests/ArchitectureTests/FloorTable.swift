/// The table of floors in `Documentation/Architecture.md`: what each module may import.
struct FloorTable {
    /// Which of the two columns of the building a module belongs to.
    enum Column: String {
        /// Serves both columns.
        case common
        case chemistry
        case circuits
        /// Where the columns meet, and everything above.
        case joined
    }

    struct Row: Equatable {
        let module: String
        /// Shims, the cellar, are on floor -1, written `–`.
        let floor: Int
        let column: Column
        let imports: [String]
        /// The row says `all below`.
        let importsAllBelow: Bool
    }

    /// What keeps the table from being read.
    struct ReadingError: Error, CustomStringConvertible {
        let description: String
    }

    let rows: [Row]

    func row(of module: String) -> Row? { rows.first { $0.module == module } }

    /// Reads the first table whose header begins with `floor` and `module`.
    init(markdown: String) throws(ReadingError) {
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(Self.cells)
        guard let header = lines.firstIndex(where: { $0.starts(with: ["floor", "module", "column"]) }) else {
            throw ReadingError(description: "There is no table with the header | floor | module | column | … |.")
        }
        var rows: [Row] = []
        for cells in lines[(header + 2)...].prefix(while: { !$0.isEmpty }) { rows += try Self.rows(cells) }
        self.rows = rows
    }

    /// A line of the table gives a row to every module that it names.
    private static func rows(_ cells: [String]) throws(ReadingError) -> [Row] {
        guard cells.count == 5, let column = Column(rawValue: cells[2]),
            let floor = cells[0] == "–" ? -1 : Int(cells[0])
        else {
            throw ReadingError(
                description:
                    "A row of the table of floors reads \(cells); expected floor, module, column, one line, imports.")
        }
        return quoted(cells[1]).map {
            Row(
                module: $0, floor: floor, column: column, imports: quoted(cells[4]),
                importsAllBelow: cells[4].contains("all below"))
        }
    }

    /// The cells of a table's line, trimmed; empty for any other line.
    private static func cells(_ line: Substring) -> [String] {
        guard line.hasPrefix("|") else { return [] }
        return line.split(separator: "|").map { cell in
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The texts between backticks.
    private static func quoted(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }
}
