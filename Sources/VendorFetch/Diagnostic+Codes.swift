package import Diagnostics

extension Diagnostic.Code {
    package static let fileFailed: Self = "vendor.file"
    package static let gitFailed: Self = "vendor.git"
    package static let hgFailed: Self = "vendor.hg"
    package static let downloadFailed: Self = "vendor.download"
    package static let digestDiffers: Self = "vendor.digest"
    package static let registryFailed: Self = "vendor.registry"
    package static let releaseFailed: Self = "vendor.release"
    package static let chartFailed: Self = "vendor.chart"
    package static let signatureRefused: Self = "vendor.signature"
    package static let lazyMissing: Self = "vendor.lazy-missing"
    package static let offline: Self = "vendor.not-cached"
}
