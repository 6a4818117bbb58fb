import FoundationEssentials
import Glibc

// Questions to /proc: which programs work in a folder, and what stands in a file.

/// Programs of that name whose working directory is the folder.
func processes(workingIn folder: String, running program: String) -> [pid_t] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { pid_t($0) }.filter { pid in
        link("/proc/\(pid)/cwd") == folder
            && link("/proc/\(pid)/exe")?.hasSuffix("/" + program) == true
    }
}

func readText(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
}

private func link(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
}
