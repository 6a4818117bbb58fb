/// What happens when: the simulation's clock moves from one entry to the next.
///
/// Entries of the same instant happen in the order in which they were written down.
struct Agenda {
    private struct Entry {
        let time: Milliseconds
        let order: Int
        let happening: Happening

        func precedes(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : order < other.order
        }
    }

    /// A binary heap: an entry precedes the two at twice its place.
    private var heap: [Entry] = []
    private var written = 0

    mutating func add(_ happening: Happening, at time: Milliseconds) {
        written += 1
        heap.append(Entry(time: time, order: written, happening: happening))
        var place = heap.count - 1
        while place > 0, heap[place].precedes(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func next() -> (time: Milliseconds, happening: Happening)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.time, first.happening)
    }

    private mutating func sink() {
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].precedes(heap[least]) { least = child }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
