// Other names for whole blocks, several at once.

/// Another name for a block at the top of a file, and for what expressions call it.
package struct Renaming: Hashable, Sendable {
    package let type: String
    package let labels: [String]
    package let newLabels: [String]

    /// - Parameter newLabels: as many as there are.
    package init(_ type: String, _ labels: [String], to newLabels: [String]) {
        self.type = type
        self.labels = labels
        self.newLabels = newLabels
    }

    func means(_ block: Block) -> Bool { block.type == type && block.labels == labels }

    /// How expressions call it: `module.pg`, but `aws_db_instance.main`.
    private func names(_ labels: [String]) -> [String] {
        type == "resource" ? labels : [type] + labels
    }

    var names: [String] { names(labels) }
    var newNames: [String] { names(newLabels) }
}

extension Document {
    /// Gives blocks other names all at once, so that two of them can exchange theirs.
    ///
    /// What these blocks mention of each other is renamed with them, because it goes where they go.
    /// What other blocks mention stays: an address is what they want.
    ///
    /// - Parameter followers: type and labels of further blocks in which references are renamed.
    package func renamingBlocks(
        _ renamings: [Renaming], followedBy followers: [[String]] = []
    ) -> EditOutcome {
        let named = body.blocks.filter { block in renamings.contains { $0.means(block) } }
        let involved = named + body.blocks.filter { followers.contains([$0.type] + $0.labels) }
        var replaced: [Int: String] = [:]
        for renaming in renamings {
            for (token, text) in replacements(renaming.names, renaming.newNames)
            where involved.contains(where: { $0.tokens.contains(token) }) {
                replaced[token] = text
            }
        }
        do throws(ManualStep) {
            for block in named {
                guard let renaming = renamings.first(where: { $0.means(block) }) else { continue }
                for (token, label) in zip(try labelTokens(block), renaming.newLabels) {
                    replaced[token] = label
                }
            }
            let changed = spliced(replaced, in: 0..<bytes.count)
            return changed == bytes ? .unchanged : .changed(try renamed(changed, renamings))
        } catch {
            return .byHand(error)
        }
    }

    /// The file as it is with new names: the same blocks in the same order, but for their labels.
    private func renamed(
        _ bytes: [UInt8], _ renamings: [Renaming]
    ) throws(ManualStep) -> Document {
        let wanted = body.blocks.map { block in
            [block.type] + (renamings.first { $0.means(block) }?.newLabels ?? block.labels)
        }
        guard let result = try? Document.read(bytes),
            result.body.blocks.map({ [$0.type] + $0.labels }) == wanted
        else {
            throw ManualStep(line: 1, reason: "the file would not say what it should", text: "")
        }
        return result
    }

    /// The tokens that say a block's labels, without their quotes.
    private func labelTokens(_ block: Block) throws(ManualStep) -> [Int] {
        let found = (block.tokens.lowerBound + 1..<block.openBrace).filter {
            tokens[$0].kind == .identifier || tokens[$0].kind == .text
        }
        guard found.map({ text($0..<$0 + 1) }) == block.labels else {
            throw byHand(block, "a label is written in an unusual way")
        }
        return found
    }
}
