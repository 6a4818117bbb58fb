/// A module: named members that a program reads as `module.member`.
package final class ModuleValue: HostObject {
    package let name: String
    package let members: [(name: ByteString, value: Value)]

    package init(_ name: String, _ members: [(name: String, value: Value)]) {
        self.name = name
        self.members = members.map { (ByteString.text($0.name), $0.value) }
    }

    package override var typeName: String { "module" }
    package override func write(to printer: inout Printer) {
        printer.write("<module \(Printer.quoted(ByteString.text(name)))>")
    }
    package override func hash() throws -> Int { throw Failure("unhashable: module") }
    package override func freeze() { for member in members { member.value.freeze() } }
    package override var hasAttributes: Bool { true }

    package override func attribute(_ name: ByteString) throws -> Value? {
        members.first { $0.name == name }?.value
    }

    package override var attributeNames: [String] { members.map { $0.name.text }.sorted() }
}
