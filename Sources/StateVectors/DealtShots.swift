/// The weights of blocks one after the other on a line, to find the block in which a point of the line lies.
struct BlockWeights: Sendable {
    /// Where each block begins, and the end.
    let starts: [Double]
    /// The number of threads that may look up blocks.
    let parallel: Parallel
    /// For equal pieces of the line a block that begins no later than the piece: so few blocks remain to look at that a
    /// random point finds its own in a quarter of a step on average, however uneven the weights are.
    private let guide: [Int]
    private let piecesPerWeight: Double

    private static let piecesPerBlock = 4

    init(_ weights: [Double], threadCount: Int) {
        var starts: [Double] = [0]
        starts.reserveCapacity(weights.count + 1)
        var end = 0.0
        for weight in weights {
            end += weight
            starts.append(end)
        }
        let pieces = Self.piecesPerBlock * weights.count
        piecesPerWeight = Double(pieces) / end
        var guide: [Int] = []
        guide.reserveCapacity(pieces)
        var block = 0
        for piece in 0..<pieces {
            // Rounding may put a point that lies before a piece into it, but none that lies as far before.
            let point = (Double(piece) - 0.5) / Double(pieces) * end
            while block + 1 < weights.count, starts[block + 1] <= point { block += 1 }
            guide.append(block)
        }
        self.starts = starts
        self.guide = guide
        parallel = Parallel(threadCount: threadCount)
    }

    /// The weight of all blocks.
    var total: Double { starts.last ?? 0 }

    /// The number of blocks.
    var count: Int { starts.count - 1 }

    /// The block that holds a point from 0 up to the total; at the end of the line the last one that weighs anything.
    func block(of point: Double) -> Int {
        var block = guide[min(guide.count - 1, Int(point * piecesPerWeight))]
        while block + 1 < count, starts[block + 1] <= point { block += 1 }
        while block > 0, starts[block] == starts[block + 1] { block -= 1 }
        return block
    }
}

/// Random points on the line of weights, sorted by the block they fall into; within a block they keep their order.
struct DealtShots: Sendable {
    /// Where the shots of each block begin, and the end.
    private(set) var starts: [Int]
    /// The points, counted from the beginning of their block.
    private(set) var numbers: [Double]
    /// Which shot each point belongs to.
    private(set) var places: [UInt64]

    /// Deals the shots of a range: shot s has number s of stream 0 of the seed.
    ///
    /// Every thread deals its share of the shots: it counts, then the counts give each thread its places in each block.
    init(_ shots: Range<Int>, seed: UInt64, _ weights: BlockWeights) {
        let shares = max(1, min(weights.parallel.threadCount, shots.count >> 14))
        let bounds = (0...shares).map { shots.lowerBound + shots.count * $0 / shares }
        let count = weights.count
        var points = [Double](repeating: 0, count: shots.count)
        var blocks = [UInt32](repeating: 0, count: shots.count)
        var positions = [Int](repeating: 0, count: shares * count)
        numbers = [Double](repeating: 0, count: shots.count)
        places = [UInt64](repeating: 0, count: shots.count)
        starts = []
        starts.reserveCapacity(count + 1)
        points.withUnsafeMutableBufferPointer { points in
            blocks.withUnsafeMutableBufferPointer { blocks in
                positions.withUnsafeMutableBufferPointer { positions in
                    let table = Table(points: points, blocks: blocks, positions: positions, offset: shots.lowerBound)
                    weights.parallel.forEachShare(shares) { share in
                        table.count(bounds[share]..<bounds[share + 1], seed: seed, weights, row: share * count)
                    }
                    starts = table.placeRows(shares, count)
                    numbers.withUnsafeMutableBufferPointer { numbers in
                        places.withUnsafeMutableBufferPointer { places in
                            let dealt = Dealt(numbers: numbers, places: places)
                            weights.parallel.forEachShare(shares) { share in
                                table.deal(bounds[share]..<bounds[share + 1], weights, row: share * count, to: dealt)
                            }
                        }
                    }
                }
            }
        }
    }

    /// What is known of each shot, and for each share of the shots a row of one number a block: first how many shots
    /// fall into it, then the place of the next. Threads write disjoint parts.
    private struct Table: @unchecked Sendable {
        let points: UnsafeMutableBufferPointer<Double>
        let blocks: UnsafeMutableBufferPointer<UInt32>
        let positions: UnsafeMutableBufferPointer<Int>
        let offset: Int

        func count(_ shots: Range<Int>, seed: UInt64, _ weights: BlockWeights, row: Int) {
            var random = RandomStream(seed: seed)
            random.skip(to: UInt64(shots.lowerBound))
            for shot in shots {
                let point = random.uniform() * weights.total
                let block = weights.block(of: point)
                points[shot - offset] = point
                blocks[shot - offset] = UInt32(truncatingIfNeeded: block)
                positions[row + block] += 1
            }
        }

        func placeRows(_ rows: Int, _ count: Int) -> [Int] {
            var starts: [Int] = []
            var next = 0
            for block in 0..<count {
                starts.append(next)
                for row in 0..<rows {
                    let shots = positions[row * count + block]
                    positions[row * count + block] = next
                    next += shots
                }
            }
            return starts + [next]
        }

        func deal(_ shots: Range<Int>, _ weights: BlockWeights, row: Int, to dealt: Dealt) {
            for shot in shots {
                let block = Int(blocks[shot - offset])
                let place = positions[row + block]
                positions[row + block] = place + 1
                dealt.numbers[place] = points[shot - offset] - weights.starts[block]
                dealt.places[place] = UInt64(shot)
            }
        }
    }

    private struct Dealt: @unchecked Sendable {
        let numbers: UnsafeMutableBufferPointer<Double>
        let places: UnsafeMutableBufferPointer<UInt64>
    }
}
