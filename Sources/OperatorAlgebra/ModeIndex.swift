/// Bounds and spelling of the mode and qubit indices that text may name.
enum ModeIndex {
    /// Indices that a parser takes. A typing error such as `X99999999999` must not allocate a mask of that width.
    static let range = 0..<(1 << 20)

    /// The index spelled by ASCII digits, or `nil`.
    static func parse(_ digits: some StringProtocol) -> Int? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ 48...57 ~= $0 }), let index = Int(digits), range ~= index else {
            return nil
        }
        return index
    }
}
