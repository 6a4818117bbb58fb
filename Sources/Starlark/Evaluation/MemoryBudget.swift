#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Watches how much memory a program holds, without looking at every allocation.
///
/// Builtins and operators report roughly what they allocate. After every few megabytes the
/// system is asked what the process really holds; where it cannot be asked, the reports count.
struct MemoryBudget {
    private let limit: Int?
    private var sinceLastLook = 0
    private var reported = 0
    private let atStart: Int

    private static let stride = 4 << 20

    init(limit: Int?) {
        self.limit = limit
        atStart = limit == nil ? 0 : Self.inUse ?? 0
    }

    var isLimited: Bool { limit != nil }

    @inline(__always)
    mutating func charge(_ bytes: Int) throws {
        sinceLastLook &+= bytes
        if sinceLastLook > Self.stride { try look(bytes) }
    }

    @inline(never)
    private mutating func look(_ bytes: Int) throws {
        reported += sinceLastLook
        sinceLastLook = 0
        guard let limit else { return }
        // What was just reported may not be allocated yet.
        let held = Self.inUse.map { $0 - atStart + bytes } ?? reported
        if held > limit { throw Failure("too much memory (limit \(limit) bytes)") }
    }

    /// The second number the system keeps there counts the pages that are in memory.
    private static var inUse: Int? {
        let file = open("/proc/self/statm", O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let length = read(file, &buffer, buffer.count)
        guard length > 0 else { return nil }
        let fields = buffer.prefix(length).split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else {
            return nil
        }
        return pages * Int(getpagesize())
    }
}
