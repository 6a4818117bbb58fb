#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs work that recurses deeply on a thread of its own, with a stack to match.
package enum DeepStack {
    /// What the new thread is handed. The caller waits for the thread to end before it goes on, so
    /// nothing in here is ever used by two threads at once.
    private final class Job: @unchecked Sendable {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// Does `work` and waits for it; on the caller's own stack when no thread can be made.
    package static func run<Answer>(bytes: Int = 512 << 20, _ work: () -> Answer) -> Answer {
        var answer: Answer?
        withoutActuallyEscaping({ answer = work() }) { body in
            let job = Job(body)
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setstacksize(&attributes, bytes)
            defer { pthread_attr_destroy(&attributes) }
            #if canImport(Darwin)
                var thread: pthread_t?
            #else
                var thread = pthread_t()
            #endif
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    #if canImport(Darwin)
                        Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body()
                    #else
                        if let argument {
                            Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body()
                        }
                    #endif
                    return nil
                }, Unmanaged.passRetained(job).toOpaque())
            #if canImport(Darwin)
                if status == 0, let thread { pthread_join(thread, nil) } else { body() }
            #else
                if status == 0 { pthread_join(thread, nil) } else { body() }
            #endif
        }
        guard let answer else { return work() }
        return answer
    }
}
