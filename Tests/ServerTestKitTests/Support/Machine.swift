import FoundationEssentials

@testable import ServerTestKit

// What real tests need of this machine. Where it is missing they are skipped with the words
// "not run: …", because a machine without servers says nothing about the code.

let postgres15 = ServerInstallation.find(15)
let pooler = PoolerInstallation.find()
let hasServerAndPooler = postgres15 != nil && pooler != nil

/// Pagila's schema.sql and data.sql lie beside the project, not in it, or where `APUS_PAGILA` says.
let pagila: String? = {
    let named = ProcessInfo.processInfo.environment["APUS_PAGILA"]
    let folder = named ?? FileManager.default.currentDirectoryPath + "/../shared/data/pagila"
    return FileManager.default.fileExists(atPath: folder + "/schema.sql") ? folder : nil
}()
