// Whole blocks: adding, taking away, and giving another name.
extension Document {
    /// Adds a block at the file's end, behind a blank line; nothing when the same one is there.
    package func appending(_ block: NewBlock) -> EditOutcome {
        let text = block.text(lineEnd: lineEnd)
        if contains(block) { return .unchanged }
        let isOpen = !bytes.isEmpty && bytes.last != 0x0A
        let hasBlankLine =
            bytes.isEmpty || bytes.suffix(2) == [0x0A, 0x0A]
            || bytes.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A]
        do {
            let gap = (isOpen ? lineEnd : "") + (hasBlankLine ? "" : lineEnd)
            let result = try replacing(bytes.count..<bytes.count, with: gap + text)
            guard result.contains(block) else {
                return .byHand(
                    ManualStep(line: 1, reason: "the file's end is not clear", text: text))
            }
            return .changed(result)
        } catch {
            return .byHand(ManualStep(line: 1, reason: "\(error)", text: text))
        }
    }

    /// Whether a block of the same type, labels and settings stands at the file's top.
    package func contains(_ block: NewBlock) -> Bool {
        body.blocks.contains { matches($0, block) }
    }

    private func matches(_ found: Block, _ wanted: NewBlock) -> Bool {
        guard found.type == wanted.type, found.labels == wanted.labels,
            found.body.attributes.count == wanted.settings.count,
            found.body.blocks.count == wanted.blocks.count
        else { return false }
        let same = wanted.settings.allSatisfy { setting in
            found.body[setting.name].map { says($0.value, setting.value) } ?? false
        }
        return same && zip(found.body.blocks, wanted.blocks).allSatisfy { matches($0, $1) }
    }

    /// Takes a block away with its lines, and one of two blank lines around it.
    ///
    /// Comments above it stay.
    package func removingBlock(at path: EditPath) -> EditOutcome {
        do {
            guard let block = try lastBlock(of: path) else { return .unchanged }
            guard var lines = wholeLines(block.tokens.lowerBound..<block.closeBrace + 1) else {
                throw byHand(block, "the block shares its lines with something else")
            }
            let start = lines.lowerBound
            let isBlankAbove = start == 0 || isBlankLine(endingAt: start)
            if isBlankAbove, lines.upperBound < bytes.count, isBlankLine(at: lines.upperBound) {
                lines = start..<nextLine(lines.upperBound)
            }
            let result = try replacing(lines, with: "")
            guard try result.lastBlock(of: path) == nil else {
                throw byHand(block, "the block cannot be taken away by itself")
            }
            return .changed(result)
        } catch let step as ManualStep {
            return .byHand(step.with(text: "take the block away"))
        } catch {
            return .byHand(ManualStep(line: 1, reason: "\(error)", text: "take the block away"))
        }
    }

    /// The block that the last step of a path names.
    package func lastBlock(of path: EditPath) throws(ManualStep) -> Block? {
        guard case .block(let type, let labels, let key) = path.steps.last else { return nil }
        let outer = EditPath(Array(path.steps.dropLast()))
        let (container, found) = try container(at: outer)
        guard found == outer.steps.count else { return nil }
        return try block(type, labels, key, in: container)
    }

    private func isBlankLine(at offset: Int) -> Bool {
        bytes[offset..<nextLine(offset)].allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    }

    private func isBlankLine(endingAt offset: Int) -> Bool {
        offset > 0 && isBlankLine(at: lineStart(offset - 1))
    }

    /// Gives a block other labels.
    package func relabelling(_ path: EditPath, to labels: [String]) -> EditOutcome {
        do {
            guard let block = try lastBlock(of: path), block.labels != labels else {
                return .unchanged
            }
            let old = tokens[block.tokens.lowerBound].range.upperBound
            let brace = tokens[block.openBrace].range.lowerBound
            guard !bytes[old..<brace].contains(where: { [0x23, 0x2A].contains($0) }) else {
                throw byHand(block, "a comment stands between its labels")
            }
            return .changed(
                try replacing(old..<brace, with: " \(labels.map(quoted).joined(separator: " ")) "))
        } catch let step as ManualStep {
            return .byHand(step.with(text: labels.map(quoted).joined(separator: " ")))
        } catch {
            return .byHand(ManualStep(line: 1, reason: "\(error)", text: "\(labels)"))
        }
    }

    // MARK: Nested blocks

    /// Adds the blocks of a path that are missing, with a setting in the innermost.
    func adding(
        _ innermost: NewBlock, below path: EditPath, from missing: Int, in container: Container
    ) throws -> EditOutcome {
        guard missing > 0 else {
            throw ManualStep(line: 1, reason: "the block is not in this file", text: "")
        }
        var block = innermost
        for (index, step) in path.steps[missing...].enumerated().reversed() {
            guard case .block(let type, let labels, let key) = step else {
                throw ManualStep(line: 1, reason: "an object on the way is missing", text: "")
            }
            let isInnermost = missing + index == path.steps.count - 1
            let settings = key.map { [($0.name, Literal.string($0.value))] } ?? []
            block =
                isInnermost
                ? NewBlock(type, labels, settings + innermost.settings, blocks: innermost.blocks)
                : NewBlock(type, labels, settings, blocks: [block])
        }
        return .changed(try inserting(block, in: container))
    }

    /// Adds a block at the end of another, behind a blank line.
    package func addingBlock(_ block: NewBlock, at path: EditPath) -> EditOutcome {
        do {
            let (container, found) = try container(at: path)
            guard found == path.steps.count else {
                return try adding(
                    NewBlock("", [], [], blocks: [block]), below: path, from: found, in: container)
            }
            return .changed(try inserting(block, in: container))
        } catch let step as ManualStep {
            return .byHand(step.with(text: block.text()))
        } catch {
            return .byHand(ManualStep(line: 1, reason: "\(error)", text: block.text()))
        }
    }

    private func inserting(_ block: NewBlock, in container: Container) throws -> Document {
        guard !container.isObject, !isOneLine(container) || container.entries.isEmpty else {
            throw ManualStep(
                line: container.open.map(line) ?? 1, reason: "it has no lines of its own", text: "")
        }
        let text = block.text(indent: try innerIndent(of: container), lineEnd: lineEnd)
        let close = tokens[container.close].range.lowerBound
        if isOneLine(container) {
            let outer = String(repeating: " ", count: try innerIndent(of: container) - 2)
            let open = container.open.map { tokens[$0].range.upperBound } ?? close
            return try replacing(open..<close, with: lineEnd + text + outer)
        }
        let start = lineStart(close)
        let isFirst = container.entries.isEmpty && container.blocks.isEmpty
        return try replacing(start..<start, with: (isFirst ? "" : lineEnd) + text)
    }
}
