import MigrationCore

/// A logical slot on its publisher.
struct ModelSlot {
    /// `confirmed_flush_lsn`: changes up to it are not sent again.
    var position: LSN
    /// What of it a crash leaves: positions reach the disk with a checkpoint.
    var savedPosition: LSN
    /// `wal_status = lost`.
    var isLost = false
    /// Only of link 0: the snapshot that was exported with the slot.
    var epoch: String?

    init(at position: LSN, epoch: String? = nil) {
        self.position = position
        savedPosition = position
        self.epoch = epoch
    }

    mutating func save() { savedPosition = position }
    mutating func forget() { position = savedPosition }
}
