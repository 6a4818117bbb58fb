import CommandLineInterface

RenderProgram.startIfAsked()
await Apus.start()
