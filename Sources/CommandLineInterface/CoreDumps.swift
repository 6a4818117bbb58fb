import Foundation

/// Passwords are in this process's memory, and a crash must not write them to a disk.
///
/// The limit keeps the kernel from writing a file; where it hands the memory to another program,
/// as systemd's does, the limit does not count, and the filter leaves nothing to hand over. Both
/// are inherited by the guard and by PostgreSQL's programs.
func refuseCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    try? Data("0".utf8).write(to: URL(fileURLWithPath: "/proc/self/coredump_filter"))
}
