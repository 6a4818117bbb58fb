/// A place in the text being scanned: characters from the start, line and column from zero.
struct Mark {
    var index = 0
    var line = 0
    var column = 0
}
