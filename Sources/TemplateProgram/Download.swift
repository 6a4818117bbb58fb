#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Fetches what `-f https://…` names, through curl: linking a client of our own would cost every
/// start of the program.
///
/// The address goes through curl's standard input, since it may hold a secret. As with the
/// reference, whatever a server answers is the file, even where it says that there is none.
enum Download {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    static func bytes(of url: String) throws -> [UInt8] {
        do {
            return try run(configuration(url))
        } catch {
            throw Problem(description: "Requesting URL '\(url)': \(error)")
        }
    }

    /// In curl's own form, where a backslash escapes.
    private static func configuration(_ url: String) throws(Problem) -> String {
        guard !url.contains(where: \.isNewline) else {
            throw Problem(description: "a line break is no part of an address")
        }
        let escaped = url.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return """
            url = "\(escaped)"
            location
            max-redirs = 10
            proto = "=http,https"
            globoff
            silent
            show-error

            """
    }

    private static func run(_ configuration: String) throws -> [UInt8] {
        let (input, output, errors) = (try Pipe(), try Pipe(), try Pipe())
        let process = try start(input, output, errors)
        input.closeReading()
        output.closeWriting()
        errors.closeWriting()
        // Fewer bytes than a pipe holds, so this never waits for curl.
        _ = FileSystem.writeAll(Array(configuration.utf8), input.writing)
        input.closeWriting()
        let bytes = try FileSystem.readAll(output.reading)
        let said = String(decoding: try FileSystem.readAll(errors.reading), as: UTF8.self)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            let reason = said.split(separator: "\n").first.map(String.init)
            throw Problem(description: reason ?? "curl ended with status \(status >> 8)")
        }
        return bytes
    }

    private static func start(_ input: Pipe, _ output: Pipe, _ errors: Pipe) throws -> pid_t {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.reading, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.writing, STDERR_FILENO)
        // `--disable` comes first, or not at all: no file of the user's changes what is done.
        let words = ["curl", "--disable", "--config", "-"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let problem = posix_spawnp(&process, "curl", &actions, nil, &arguments, environ)
        guard problem == 0 else {
            let reason = String(cString: strerror(problem)).lowercased()
            throw Problem(description: "could not start curl: \(reason) (is it installed?)")
        }
        return process
    }

    /// Both ends are closed when nobody uses it any more.
    private final class Pipe {
        private(set) var reading: Int32 = -1
        private(set) var writing: Int32 = -1

        init() throws(Problem) {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw Problem(description: "could not make a pipe") }
            (reading, writing) = (ends[0], ends[1])
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }

        deinit {
            closeReading()
            closeWriting()
        }

        func closeReading() {
            if reading >= 0 { close(reading) }
            reading = -1
        }

        func closeWriting() {
            if writing >= 0 { close(writing) }
            writing = -1
        }
    }
}
