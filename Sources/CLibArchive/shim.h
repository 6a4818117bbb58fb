/* Nothing is linked: LateLibraries opens the library when it is first called. */
#include <archive.h>
#include <archive_entry.h>
