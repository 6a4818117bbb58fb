package import Diagnostics

extension Diagnostic.Code {
    package static let configurationNotYAML: Self = "vendor.not-yaml"
    package static let configurationUnknownKey: Self = "vendor.unknown-key"
    package static let configurationWrongType: Self = "vendor.wrong-type"
    package static let configurationInvalid: Self = "vendor.invalid-configuration"
    package static let configurationMissing: Self = "vendor.no-configuration"
    package static let versionTooOld: Self = "vendor.version-too-old"
    package static let lockInvalid: Self = "vendor.invalid-lock"
    package static let lockIncomplete: Self = "vendor.lock-incomplete"
    package static let noVersion: Self = "vendor.no-version"
    package static let constraintInvalid: Self = "vendor.invalid-constraint"
    package static let patternInvalid: Self = "vendor.invalid-pattern"
    package static let nothingSelected: Self = "vendor.nothing-selected"
    package static let newRootInvalid: Self = "vendor.new-root"
    package static let archiveRefused: Self = "vendor.archive-refused"
    package static let linkRefused: Self = "vendor.link-refused"
    package static let secretInvalid: Self = "vendor.secret"
    package static let contentDrifted: Self = "vendor.drift"
}
