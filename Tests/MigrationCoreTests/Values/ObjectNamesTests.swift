import MigrationCore
import Testing

@Suite("ObjectNames: what a migration makes is its own, whatever others are called")
struct ObjectNamesTests {
    @Test("every link is known by its own migration, and by no other with a name like it")
    func links() {
        let names = ["shop", "shop_1", "shop_0", "shop_d0", "shop_d0_l1", "shop_d0_l1_s1", "shop_"]
        for name in names {
            let ours = ObjectNames(migration: name)
            for database in [0, 1, 12] {
                for stream in [0, 1, 11] {
                    let link = ours.link(Link(1), database: database, stream: stream)
                    let knowing = names.filter { ObjectNames(migration: $0).isLink(link) }
                    #expect(knowing == [name], "\(link)")
                }
            }
        }
    }

    @Test("the server's expression says the same")
    func pattern() throws {
        let names = ObjectNames(migration: "shop")
        let pattern = try Regex(names.linkPattern)
        let any = try Regex(ObjectNames.anyLinkPattern)
        for (name, isOurs, isAnybodys) in [
            ("apus_shop_d0_l0", true, true), ("apus_shop_d10_l2_s3", true, true),
            ("apus_shop_1_d0_l0", false, true), ("apus_shop", false, false),
            ("apus_shop_1", false, false), ("apus_shop_d0_l0_", false, false),
            ("xapus_shop_d0_l0", false, false),
        ] {
            #expect(names.isLink(name) == isOurs, "\(name)")
            #expect((name.wholeMatch(of: pattern) != nil) == isOurs, "\(name)")
            #expect((name.wholeMatch(of: any) != nil) == isAnybodys, "\(name)")
        }
    }
}
