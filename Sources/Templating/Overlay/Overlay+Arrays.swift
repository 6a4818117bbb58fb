import Starlark
import YAMLTree

/// Items of arrays.
extension Overlay {
    func apply(_ item: ArrayItem, to left: ArrayNode, _ defaults: MatchDefaults) throws {
        try describing("Array item on \(item.position.phrase)", at: item.position) {
            try apply(copy: item.copied(), to: left, defaults)
        }
    }

    private func apply(copy item: ArrayItem, to left: ArrayNode, _ defaults: MatchDefaults) throws {
        switch try OverlayOperation.of(item) {
        case .merge: try merge(item, left, defaults)
        case .remove:
            let places = Set(try matchedPlaces(item, left, defaults) ?? [])
            guard !places.isEmpty else { return }
            left.items = left.items.enumerated().filter { !places.contains($0.offset) }.map(
                \.element)
            index.forget(left)
        case .replace: try replace(item, left, defaults)
        case .insert: try insert(item, left, defaults)
        case .append: append(item.copied(), to: left)
        case .assert:
            let children = try defaults.below(item)
            let check = try OverlayAssert(item, interpreter)
            for place in try matchedPlaces(item, left, defaults) ?? [] {
                try check.check(left.items[place])
                _ = try merge(item.value, into: left.items[place].value, children)
                index.noteChanged(place, of: left)
            }
        }
    }

    private func append(_ item: ArrayItem, to left: ArrayNode) {
        provenance?.noteChanged(item, "appended", by: item)
        left.items.append(item)
        index.noteAppended(to: left)
    }

    private func merge(_ item: ArrayItem, _ left: ArrayNode, _ defaults: MatchDefaults) throws {
        let children = try defaults.below(item)
        guard let places = try matchedPlaces(item, left, defaults) else { return }
        if places.isEmpty { return append(item.copied(), to: left) }
        for place in places {
            let target = left.items[place]
            if try target.value.isNull || merge(item.value, into: target.value, children) {
                provenance?.noteChanged(target, "merged", by: item, instead: target.position)
                target.value = item.value
                target.position = item.position
            }
            index.noteChanged(place, of: left)
        }
    }

    private func replace(_ item: ArrayItem, _ left: ArrayNode, _ defaults: MatchDefaults) throws {
        let replacement = try OverlayReplace(item, interpreter)
        guard let places = try matchedPlaces(item, left, defaults) else { return }
        for place in places {
            let copy = item.copied()
            copy.value = try replacement.value(instead: left.items[place])
            provenance?.noteChanged(
                copy, "replaced", by: item, instead: left.items[place].position)
            left.items[place] = copy
            index.noteChanged(place, of: left)
        }
        if places.isEmpty, replacement.mayAdd {
            let copy = item.copied()
            copy.value = try replacement.value(instead: nil)
            append(copy, to: left)
        }
    }

    private func insert(_ item: ArrayItem, _ left: ArrayNode, _ defaults: MatchDefaults) throws {
        guard let places = try matchedPlaces(item, left, defaults) else { return }
        let insertion = try OverlayInsert(item, interpreter)
        let matched = Set(places)
        var result: [ArrayItem] = []
        for (place, old) in left.items.enumerated() {
            func made() throws -> ArrayItem {
                let copy = item.copied()
                copy.value = try insertion.value(beside: old)
                provenance?.noteChanged(copy, "inserted", by: item)
                return copy
            }
            let isMatched = matched.contains(place)
            if isMatched, insertion.isBefore { result.append(try made()) }
            result.append(old)
            if isMatched, insertion.isAfter { result.append(try made()) }
        }
        left.items = result
        index.forget(left)
    }

    /// Items without a match annotation match nothing, and are appended.
    private func matchedPlaces(
        _ item: ArrayItem, _ left: ArrayNode, _ defaults: MatchDefaults
    ) throws -> [Int]? {
        guard item.hasAnnotation(.overlayMatch) else { return [] }
        let match = try OverlayMatch(item, defaults, requiresArguments: true)
        let places = try places(match, item, left)
        let positions = places.map { left.items[$0].position }
        return try match.expect(positions, interpreter) ? places : nil
    }

    private func places(
        _ match: OverlayMatch, _ item: ArrayItem, _ left: ArrayNode
    ) throws -> [Int] {
        guard let matcher = match.matcher else {
            throw TemplateFailure(
                "Expected 'overlay/match' annotation keyword argument 'by' to be specified")
        }
        if case .string(let key) = matcher {
            do {
                return try index.places(where: key.text, equals: item.value, in: left)
            } catch {
                throw TemplateFailure("overlay.map_key_matcher", error)
            }
        }
        guard matcher.isCallable else {
            throw OverlayMatch.wrongMatcher(matcher, "either string (for map key) or function")
        }
        let new = Conversion.value(item.value)
        return try left.items.indices.filter { place in
            let arguments = [.int(place), Conversion.value(left.items[place].value), new]
            return try Call.bool(interpreter.call(matcher, arguments, named: []))
        }
    }
}
