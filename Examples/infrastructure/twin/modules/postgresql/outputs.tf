output "connection" {
  value = {
    host     = terraform_data.instance.output.host
    port     = terraform_data.instance.output.port
    user     = terraform_data.admin.output.name
    password = var.app_password
  }
  sensitive = true
}
