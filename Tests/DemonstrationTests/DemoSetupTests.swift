import Demonstration
import Testing

@Suite("The demo's settings come from the environment")
struct DemoSetupTests {
    @Test("variables change the load and the majors, and empty ones change nothing")
    func variables() throws {
        let setup = try DemoSetup(environment: [
            "DEMO_FROM": "13", "DEMO_TO": "18", "DEMO_RATE": "2000", "DEMO_CLIENTS": "4",
            "DEMO_SECONDS": "",
        ])
        #expect(setup.from == 13)
        #expect(setup.to == 18)
        #expect(setup.rate == 2000)
        #expect(setup.clients == 4)
        #expect(setup.seconds == DemoSetup().seconds)
    }

    @Test(
        "a value that makes no sense is named",
        arguments: [
            ("DEMO_FROM", "9"), ("DEMO_RATE", "fast"), ("DEMO_CLIENTS", "0"),
        ])
    func refuses(_ name: String, _ value: String) {
        #expect {
            try DemoSetup(environment: [name: value])
        } throws: { error in
            (error as? DemoSetup.InvalidSetting)?.name == name
        }
    }
}
