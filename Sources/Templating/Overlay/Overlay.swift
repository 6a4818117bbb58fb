import Starlark
import YAMLTree

/// Lays trees over trees: each node of the right side finds the nodes of the left side it speaks
/// of and merges into, replaces, removes, checks or surrounds them.
///
/// The left side is changed in place; the right side never is.
final class Overlay {
    let interpreter: Interpreter
    /// Exactly one document over one: no annotation has to say which.
    private let isExact: Bool
    let index = OverlayIndex()
    let provenance: Provenance?

    init(interpreter: Interpreter, isExact: Bool = false, provenance: Provenance? = nil) {
        self.interpreter = interpreter
        self.isExact = isExact
        self.provenance = provenance
    }

    convenience init(session: RenderingSession, isExact: Bool) {
        let interpreter = Interpreter(limits: session.limits) { _, module in
            throw Failure("load not implemented: \(module)")
        }
        interpreter.printLine = { session.warn($0.text) }
        self.init(
            interpreter: interpreter, isExact: isExact, provenance: session.provenance)
    }

    // MARK: Entrances

    /// Data values and schemas: one document over another.
    func merge(_ right: Document, over left: Document) throws -> Document {
        let documents = DocumentSet([left])
        try apply(DocumentSet([right]), to: [documents])
        documents.removeOverlayAnnotations()
        return documents.items.first ?? left
    }

    func apply(_ right: DocumentSet, to left: [DocumentSet]) throws {
        for document in right.items {
            try describing("Document on \(document.position.phrase)", at: document.position) {
                try apply(document.copied(), to: left, MatchDefaults())
            }
        }
    }

    /// - Returns: what the left side became.
    func apply(_ right: YAMLValue, to left: YAMLValue) throws -> YAMLValue {
        switch (left, right) {
        case (.documents(let left), .documents(let right)): try apply(right, to: [left])
        case (_, .documents):
            throw TemplateFailure("Expected document set, but was \(GoTypeName.kind(of: left))")
        default: _ = try merge(right, into: left, MatchDefaults())
        }
        left.node?.removeOverlayAnnotations()
        return left
    }

    // MARK: Values

    /// - Returns: whether the left value is to be replaced by the right one as a whole.
    func merge(_ right: YAMLValue, into left: YAMLValue, _ defaults: MatchDefaults) throws -> Bool {
        switch right {
        case .map(let rightMap):
            guard case .map(let leftMap) = left else {
                throw TemplateFailure("Expected map, but was \(GoTypeName.kind(of: left))")
            }
            for item in rightMap.items { try apply(item, to: leftMap, defaults) }
            return false
        case .array(let rightArray):
            guard case .array(let leftArray) = left else {
                throw TemplateFailure("Expected array, but was \(GoTypeName.kind(of: left))")
            }
            for item in rightArray.items { try apply(item, to: leftArray, defaults) }
            return false
        default: return true
        }
    }

    private func apply(
        _ document: Document, to left: [DocumentSet], _ defaults: MatchDefaults
    ) throws {
        let children = try defaults.below(document)
        let match = try OverlayMatch(document, defaults, requiresArguments: !isExact)
        switch try OverlayOperation.of(document) {
        case .append:
            let copy = document.copied()
            provenance?.noteChanged(copy, "appended", by: document)
            left.last?.items.append(copy)
        case .merge:
            for place in try places(match, document, left) {
                let target = left[place.set].items[place.item]
                if try target.value.isNull || merge(document.value, into: target.value, children) {
                    provenance?.noteChanged(
                        target, "merged", by: document, instead: target.position)
                    target.value = document.value
                }
            }
        case .remove: try remove(try places(match, document, left), from: left)
        case .replace: try replace(document, match, left)
        case .insert: try insert(document, match, left)
        case .assert:
            let check = try OverlayAssert(document, interpreter)
            for place in try places(match, document, left) {
                let target = left[place.set].items[place.item]
                try check.check(target)
                _ = try merge(document.value, into: target.value, children)
            }
        }
    }

    // MARK: Documents

    private struct Place {
        let set: Int
        let item: Int
    }

    private func places(
        _ match: OverlayMatch, _ document: Document, _ left: [DocumentSet]
    ) throws -> [Place] {
        if isExact {
            guard let first = left.first?.items.first else { return [] }
            return try match.expect([first.position], interpreter) ? [Place(set: 0, item: 0)] : []
        }
        let matcher = try match.documentMatcher()
        var places: [Place] = []
        var positions: [YAMLTree.Position] = []
        var number = 0
        let new = Conversion.value(document.value)
        for (set, documents) in left.enumerated() {
            for (item, old) in documents.items.enumerated() {
                let arguments = [.int(number), Conversion.value(old.value), new]
                number += 1
                guard try Call.bool(interpreter.call(matcher, arguments, named: [])) else {
                    continue
                }
                places.append(Place(set: set, item: item))
                positions.append(old.position)
            }
        }
        return try match.expect(positions, interpreter) ? places : []
    }

    private func remove(_ places: [Place], from left: [DocumentSet]) throws {
        for place in places.reversed() { left[place.set].items.remove(at: place.item) }
    }

    private func replace(
        _ document: Document, _ match: OverlayMatch, _ left: [DocumentSet]
    ) throws {
        let replacement = try OverlayReplace(document, interpreter)
        let places = try places(match, document, left)
        for place in places {
            let copy = document.copied()
            let old = left[place.set].items[place.item]
            copy.value = try replacement.value(instead: old)
            provenance?.noteChanged(copy, "replaced", by: document, instead: old.position)
            left[place.set].items[place.item] = copy
        }
        if places.isEmpty, replacement.mayAdd, let first = left.first {
            let copy = document.copied()
            copy.value = try replacement.value(instead: nil)
            provenance?.noteChanged(copy, "added", by: document)
            first.items.append(copy)
        }
    }

    private func insert(
        _ document: Document, _ match: OverlayMatch, _ left: [DocumentSet]
    ) throws {
        let places = try places(match, document, left)
        let insertion = try OverlayInsert(document, interpreter)
        for place in places.reversed() {
            let old = left[place.set].items[place.item]
            func made() throws -> Document {
                let copy = document.copied()
                copy.value = try insertion.value(beside: old)
                provenance?.noteChanged(copy, "inserted", by: document)
                return copy
            }
            if insertion.isAfter { left[place.set].items.insert(try made(), at: place.item + 1) }
            if insertion.isBefore { left[place.set].items.insert(try made(), at: place.item) }
        }
    }
}
