import Foundation
import MigrationCore
import Testing

@Suite("Markers: nothing counts as arrived before every stream has brought its own")
struct MarkersTests {
    @Test("one stream has the table that it always had")
    func one() {
        let markers = Markers(count: 1)
        #expect(markers.tables == ["apus.marker"])
        #expect(
            markers.writing("t")
                == "UPDATE apus.marker SET token = 't' WHERE id = 1 RETURNING txid_current()")
        #expect(markers.reading == "SELECT token FROM apus.marker WHERE id = 1")
    }

    @Test("all are written by one transaction, whose number is asked for once")
    func writing() {
        let text = Markers(count: 3).writing("t")
        #expect(text.contains("apus.marker_1") && text.contains("apus.marker_2"))
        #expect(text.components(separatedBy: "RETURNING").count == 2)
    }

    @Test("the marker of one stream proves nothing of another")
    func arrival() {
        let markers = Markers(count: 3)
        #expect(markers.haveArrived("t", reading: ["t", "t", "t"]))
        #expect(!markers.haveArrived("t", reading: ["t", "t", "before"]))
        #expect(!markers.haveArrived("t", reading: ["before", "t", "t"]))
        #expect(!markers.haveArrived("t", reading: ["t", "t"]))
        #expect(!markers.haveArrived("t", reading: []))
    }
}
