import YAMLTree

/// Applies the overlays among rendered files to the other documents.
struct OverlayApplication {
    let session: RenderingSession

    /// - Returns: files that still have documents, in their order.
    func apply(
        _ rendered: [(file: LibraryFile, documents: DocumentSet)]
    ) throws -> [(file: LibraryFile, documents: DocumentSet)] {
        var overlays: [(file: LibraryFile, document: Document)] = []
        var plain: [(file: LibraryFile, documents: DocumentSet)] = []
        for (file, documents) in rendered {
            var kept: [Document] = []
            for document in documents.items {
                if document.hasAnnotation(.overlayMatch) {
                    overlays.append((file, document))
                } else if !document.isEmpty {
                    kept.append(document)
                }
            }
            guard !kept.isEmpty else { continue }
            documents.items = kept
            plain.append((file, documents))
        }
        plain = inOrder(plain) { $0.file }
        overlays = inOrder(overlays) { $0.file }
        try overlay(overlays, over: plain.map(\.documents))
        return plain
    }

    private func overlay(
        _ overlays: [(file: LibraryFile, document: Document)], over targets: [DocumentSet]
    ) throws {
        guard !overlays.isEmpty else { return }
        do {
            let operation = Overlay(session: session, isExact: false)
            for (_, document) in overlays {
                try operation.apply(DocumentSet([document]), to: targets)
            }
            for target in targets { target.removeOverlayAnnotations() }
        } catch {
            var names: [String] = []
            for (file, _) in overlays where names.last != file.file.path {
                names.append(file.file.path)
            }
            throw TemplateFailure(
                "Overlaying (in following order: \(names.joined(separator: ", ")))", error)
        }
    }

    private func inOrder<Element>(
        _ elements: [Element], _ file: (Element) -> LibraryFile
    ) -> [Element] {
        elements.enumerated()
            .sorted { a, b in
                (file(a.element).file.order, a.offset) < (file(b.element).file.order, b.offset)
            }
            .map(\.element)
    }
}
