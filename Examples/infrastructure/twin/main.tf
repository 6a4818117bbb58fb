# The same shape with terraform_data, which needs no provider: init, plan, apply, moved, import and
# removed run for real, and nothing is made anywhere but in the state.

terraform {
  required_version = ">= 1.7"
}

variable "app_password" {
  type      = string
  sensitive = true
  default   = "only-an-example"
}

variable "port" {
  type    = number
  default = 5432
}

module "pg" {
  source = "./modules/postgresql"

  name         = "shop"
  suffix       = "1a2b"
  version_name = "POSTGRES_15"
  tier         = "db-custom-4-15360"
  host         = "127.0.0.1"
  port         = var.port
  databases    = ["shop", "ledger"]
  app_password = var.app_password
  replica      = true
}

output "source_instance" {
  value     = module.pg.connection
  sensitive = true
}
