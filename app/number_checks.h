// Numbers on the command line: finite, and above zero where that is meant. Each refusal is one short line.
#pragma once

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace palpate {

CLI::Validator positive_number();      // finite and above 0
CLI::Validator non_negative_number();  // finite and 0 or above

// nan and inf are refused by every option of a real number of this command and those below it.
void refuse_endless_numbers(CLI::App& command);

}  // namespace palpate
