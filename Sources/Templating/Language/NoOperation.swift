import Starlark

/// What `template.replace` returns: the place it stands in has been taken care of.
final class NoOperation: HostObject {
    override var typeName: String { "noop" }
    override func write(to printer: inout Printer) { printer.write("noop") }
}
