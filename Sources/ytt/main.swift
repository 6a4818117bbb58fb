import TemplateProgram

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

exit(RenderProgram(name: "ytt").run(Array(CommandLine.arguments.dropFirst())))
