extension RandomAccessCollection {
    /// The first index whose element, as all behind it, fulfils a condition; the end where none does.
    ///
    /// - Complexity: O(log n).
    func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Index {
        var (low, count) = (startIndex, count)
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if belongsBehind(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
