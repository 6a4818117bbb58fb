import Testing

@testable import Diagnostics

@Suite("nearestName: the word that was meant")
struct NearestNameTests {
    @Test(
        "finds a name with a letter swapped, missing or wrong",
        arguments: ["soruce", "sorce", "sourcw"])
    func near(_ word: String) {
        #expect(nearestName(to: word, among: ["source", "target", "limits"]) == "source")
    }

    @Test("says nothing when nothing is near")
    func far() {
        #expect(nearestName(to: "database", among: ["source", "target"]) == nil)
    }

    @Test("counts a swap of neighbours as one change")
    func swap() {
        #expect(editDistance("ab", "ba") == 1)
        #expect(editDistance("", "abc") == 3)
    }
}
