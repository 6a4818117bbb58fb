/// Reads YAML text into a tree.
package struct YAMLReader {
    /// Comments are dropped; reading is faster.
    package var withoutComments = false
    /// Text that another YAML reader might understand otherwise is an error.
    package var isStrict = false

    package init(withoutComments: Bool = false, isStrict: Bool = false) {
        self.withoutComments = withoutComments
        self.isStrict = isStrict
    }

    package func read(_ text: String, name: String) throws(YAMLError) -> DocumentSet {
        try read(Array(text.utf8), name: name)
    }

    package func read(_ bytes: [UInt8], name: String) throws(YAMLError) -> DocumentSet {
        let content = Array(
            bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
        let source = SourceFile(name: name, bytes: content)
        // Every document has a line of its own to start on, so that comments before the first
        // node find their owner the same way everywhere.
        let startsWithMarker = Self.startsWithMarker(content)
        let prefix = startsWithMarker ? [] : Array("---\n".utf8)
        var text = prefix
        text.reserveCapacity(prefix.count + content.count + 4)
        text.append(contentsOf: content)
        let count = text.count
        try UTF8Check.check(text, skipping: prefix.count)
        text.append(contentsOf: [0, 0, 0, 0])
        let job = Job(
            text: text, count: count, source: source, startsWithMarker: startsWithMarker)
        do {
            return try read(job, depthLimit: Scanner.shallowLimit).get()
        } catch  where error.origin == .depth {
            do {
                return try DeepStack.run { read(job, depthLimit: Scanner.depthLimit) }.get()
            } catch {
                throw Self.report(error, lineShift: startsWithMarker ? 0 : -1)
            }
        } catch {
            throw Self.report(error, lineShift: startsWithMarker ? 0 : -1)
        }
    }

    private struct Job {
        let text: [UInt8]
        let count: Int
        let source: SourceFile
        let startsWithMarker: Bool
    }

    private func read(_ job: Job, depthLimit: Int) -> Result<DocumentSet, ScanFailure> {
        do {
            let documents = try job.text.withUnsafeBufferPointer {
                buffer throws(ScanFailure) in
                guard let base = buffer.baseAddress else { return DocumentSet() }
                var composer = Composer(
                    scanner: Scanner(text: base, count: job.count, depthLimit: depthLimit),
                    resolver: ScalarResolver(isStrict: isStrict), source: job.source,
                    lineShift: job.startsWithMarker ? 1 : 0)
                return try readAll(
                    &composer, source: job.source, startsWithMarker: job.startsWithMarker)
            }
            return .success(documents)
        } catch {
            return .failure(error)
        }
    }

    /// `---` and white space, after nothing but white space.
    private static func startsWithMarker(_ bytes: [UInt8]) -> Bool {
        func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(byte) }
        let rest = bytes.drop(while: isSpace)
        return rest.starts(with: "---".utf8) && rest.dropFirst(3).first.map(isSpace) == true
    }

    private func readAll(
        _ composer: inout Composer, source: SourceFile, startsWithMarker: Bool
    ) throws(ScanFailure) -> DocumentSet {
        let documents = DocumentSet()
        documents.source = source
        var loose: [Comment] = []
        while let read = try composer.nextDocument() {
            let isUnmarked = documents.items.isEmpty && !startsWithMarker && read.startLine == 0
            let document = Document(
                read.value,
                position: isUnmarked ? .unknown(in: source) : composer.position(read.startLine),
                comments: loose)
            loose = []
            if !withoutComments, !read.comments.isEmpty {
                let comments = read.comments.map {
                    Comment(text: $0.text, position: composer.position($0.line))
                }
                documents.allComments.append(contentsOf: comments)
                loose = CommentAssigner(document).assign(comments)
            }
            documents.items.append(document)
        }
        finish(documents, loose: loose, source: source)
        return documents
    }

    private func finish(_ documents: DocumentSet, loose: [Comment], source: SourceFile) {
        if !loose.isEmpty {
            let carrier = Document(.null, comments: loose)
            carrier.isInjected = true
            documents.items.append(carrier)
        }
        if let first = documents.items.first, !first.position.isKnown {
            first.position = Position(source, line: 1)
        }
        for document in documents.items { Self.placeCollections(in: document) }
    }

    /// Maps and arrays take the position of what holds them: they have no line of their own.
    private static func placeCollections(in holder: HoldingNode) {
        switch holder.value {
        case .map(let map):
            if !map.position.isKnown { map.position = holder.position }
            for item in map.items { placeCollections(in: item) }
        case .array(let array):
            if !array.position.isKnown { array.position = holder.position }
            for item in array.items { placeCollections(in: item) }
        default: break
        }
    }

    /// The line a description names: where the problem is, else where its context began. The
    /// scanner's own count starts at one line more than the parser's.
    private static func report(_ failure: ScanFailure, lineShift: Int) -> YAMLError {
        var named: Int?
        if failure.origin == .scanner || failure.origin == .parser {
            if failure.mark.line != 0 {
                named = failure.mark.line + (failure.origin == .scanner ? 1 : 0)
            } else if failure.context.line != 0 {
                named = failure.context.line
            }
        }
        return YAMLError(
            failure.problem, namedLine: named.map { max(1, $0 + lineShift) },
            line: max(1, failure.mark.line + 1 + lineShift), column: failure.mark.column + 1)
    }
}
