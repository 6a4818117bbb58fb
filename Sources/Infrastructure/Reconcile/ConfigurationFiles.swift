package import Diagnostics
import Foundation
package import HCL

extension Diagnostic.Code {
    package static let configurationUnreadable: Self = "infrastructure.configuration-unreadable"
}

/// The configuration of one folder, as it is read by the program: without its modules.
package struct ConfigurationFiles: Sendable {
    /// Files of the native syntax by their name.
    package private(set) var documents: [String: Document] = [:]
    /// Files that are JSON, which nobody edits.
    package private(set) var jsonFiles: [String: [UInt8]] = [:]

    package init(_ files: [String: [UInt8]], tool: InfrastructureTool.Kind) throws(Diagnostic) {
        for (name, bytes) in files where Self.isRead(name, by: tool, among: files) {
            guard !name.hasSuffix(".json") else {
                jsonFiles[name] = bytes
                continue
            }
            do {
                documents[name] = try Document.read(bytes)
            } catch {
                throw Diagnostic(
                    .error, .configurationUnreadable, "\(name) is not HCL: \(error.message)",
                    at: Place(file: name, line: error.line, column: error.column))
            }
        }
    }

    package static func read(
        _ directory: String, tool: InfrastructureTool.Kind
    ) throws -> ConfigurationFiles {
        let manager = FileManager.default
        guard let names = try? manager.contentsOfDirectory(atPath: directory) else {
            throw Diagnostic(
                .error, .infrastructureNoFolder, "\(directory) cannot be read, or is no folder")
        }
        var files: [String: [UInt8]] = [:]
        for name in names where !name.hasPrefix(".") && isConfiguration(name) {
            files[name] = Array(try Data(contentsOf: URL(filePath: "\(directory)/\(name)")))
        }
        return try ConfigurationFiles(files, tool: tool)
    }

    private static let endings = [".tf", ".tf.json", ".tofu", ".tofu.json"]

    private static func isConfiguration(_ name: String) -> Bool {
        endings.contains { name.hasSuffix($0) }
    }

    /// OpenTofu reads `x.tofu` instead of `x.tf`; Terraform does not know it.
    private static func isRead(
        _ name: String, by tool: InfrastructureTool.Kind, among files: [String: [UInt8]]
    ) -> Bool {
        if name.contains(".tofu") { return tool == .tofu }
        guard tool == .tofu, let dot = name.range(of: ".tf", options: .backwards) else {
            return true
        }
        return files[name.replacingCharacters(in: dot, with: ".tofu")] == nil
    }

    static func isOverride(_ name: String) -> Bool {
        let base = name.prefix { $0 != "." }
        return base == "override" || base.hasSuffix("_override")
    }

    // MARK: Looking

    /// The files that declare something, in the order of their names.
    func files(declaring declaration: Declaration) -> [String] {
        documents.filter { declares($0.value, declaration) }.keys.sorted()
    }

    func declares(_ document: Document, _ declaration: Declaration) -> Bool {
        document.body.blocks.contains {
            $0.type == declaration.blockType && $0.labels == declaration.labels
        }
    }

    /// JSON files that mention a declaration's last name.
    func jsonFiles(mentioning declaration: Declaration) -> [String] {
        let name = declaration.labels.last ?? ""
        return jsonFiles.filter { String(decoding: $0.value, as: UTF8.self).contains(name) }
            .keys.sorted()
    }

    /// Whether any file says one of these names, be it in JSON.
    func isMentioned(_ addresses: [String]) -> Bool {
        addresses.compactMap(Declaration.init).contains { declaration in
            !files(declaring: declaration).isEmpty
                || !jsonFiles(mentioning: declaration).isEmpty
        }
    }

    mutating func replace(_ name: String, by document: Document?) { documents[name] = document }
}
