terraform {
  required_providers {
    google     = { source = "hashicorp/google" }
    postgresql = { source = "cyrilgdn/postgresql" }
    random     = { source = "hashicorp/random" }
  }
}

# Cloud SQL keeps a name for a week after its instance was deleted.
resource "random_id" "suffix" {
  byte_length = 4
}

resource "random_password" "admin" {
  length  = 32
  special = false
}

resource "google_sql_database_instance" "instance" {
  name                = "${var.name}-${random_id.suffix.hex}"
  database_version    = var.version_name
  deletion_protection = true

  settings {
    tier                        = var.tier
    availability_type           = "REGIONAL"
    disk_type                   = "PD_SSD"
    disk_autoresize             = true
    deletion_protection_enabled = true

    backup_configuration {
      enabled                        = var.backups
      point_in_time_recovery_enabled = var.backups
      start_time                     = "02:00"
    }

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
    }

    maintenance_window {
      day          = 7
      hour         = 3
      update_track = "stable"
    }

    database_flags {
      name  = "max_connections"
      value = "400"
    }

    dynamic "database_flags" {
      for_each = var.logical_decoding ? ["on"] : []
      content {
        name  = "cloudsql.logical_decoding"
        value = database_flags.value
      }
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_sql_database_instance" "replica" {
  count                = var.replica ? 1 : 0
  name                 = "${google_sql_database_instance.instance.name}-replica"
  database_version     = var.version_name
  master_instance_name = google_sql_database_instance.instance.name
  deletion_protection  = true

  settings {
    tier              = var.tier
    availability_type = "ZONAL"
    disk_type         = "PD_SSD"

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
    }
  }
}

resource "google_sql_user" "admin" {
  name     = "${var.name}-admin"
  instance = google_sql_database_instance.instance.name
  password = random_password.admin.result
}

resource "google_sql_database" "db" {
  for_each = var.databases
  name     = each.key
  instance = google_sql_database_instance.instance.name
}

resource "postgresql_role" "app" {
  for_each = var.databases
  name     = "${each.key}-app"
  login    = true
  password = var.app_password
}

resource "postgresql_grant" "connect" {
  for_each    = var.databases
  database    = google_sql_database.db[each.key].name
  role        = postgresql_role.app[each.key].name
  object_type = "database"
  privileges  = ["CONNECT", "TEMPORARY"]
}

resource "postgresql_grant" "tables" {
  for_each    = var.databases
  database    = google_sql_database.db[each.key].name
  role        = postgresql_role.app[each.key].name
  schema      = "public"
  object_type = "table"
  privileges  = ["SELECT", "INSERT", "UPDATE", "DELETE"]
}
