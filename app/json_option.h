// `--json [OUT.json]`: alone it means standard output, wherever it stands on the line.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace palpate {

// After parsing: `--json FILE` without another positional means "FILE, JSON to standard output". Throws
// CLI::RequiredError (CLI11's own way to say wrong usage) when `positional` is missing.
void settle_json_option(const CLI::App& command, std::string& positional, std::string& json_path,
                        const char* positional_name);

}  // namespace palpate
