// palpate: the one program. Everything it does lives in the subcommands beside this file and below.
#include "app/cli.h"

int main(int argc, char** argv) {
  return palpate::run_cli(argc, argv);
}
