import Starlark
import YAMLTree

/// Items of maps.
extension Overlay {
    func apply(_ item: MapItem, to left: MapNode, _ defaults: MatchDefaults) throws {
        do {
            try apply(copy: item.copied(), to: left, defaults)
        } catch {
            throw TemplateFailure(
                "Map item (key '\(item.key.keyText)') on \(item.position.phrase)", error,
                at: .init(item.position))
        }
    }

    private func apply(copy item: MapItem, to left: MapNode, _ defaults: MatchDefaults) throws {
        switch try OverlayOperation.of(item) {
        case .merge: try merge(item, left, defaults)
        case .remove:
            let places = try places(item, left, defaults)
            guard !places.isEmpty else { return }
            left.items = left.items.enumerated().filter { !places.contains($0.offset) }.map(
                \.element)
            index.forget(left)
        case .replace: try replace(item, left, defaults)
        case .assert:
            let children = try defaults.below(item)
            let check = try OverlayAssert(item, interpreter)
            for place in try places(item, left, defaults) {
                try check.check(left.items[place])
                _ = try merge(item.value, into: left.items[place].value, children)
            }
        case .insert, .append:
            let name = try OverlayOperation.of(item).name
            throw TemplateFailure(
                "Found @\(name) on map item (\(item.position.compact)); "
                    + "only array items can be annotated with @\(name)")
        }
    }

    private func merge(_ item: MapItem, _ left: MapNode, _ defaults: MatchDefaults) throws {
        let children = try defaults.below(item)
        guard let places = try matchedPlaces(item, left, defaults) else { return }
        if places.isEmpty {
            provenance?.noteChanged(item, "added", by: item)
            left.items.append(item)
            index.noteAppended(to: left)
        }
        for place in places {
            let target = left.items[place]
            if try target.value.isNull || merge(item.value, into: target.value, children) {
                provenance?.noteChanged(target, "merged", by: item, instead: target.position)
                target.value = item.value
                target.position = item.position
            }
        }
    }

    private func replace(_ item: MapItem, _ left: MapNode, _ defaults: MatchDefaults) throws {
        let replacement = try OverlayReplace(item, interpreter)
        guard let places = try matchedPlaces(item, left, defaults) else { return }
        for place in places {
            let copy = item.copied()
            copy.value = try replacement.value(instead: left.items[place])
            provenance?.noteChanged(
                copy, "replaced", by: item, instead: left.items[place].position)
            left.items[place] = copy
            if left.items[place].key != item.key { index.forget(left) }
        }
        if !places.isEmpty, item.hasAnnotation(.overlayMatch) { index.forget(left) }
        if places.isEmpty, replacement.mayAdd {
            let copy = item.copied()
            copy.value = try replacement.value(instead: nil)
            provenance?.noteChanged(copy, "added", by: item)
            left.items.append(copy)
            index.noteAppended(to: left)
        }
    }

    private func places(
        _ item: MapItem, _ left: MapNode, _ defaults: MatchDefaults
    ) throws -> [Int] {
        try matchedPlaces(item, left, defaults) ?? []
    }

    /// - Returns: nil when a `when=` says that nothing is to be done.
    private func matchedPlaces(
        _ item: MapItem, _ left: MapNode, _ defaults: MatchDefaults
    ) throws -> [Int]? {
        let match = try OverlayMatch(item, defaults, requiresArguments: false)
        let places = try places(match, item, left)
        let positions = places.map { left.items[$0].position }
        return try match.expect(positions, interpreter) ? places : nil
    }

    private func places(_ match: OverlayMatch, _ item: MapItem, _ left: MapNode) throws -> [Int] {
        guard let matcher = match.matcher else { return index.places(of: item.key, in: left) }
        let function: Value
        switch matcher {
        case .string(let key): function = OverlayModule.mapKeyMatcher(key.text)
        case _ where matcher.isCallable: function = matcher
        default: throw OverlayMatch.wrongMatcher(matcher, "either string (for map key) or function")
        }
        let new = Conversion.value(item.value)
        return try left.items.indices.filter { place in
            let old = left.items[place]
            let arguments = [Conversion.value(old.key), Conversion.value(old.value), new]
            return try Call.bool(interpreter.call(function, arguments, named: []))
        }
    }
}
