#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Runs work on a thread with room for deep nesting, and waits for it.
package enum BigStack {
    /// Address space, not memory: a page costs something only once it is used.
    private static let sizes = [1 << 30, 1 << 28, 1 << 26]

    /// Only the new thread touches it until the caller has joined that thread.
    private final class Work {
        let body: () -> Void
        var stackSize = 0

        init(_ body: @escaping () -> Void) { self.body = body }

        func run() {
            if stackSize > 0 { StackBounds.describe(size: stackSize) }
            body()
        }
    }

    /// Uses the caller's own stack where no such thread can be had.
    package static func run<Result>(_ body: () throws -> Result) throws -> Result {
        var outcome: Swift.Result<Result, any Error>?
        withoutActuallyEscaping(body) { body in
            let work = Work { outcome = Swift.Result { try body() } }
            if !sizes.contains(where: { start(work, stackSize: $0) }) {
                work.stackSize = 0
                work.run()
            }
        }
        guard let outcome else { throw Failure("the evaluation thread gave no answer") }
        return try outcome.get()
    }

    /// False when the thread could not be started, and nothing ran.
    private static func start(_ work: Work, stackSize: Int) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return false }
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        work.stackSize = stackSize
        let handle = Unmanaged.passRetained(work)
        let status = pthread_create(&thread, &attributes, entry, handle.toOpaque())
        guard status == 0 else {
            handle.release()
            return false
        }
        #if canImport(Glibc)
            pthread_join(thread, nil)
        #else
            if let thread { pthread_join(thread, nil) }
        #endif
        return true
    }

    #if canImport(Glibc)
        private static let entry:
            @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
                { pointer in perform(pointer) }
    #else
        private static let entry:
            @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? =
                { pointer in perform(pointer) }
    #endif

    private static func perform(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
    }
}
