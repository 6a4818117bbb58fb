#if canImport(Glibc)
    import Glibc
#endif

/// libFuzzer's own loop: it mutates a corpus and watches which edges of the program each input takes.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The target under test; set once, before the loop begins.
nonisolated(unsafe) private var target: FuzzTarget?

/// Where the process begins: the package manager names an executable's entry `<name>_main`.
///
/// The first argument names the target, the others are libFuzzer's.
@_cdecl("fuzz_main")
public func main(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    let name = arguments[1].map { String(cString: $0) } ?? ""
    target = fuzzTargets.first { $0.name == name }
    guard target != nil else {
        for target in fuzzTargets { print(target.name) }
        return name == "list" ? 0 : 64
    }
    arguments[1] = arguments[0]
    var rest = arguments + 1
    var restCount = count - 1
    return runDriver(&restCount, &rest) { data, count in
        try? target?.run(Array(UnsafeBufferPointer(start: data, count: count)))
        return 0
    }
}
