/* Libraries that are opened when they are first called, instead of when the program starts.

   libpq and libarchive bring some thirty others with them (OpenSSL, Kerberos, LDAP, ICU …), and
   finding and relocating those costs more time than rendering a template does. Functions with the
   libraries' own names stand here; each looks its namesake up once. A function that is missing here
   is missing when the program is linked: add it. */
#pragma once

/* The address of a function, or the end of the program with a message that says what to install. */
void *late_function(void **library, const char *file, const char *package, const char *name);
