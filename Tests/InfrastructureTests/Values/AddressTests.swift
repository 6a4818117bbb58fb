import Infrastructure
import Testing

@Suite("Addresses: what Terraform prints is what is understood")
struct AddressTests {
    @Test(
        "prints an address as it was read",
        arguments: [
            "a.b", "a.b[0]", "a.b[\"k.x\"]", "data.a.b", "module.m.a.b",
            "module.m[\"eu\"].module.n[1].a.b[\"q\\\"t\"]", "module.m.data.a.b[0]",
        ])
    func roundTrip(text: String) {
        #expect(ResourceAddress(text)?.description == text)
    }

    @Test(
        "takes nothing else for one",
        arguments: ["", "a", "module.m", "a.b.c", "a.b[", "a.b[x]", "a.b[\"x\"", "a..b", "a.b "])
    func refuses(text: String) {
        #expect(ResourceAddress(text) == nil)
    }
}
