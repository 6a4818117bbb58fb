/// What one `load` statement asks for.
struct LoadSite {
    let module: ByteString
    let names: [String]
}
