variable "name" {
  type = string
}

variable "version_name" {
  type        = string
  description = "Google's name of the major version, such as POSTGRES_15."
}

variable "tier" {
  type = string
}

variable "network" {
  type = string
}

variable "databases" {
  type = set(string)
}

variable "app_password" {
  type      = string
  sensitive = true
}

variable "replica" {
  type    = bool
  default = false
}

variable "logical_decoding" {
  type        = bool
  default     = false
  description = "Switching it restarts the server."
}

variable "backups" {
  type    = bool
  default = true
}
