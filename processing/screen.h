// The screen: what to ask before a session, and what the answers allow. Rows in processing/rules/screen.toml.
//
// A hit never vanishes: a yes stays a yes, whatever is answered later. Refer-first blocks all guidance, a
// caution leaves light techniques only, an area block removes regions. Questions not asked soften too. Pure;
// any thread.
#pragma once

#include <bitset>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"
#include "processing/region.h"

namespace palpate {

enum class ScreenGroup : std::uint8_t { refer_first, caution, area };
enum class ScreenAnswer : std::uint8_t { not_asked, no, yes };
std::string_view name_of(ScreenGroup group);
std::string_view name_of(ScreenAnswer answer);

struct ScreenQuestion {
  std::string id;      // "fever"
  std::string ask;     // the question in plain words
  std::string banner;  // the hit in a few words
  ScreenGroup group = ScreenGroup::caution;
  bool nerve = false;  // adds the nerve line to the banner
};

// In the order to ask. The program's own; never replaced by a file.
const std::vector<ScreenQuestion>& screen_questions();

inline constexpr std::size_t kMostQuestions = 64;
using QuestionSet = std::bitset<kMostQuestions>;  // by index in screen_questions()

class ScreenAnswers {
 public:
  [[nodiscard]] ScreenAnswer get(std::string_view id) const;
  // Fails for an unknown question. A yes is never taken back.
  Result<void> set(std::string_view id, ScreenAnswer answer);
  Result<void> set_text(std::string_view id_equals_answer);  // "fever=yes"
  // `kind`: a question of the group area. Counts as a yes to it.
  Result<void> block(Region region, std::string_view kind);
  Result<void> block_text(std::string_view region_equals_kind);  // "low_back_left=bruise"
  Result<void> load_toml(std::string_view text, std::string_view file_name);
  void merge(const ScreenAnswers& later);

  // One line an answer, as stored in recordings; add_stored takes what other versions wrote: a yes to a
  // question unknown here is kept and blocks.
  [[nodiscard]] std::string to_text() const;
  void add_stored(std::string_view text);

  [[nodiscard]] bool empty() const { return answers_.empty() && blocks_.empty(); }
  [[nodiscard]] const std::map<std::string, ScreenAnswer, std::less<>>& answers() const { return answers_; }
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& blocks() const { return blocks_; }
  bool operator==(const ScreenAnswers&) const = default;

 private:
  std::map<std::string, ScreenAnswer, std::less<>> answers_;  // by question
  std::map<std::string, std::string, std::less<>> blocks_;    // region id to kinds, "bruise,open-wound"
};

// One area that the client named.
struct AreaBlock {
  RegionSet regions;  // the region named, with those that overlap it (pelvis and sit bone, ...)
  std::string words;  // "burn"
  bool operator==(const AreaBlock&) const = default;
};
// What blocks `region`, in words: "burn", "burn; bruise"; empty where nothing does.
std::string block_words(const std::vector<AreaBlock>& areas, Region region);

// What the answers allow.
struct ScreenEffect {
  bool blocked = false;   // refer first
  bool softened = true;   // light techniques only
  bool answered = false;  // every question was asked
  // Answered yes, or not asked: nothing that goes ill with them.
  QuestionSet not_ruled_out = QuestionSet().set();
  RegionSet regions;  // blocked: those of all areas
  std::vector<AreaBlock> areas;
  std::string banner;  // empty: everything asked, nothing found
  bool operator==(const ScreenEffect&) const = default;
};
ScreenEffect effect_of(const ScreenAnswers& answers);

}  // namespace palpate
