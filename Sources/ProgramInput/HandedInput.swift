import Foundation
public import Subprocess

/// Bytes for the standard input of a program that may end before it has read them.
///
/// A credential helper that answers at once, or a git that refuses its arguments, closes its end
/// of the pipe. The inputs of Subprocess report that as an error before they have closed theirs,
/// and the descriptor that is left open ends this whole process. What such a program says by its
/// output and its status is the answer, so an end of reading is no error here.
public struct HandedInput: InputProtocol {
    private let bytes: [UInt8]

    /// - Parameter bytes: handed over in their order, and then the end of the file.
    public init(_ bytes: [UInt8]) {
        Self.outliveReaders
        self.bytes = bytes
    }

    /// Writing to a pipe that nobody reads any more is an error of that write, and no signal that
    /// ends this process. Programs that are started get the signal's default back.
    private static let outliveReaders: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// Ends without an error where the program reads no more.
    public func write(with writer: StandardInputWriter) async throws {
        _ = try? await writer.write(bytes)
    }
}

extension InputProtocol where Self == HandedInput {
    /// Hands the bytes to the program, as many of them as it takes.
    public static func handed(_ bytes: [UInt8]) -> HandedInput { HandedInput(bytes) }

    /// Hands the text to the program as UTF-8, as much of it as it takes.
    public static func handed(_ text: String) -> HandedInput { HandedInput(Array(text.utf8)) }
}
