variable "name" {
  type = string
}

variable "suffix" {
  type = string
}

variable "version_name" {
  type = string
}

variable "tier" {
  type = string
}

variable "host" {
  type = string
}

variable "port" {
  type = number
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
  type    = bool
  default = false
}

variable "backups" {
  type    = bool
  default = true
}
