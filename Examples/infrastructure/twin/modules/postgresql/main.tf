resource "terraform_data" "suffix" {
  input = { kind = "suffix", hex = var.suffix }
}

resource "terraform_data" "instance" {
  input = {
    kind                = "database server"
    name                = "${var.name}-${var.suffix}"
    database_version    = var.version_name
    tier                = var.tier
    host                = var.host
    port                = var.port
    deletion_protection = true
    backups             = { enabled = var.backups, point_in_time_recovery = var.backups }
    maintenance_window  = { day = 7, hour = 3 }
    flags = merge(
      { max_connections = "400" },
      var.logical_decoding ? { "cloudsql.logical_decoding" = "on" } : {}
    )
  }

  # What forces a new instance on Cloud SQL forces one here.
  triggers_replace = ["${var.name}-${var.suffix}"]
}

resource "terraform_data" "replica" {
  count = var.replica ? 1 : 0
  input = {
    kind             = "replica"
    name             = "${var.name}-${var.suffix}-replica"
    database_version = var.version_name
    tier             = var.tier
    follows          = terraform_data.instance.input.name
  }
}

resource "terraform_data" "admin" {
  input = { kind = "role", name = "${var.name}-admin", server = terraform_data.instance.input.name }
}

resource "terraform_data" "db" {
  for_each = var.databases
  input    = { kind = "database", name = each.key, server = terraform_data.instance.input.name }
}

resource "terraform_data" "app" {
  for_each = var.databases
  input    = { kind = "role", name = "${each.key}-app", password = var.app_password }
}

resource "terraform_data" "grant" {
  for_each = var.databases
  input    = { kind = "grant", database = each.key, role = "${each.key}-app", privileges = ["CONNECT"] }
}
