/// The four targets of templates on every input, one after the other: one process on one core, where
/// four would take turns anyway, and what teaches one of them something teaches all.
let togetherTarget = FuzzTarget(name: "templates-together") { bytes in
    for target in [yamlTarget, starlarkTarget, templateTarget, textTemplateTarget] {
        try? target.run(bytes)
    }
}
