/// The places of the `count` smallest elements, in ascending order of element, the earlier place first among equals;
/// all places when there are fewer.
///
/// - Complexity: O(n count) at worst, where every element displaces another; O(n) where few do.
public func indicesOfSmallest(_ count: Int, in values: [Double]) -> [Int] {
    guard count > 0 else { return [] }
    var best: [Int] = []
    for i in values.indices {
        if best.count == count, values[i] >= values[best[count - 1]] { continue }
        var (low, high) = (0, best.count)
        while low < high {
            let middle = (low + high) / 2
            if values[i] < values[best[middle]] { high = middle } else { low = middle + 1 }
        }
        best.insert(i, at: low)
        if best.count > count { best.removeLast() }
    }
    return best
}
