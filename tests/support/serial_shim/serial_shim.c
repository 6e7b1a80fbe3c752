/* Preload shim: lets the unchanged libserialport take a pseudo-terminal for a serial port, so that a test can
 * drive the real library without hardware. /dev/ttyPALPATE0 becomes the tty that PALPATE_SHIM_PTY names.
 *
 * libserialport refuses a pty twice: it wants an entry under /sys/class/tty, and TIOCMGET (modem lines),
 * which no Linux pty answers. Both are answered here; everything else is the kernel's. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char kPort[] = "/dev/ttyPALPATE0";
static const char kEntry[] = "/sys/class/tty/ttyPALPATE0";
static const char kDriver[] = "../../devices/platform/shim/tty/ttyPALPATE0";

static int is_ours(const char* path) {
  return getenv("PALPATE_SHIM_PTY") != NULL && strcmp(path, kEntry) == 0;
}

static const char* behind(const char* path) {
  const char* pty = getenv("PALPATE_SHIM_PTY");
  return pty != NULL && strcmp(path, kPort) == 0 ? pty : path;
}

int __lxstat(int version, const char* path, struct stat* out) {
  int (*next)(int, const char*, struct stat*) = dlsym(RTLD_NEXT, "__lxstat");
  if (!is_ours(path)) return next(version, path, out);
  memset(out, 0, sizeof *out);
  out->st_mode = S_IFLNK | 0777;
  return 0;
}

ssize_t readlink(const char* path, char* out, size_t size) {
  ssize_t (*next)(const char*, char*, size_t) = dlsym(RTLD_NEXT, "readlink");
  if (!is_ours(path)) return next(path, out, size);
  const size_t count = sizeof kDriver - 1 < size ? sizeof kDriver - 1 : size;
  memcpy(out, kDriver, count);
  return (ssize_t)count;
}

int open(const char* path, int flags, ...) {
  int (*next)(const char*, int, ...) = dlsym(RTLD_NEXT, "open");
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return next(behind(path), flags, mode);
}

int __open_2(const char* path, int flags) {
  int (*next)(const char*, int) = dlsym(RTLD_NEXT, "__open_2");
  return next(behind(path), flags);
}

int ioctl(int fd, unsigned long request, ...) {
  int (*next)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
  va_list more;
  va_start(more, request);
  void* argument = va_arg(more, void*);
  va_end(more);
  if (request == TIOCMGET) *(int*)argument = 0;
  if (request == TIOCMGET || request == TIOCMSET || request == TIOCMBIS || request == TIOCMBIC) return 0;
  return next(fd, request, argument);
}
