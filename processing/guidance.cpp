#include "processing/guidance.h"

namespace palpate {

std::string_view name_of(ClientAnswer answer) {
  switch (answer) {
    case ClientAnswer::confirmed:
      return "confirmed";
    case ClientAnswer::dismissed:
      return "dismissed";
    case ClientAnswer::none:
      break;
  }
  return "none";
}

}  // namespace palpate
