// The few things that every system spells differently. Windows and POSIX; nothing else in app/ is system
// specific.
#pragma once

#include <cstdio>
#include <cstdlib>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace palpate {

#ifdef _WIN32
inline bool stderr_is_terminal() {
  return _isatty(_fileno(stderr)) != 0;
}
inline bool has_display() {
  return true;
}
#else
inline bool stderr_is_terminal() {
  return isatty(STDERR_FILENO) != 0;
}
inline bool has_display() {
  const char* x11 = std::getenv("DISPLAY");
  const char* wayland = std::getenv("WAYLAND_DISPLAY");
  return (x11 != nullptr && *x11 != '\0') || (wayland != nullptr && *wayland != '\0');
}
#endif

}  // namespace palpate
