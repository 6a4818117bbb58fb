#include "LateLibraries.h"

#ifdef __linux__
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static void stop(const char *package) {
    const char *reason = dlerror();
    fprintf(stderr,
            "error: a library could not be loaded [library.missing]\n"
            "  detail: %s\n"
            "  hint: sudo apt-get install %s\n",
            reason ? reason : "for an unknown reason", package);
    exit(1);
}

/* Two threads may come here at once: opening a library twice gives the same one. */
void *late_function(void **library, const char *file, const char *package, const char *name) {
    void *opened = __atomic_load_n(library, __ATOMIC_ACQUIRE);
    if (!opened) {
        opened = dlopen(file, RTLD_NOW | RTLD_LOCAL);
        if (!opened) stop(package);
        __atomic_store_n(library, opened, __ATOMIC_RELEASE);
    }
    void *found = dlsym(opened, name);
    if (!found) stop(package);
    return found;
}
#endif
