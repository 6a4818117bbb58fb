#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How far the running thread's stack may still grow.
enum StackBounds {
    /// What must stay free below any call, for builtins and for unwinding.
    private static let reserve: UInt = 256 << 10
    /// What is assumed of a thread that nobody described: the least that systems give.
    private static let assumed: UInt = 320 << 10

    /// Holds the floor of threads that were described; threads without one hold zero.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Tells that the running thread's stack has `size` bytes, of which hardly any are used.
    static func describe(size: Int) {
        let floor = here - UInt(size) + 2 * reserve
        pthread_setspecific(key, UnsafeRawPointer(bitPattern: floor))
    }

    /// The lowest address a call may reach.
    static var floor: UInt {
        let described = UInt(bitPattern: pthread_getspecific(key))
        return described > 0 ? described : here - assumed
    }

    @inline(__always)
    static func isBelow(_ floor: UInt) -> Bool { here < floor }

    @inline(__always)
    private static var here: UInt {
        var marker: UInt8 = 0
        return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    }
}
