/* Defines a function that hands on to the one of the same name in LIBRARY. The library's own header
   declares it, so the compiler checks every word of these definitions. */
#pragma once
#include "LateLibraries.h"

#define FORWARD(result, name, parameters, arguments)                                    \
    result name parameters {                                                            \
        static void *known;                                                             \
        void *found = __atomic_load_n(&known, __ATOMIC_ACQUIRE);                        \
        if (!found) {                                                                   \
            found = late_function(&library, LIBRARY_FILE, LIBRARY_PACKAGE, #name);      \
            __atomic_store_n(&known, found, __ATOMIC_RELEASE);                          \
        }                                                                               \
        return ((result(*) parameters)found)arguments;                                  \
    }
