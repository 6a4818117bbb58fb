import ArgumentParser
import CommandLineInterface

await Apus.main()
