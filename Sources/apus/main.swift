import CommandLineInterface
import TemplateProgram

RenderProgram.startIfAsked()
await Apus.start()
