// What posix_spawn and pipe can do on Linux beyond POSIX: glibc shows it to GNU sources only,
// which Swift's Glibc module is not.
#pragma once
#include <spawn.h>

/// The program begins in the folder.
int cspawn_change_folder(posix_spawn_file_actions_t *actions, const char *folder);
/// The program gets no descriptor from `first` on.
int cspawn_close_from(posix_spawn_file_actions_t *actions, int first);
/// The flag that gives the program a session of its own.
short cspawn_own_session(void);
/// A pipe that no program inherits, from its first instant on.
int cspawn_pipe(int ends[2]);
