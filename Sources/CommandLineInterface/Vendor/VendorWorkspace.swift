import Diagnostics
import Foundation
import VendorCore
import VendorFetch

/// The files that a command works with: the configuration, the lock, and what overrides them.
struct VendorWorkspace {
    static let flags: [String: VendorFlags.Kind] = [
        "file": .list, "directory": .list, "lock-file": .text, "locked": .toggle,
        "lazy": .toggle, "chdir": .text, "dangerous-allow-all-symlink-destinations": .toggle,
    ]

    let options: SyncOptions
    let resources: VendorResources
    /// As it stands in the file.
    let configuration: VendorConfiguration
    let lock: LockFile?
    let environment = ProcessInfo.processInfo.environment

    init(_ flags: VendorFlags, _ program: VendorProgram) throws {
        if let folder = flags.text("chdir"), !folder.isEmpty {
            guard FileManager.default.changeCurrentDirectoryPath(folder) else {
                throw Diagnostic(
                    .error, .fileFailed, "chdir: \(folder) is not there, or is no folder")
            }
        }
        var options = SyncOptions()
        options.isLocked = flags.has("locked")
        options.allowsLazy = flags.toggles["lazy"] ?? true
        options.allowsAllLinks = flags.has("dangerous-allow-all-symlink-destinations")
        options.lockFile = flags.text("lock-file") ?? LockFile.defaultName
        options.isCompatible = program.isCompatible
        let home = environment["HOME"]
        options.overrides = flags.list("directory").map { SyncOptions.Override($0, home: home) }
        self.options = options
        resources = try Self.read(
            flags.list("file"), isCompatible: program.isCompatible)
        configuration = resources.configuration
        lock = try Self.lock(options)
    }

    private static func read(_ names: [String], isCompatible: Bool) throws -> VendorResources {
        var files: [ConfigurationReader.File] = []
        for name in names.isEmpty ? ["vendir.yml"] : names {
            if name == "-" {
                let bytes = FileHandle.standardInput.readDataToEndOfFile()
                files.append(.init(name: "-", text: String(decoding: bytes, as: UTF8.self)))
            } else {
                files.append(.init(name: name, text: try text(of: name)))
            }
        }
        return try ConfigurationReader(
            refusesUnknownKeys: !isCompatible, version: VendorProgram.vendirVersion
        ).read(files)
    }

    private static func text(of name: String) throws -> String {
        do {
            return try Disk.readText(name)
        } catch {
            throw Diagnostic(
                .error, .configurationMissing, "reading config '\(name)': \(error.message)",
                hint: "Did you name your configuration file something different than "
                    + "'\(name)', e.g. wrong extension?")
        }
    }

    /// Nil when there is none and none is needed.
    private static func lock(_ options: SyncOptions) throws -> LockFile? {
        guard Disk.exists(options.lockFile) else {
            guard !options.isLocked else {
                throw Diagnostic(
                    .error, .lockIncomplete,
                    "reading lock config '\(options.lockFile)': no such file or directory",
                    hint: "Run sync without --locked to write it.")
            }
            return nil
        }
        return try LockFile(reading: Disk.readText(options.lockFile), file: options.lockFile)
    }

    /// What is to be synced: overrides, subset and lock applied in the reference's order.
    func effectiveConfiguration() throws(Diagnostic) -> VendorConfiguration {
        var result = try configuration.overriding(options.overrides)
        if !options.overrides.isEmpty {
            result = try result.subset(options.overrides.map(\.path))
        }
        if options.isLocked, let lock { result = try lock.locking(result) }
        return result
    }
}
