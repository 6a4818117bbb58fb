/// A file that rendering made.
package struct OutputFile {
    package let path: String
    package let kind: InputFile.Kind
    private let make: () -> [UInt8]

    init(path: String, kind: InputFile.Kind, _ make: @escaping () -> [UInt8]) {
        self.path = path
        self.kind = kind
        self.make = make
    }

    package var bytes: [UInt8] { make() }
}
