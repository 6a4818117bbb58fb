import YAMLTree

/// Files as JSON: `{"files":[{"name":"a.yml","data":"…"}]}`, in and out.
package enum BulkFiles {
    package static func read(_ text: String) throws -> [InputFile] {
        let value = try JSONReader.read(Array(text.utf8))
        guard case .array(let files)? = field("files", of: value) else { return [] }
        return files.items.map { item in
            let data = string("data", of: item.value)
            return InputFile(path: string("name", of: item.value)) { Array(data.utf8) }
        }
    }

    /// In place of an error's text on standard error, as the reference has it.
    package static func write(error: String) throws -> [UInt8] {
        Array("{\"errors\":".utf8) + (try JSONPrinter.print(.string(error))) + [UInt8(ascii: "}")]
    }

    package static func write(_ files: [OutputFile]) throws -> [UInt8] {
        guard !files.isEmpty else { return Array("{}".utf8) }
        var text = Array("{\"files\":[".utf8)
        for (index, file) in files.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            let data = YAMLValue.string(String(decoding: file.bytes, as: UTF8.self))
            text += Array("{\"name\":".utf8) + (try JSONPrinter.print(.string(file.path)))
            text += Array(",\"data\":".utf8) + (try JSONPrinter.print(data))
            text.append(UInt8(ascii: "}"))
        }
        return text + Array("]}".utf8)
    }

    private static func field(_ name: String, of value: YAMLValue) -> YAMLValue? {
        guard case .map(let map) = value else { return nil }
        return map.items.first { $0.key == .string(name) }?.value
    }

    private static func string(_ name: String, of value: YAMLValue) -> String {
        if case .string(let text)? = field(name, of: value) { text } else { "" }
    }
}
