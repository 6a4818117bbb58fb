output "host" {
  value = google_sql_database_instance.instance.private_ip_address
}

output "admin" {
  value = google_sql_user.admin.name
}

output "admin_password" {
  value     = random_password.admin.result
  sensitive = true
}

output "connection" {
  value = {
    host     = google_sql_database_instance.instance.private_ip_address
    user     = google_sql_user.admin.name
    password = random_password.admin.result
  }
  sensitive = true
}
