import CommandLineInterface

await Apus.start()
