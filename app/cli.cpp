#include "app/cli.h"

namespace palpate {
int run_cli(int /*argc*/, char** /*argv*/) {
  return 0;
}
}  // namespace palpate
