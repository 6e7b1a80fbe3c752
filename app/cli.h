// run_cli: parses the command line and runs one subcommand. Returns the exit code: 0 done, 1 failed, 2 wrong
// usage.
#pragma once

namespace palpate {
int run_cli(int argc, char** argv);
}
