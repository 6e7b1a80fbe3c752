#include "processing/snapshot.h"

namespace palpate {

std::string_view name_of(Posture posture) {
  switch (posture) {
    case Posture::empty:
      return "empty";
    case Posture::unknown:
      break;
  }
  return "unknown";
}

}  // namespace palpate
