# A PostgreSQL server on Cloud SQL, as a team's live folder calls for it.

terraform {
  required_version = ">= 1.7"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.0"
    }
    postgresql = {
      source  = "cyrilgdn/postgresql"
      version = "~> 1.25"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.6"
    }
  }
}

provider "google" {
  project = "shop-prod"
  region  = "europe-west1"
}

variable "app_password" {
  type      = string
  sensitive = true
}

module "pg" {
  source = "./modules/postgresql"

  name         = "shop"
  version_name = "POSTGRES_15"
  tier         = "db-custom-4-15360"
  network      = "projects/shop-prod/global/networks/main"
  databases    = ["shop", "ledger"]
  app_password = var.app_password
  replica      = true
}

provider "postgresql" {
  host      = module.pg.host
  username  = module.pg.admin
  password  = module.pg.admin_password
  superuser = false
}

output "source_instance" {
  value     = module.pg.connection
  sensitive = true
}
