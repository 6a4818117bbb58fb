import CLibArchive
import Diagnostics
import VendorCore

#if canImport(Glibc)
    import Glibc

    private let systemWrite = Glibc.write
#else
    import Darwin

    private let systemWrite = Darwin.write
#endif

/// libarchive's reader: formats and compressions are recognised by their bytes.
///
/// Entries are handed out one after the other; the data of one can be read until the next.
final class ArchiveReader {
    private let archive: OpaquePointer
    private var hasEntries = false
    /// False once the first header could not be read.
    private(set) var isArchive = true

    /// Nil when the file is no archive of a kind that is unpacked here.
    ///
    /// - Parameter allFilters: whether anything but gzip is taken, as layers of images may have it.
    init?(_ path: String, allFilters: Bool = false) {
        guard let archive = archive_read_new() else { return nil }
        self.archive = archive
        archive_read_support_filter_gzip(archive)
        if allFilters { archive_read_support_filter_zstd(archive) }
        archive_read_support_format_tar(archive)
        archive_read_support_format_zip_seekable(archive)
        guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else { return nil }
    }

    deinit { archive_read_free(archive) }

    var isZip: Bool {
        archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_ZIP
    }

    /// Nil at the end, and when the first header says that this is no archive.
    func next() throws(Diagnostic) -> ArchiveEntry? {
        var entry: OpaquePointer?
        switch archive_read_next_header(archive, &entry) {
        case ARCHIVE_OK, ARCHIVE_WARN:
            hasEntries = true
            return entry.map(read)
        case ARCHIVE_EOF: return nil
        default:
            guard hasEntries else {
                isArchive = false
                return nil
            }
            throw damaged()
        }
    }

    private func read(_ entry: OpaquePointer) -> ArchiveEntry {
        let name = text(archive_entry_pathname(entry))
        let permissions = UInt32(archive_entry_perm(entry)) & 0o777
        return ArchiveEntry(name: name, kind: kind(entry), permissions: permissions)
    }

    private func kind(_ entry: OpaquePointer) -> ArchiveEntry.Kind {
        if archive_entry_hardlink(entry) != nil {
            return .hardLink(text(archive_entry_hardlink(entry)))
        }
        // The kinds of stat(2), which archive_entry.h gives the same numbers on every system.
        switch archive_entry_filetype(entry) & 0o170000 {
        case 0o100000:
            return .file(
                size: archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : 0)
        case 0o040000: return .folder
        case 0o120000: return .symbolicLink(text(archive_entry_symlink(entry)))
        case 0o020000, 0o060000, 0o010000: return .device
        default: return .other
        }
    }

    /// Names are bytes; the C library's idea of the locale does not come into it.
    private func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }

    /// Writes what the entry holds, and tells the judge of bytes beyond those it announced.
    func writeData(
        of entry: ArchiveEntry, to path: String, _ mode: UInt32, _ judge: inout ArchiveJudge
    ) throws(Diagnostic) {
        var announced = 0
        if case .file(let size) = entry.kind { announced = size }
        let descriptor = open(
            path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw Disk.failure("could not write", path) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                archive_read_data(archive, $0.baseAddress, $0.count)
            }
            if count == 0 { return }
            guard count > 0 else { throw damaged() }
            announced -= count
            if announced < 0 {
                try judge.count(-announced, of: entry)
                announced = 0
            }
            try write(buffer[..<count], descriptor, path)
        }
    }

    private func write(
        _ bytes: ArraySlice<UInt8>, _ descriptor: Int32, _ path: String
    ) throws(Diagnostic) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Disk.failure("could not write", path) }
            rest = rest.dropFirst(count)
        }
    }

    private func damaged() -> Diagnostic {
        Diagnostic(
            .error, .archiveRefused, "the archive cannot be read to its end",
            detail: archive_error_string(archive).map { String(cString: $0) })
    }
}
