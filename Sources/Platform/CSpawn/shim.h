#include <spawn.h>

// glibc 2.34 has them for programs that define _DEFAULT_SOURCE, which Swift's module of glibc does not.
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
