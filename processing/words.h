// The words that may never stand before a user: a mat sees load, not muscle tone, and a side belongs to
// somebody. One list for the program's own words (tests), rules files and whatever else is shown. Pure,
// thread-safe.
#pragma once

#include <string>

namespace palpate {

// Claims that no mat can make: a diagnosis, a tight muscle, an angle of the pelvis, one score for everything.
bool says_what_no_mat_knows(const std::string& text);

// "left" or "right" that is neither the client's nor the map's. Names like seated-left-lean, low_back_left,
// left=... are not meant; nor is what was "left out", or right as in "right angles".
bool says_a_bare_side(const std::string& text);

}  // namespace palpate
