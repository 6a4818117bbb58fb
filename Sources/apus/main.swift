import CommandLineInterface

if RenderProgram.isCalledYtt { RenderProgram.start() }
await Apus.start()
