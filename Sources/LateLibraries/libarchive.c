#ifdef __linux__
#include "../CLibArchive/shim.h"

#define LIBRARY_FILE "libarchive.so.13"
#define LIBRARY_PACKAGE "libarchive13"
#include "Forwarding.h"

static void *library;

/* Reading */
FORWARD(struct archive *, archive_read_new, (void), ())
FORWARD(int, archive_read_free, (struct archive *a), (a))
FORWARD(int, archive_read_support_filter_gzip, (struct archive *a), (a))
FORWARD(int, archive_read_support_filter_zstd, (struct archive *a), (a))
FORWARD(int, archive_read_support_format_tar, (struct archive *a), (a))
FORWARD(int, archive_read_support_format_zip_seekable, (struct archive *a), (a))
FORWARD(int, archive_read_open_filename, (struct archive *a, const char *file, size_t block),
        (a, file, block))
FORWARD(int, archive_read_next_header, (struct archive *a, struct archive_entry **e), (a, e))
FORWARD(la_ssize_t, archive_read_data, (struct archive *a, void *buffer, size_t count),
        (a, buffer, count))
FORWARD(const char *, archive_error_string, (struct archive *a), (a))
FORWARD(int, archive_format, (struct archive *a), (a))

/* Entries */
FORWARD(__LA_MODE_T, archive_entry_filetype, (struct archive_entry *e), (e))
FORWARD(const char *, archive_entry_hardlink, (struct archive_entry *e), (e))
FORWARD(const char *, archive_entry_pathname, (struct archive_entry *e), (e))
FORWARD(__LA_MODE_T, archive_entry_perm, (struct archive_entry *e), (e))
FORWARD(la_int64_t, archive_entry_size, (struct archive_entry *e), (e))
FORWARD(int, archive_entry_size_is_set, (struct archive_entry *e), (e))
FORWARD(const char *, archive_entry_symlink, (struct archive_entry *e), (e))
#endif
