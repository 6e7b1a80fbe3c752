// The screen: a hit stays, blocks what it must, and reads back.
#include "processing/screen.h"

#include <gtest/gtest.h>

namespace palpate {
namespace {

ScreenAnswers all_no() {
  ScreenAnswers answers;
  for (const ScreenQuestion& q : screen_questions()) EXPECT_TRUE(answers.set(q.id, ScreenAnswer::no));
  return answers;
}

TEST(Screen, AllNoIsClear) {
  const ScreenEffect effect = effect_of(all_no());
  EXPECT_EQ(effect, (ScreenEffect{false, false, true, {}, {}, {}, ""}));
}

TEST(Screen, EachYesDoesWhatItsGroupSays) {
  for (const ScreenQuestion& q : screen_questions()) {
    ScreenAnswers answers;
    for (const ScreenQuestion& other : screen_questions()) {
      ASSERT_TRUE(answers.set(other.id, other.id == q.id ? ScreenAnswer::yes : ScreenAnswer::no));
    }
    const ScreenEffect effect = effect_of(answers);
    EXPECT_NE(effect.banner.find(q.banner), std::string::npos) << q.id;
    // An area that nobody named blocks everything.
    EXPECT_EQ(effect.blocked, q.group != ScreenGroup::caution) << q.id;
    EXPECT_EQ(effect.softened, q.group == ScreenGroup::caution) << q.id;
    EXPECT_EQ(effect.banner.find("NERVE") != std::string::npos, q.nerve) << q.id;
  }
}

// Refer first: the banner still names every hit, and permits nothing.
TEST(Screen, ABlockedBannerPermitsNothing) {
  ScreenAnswers answers;
  ASSERT_TRUE(answers.set_text("numbness=yes"));
  EXPECT_NE(effect_of(answers).banner.find("light techniques only"), std::string::npos);
  ASSERT_TRUE(answers.set_text("fever=yes"));
  for (const ScreenAnswers& rest : {ScreenAnswers{}, all_no()}) {  // unfinished, then finished
    answers.merge(rest);
    const ScreenEffect effect = effect_of(answers);
    EXPECT_TRUE(effect.blocked);
    EXPECT_EQ(effect.banner.find("techniques"), std::string::npos) << effect.banner;
    EXPECT_EQ(effect.banner.find("pressure that"), std::string::npos) << effect.banner;
    EXPECT_NE(effect.banner.find("numb"), std::string::npos) << effect.banner;
    EXPECT_EQ(effect.banner.find("NOT FINISHED") != std::string::npos, rest.empty()) << effect.banner;
  }
}

TEST(Screen, AYesIsNeverTakenBack) {
  ScreenAnswers answers;
  ASSERT_TRUE(answers.set_text("fever=yes"));
  ASSERT_TRUE(answers.set_text("fever=no"));
  ASSERT_TRUE(answers.set_text("fever=not-asked"));
  answers.merge(all_no());
  answers.add_stored("fever=no\n");
  EXPECT_EQ(answers.get("fever"), ScreenAnswer::yes);
  EXPECT_TRUE(effect_of(answers).blocked);
}

TEST(Screen, AnAreaBlockTakesTheSameFleshSeatedAndLying) {
  ScreenAnswers answers = all_no();
  ScreenAnswers block;
  ASSERT_TRUE(block.block_text("pelvis_left=bruise"));
  answers.merge(block);
  const ScreenEffect effect = effect_of(answers);
  EXPECT_FALSE(effect.blocked);
  for (const RegionKind kind : {RegionKind::pelvis, RegionKind::ischial, RegionKind::sacral}) {
    EXPECT_TRUE(effect.regions.test(index_of(Region{kind, BodySide::left})));
    EXPECT_FALSE(effect.regions.test(index_of(Region{kind, BodySide::right})));
  }
  EXPECT_FALSE(effect.regions.test(index_of(Region{RegionKind::low_back, BodySide::left})));
  EXPECT_NE(effect.banner.find("client's left pelvis (bruise)"), std::string::npos) << effect.banner;
}

TEST(Screen, EachAreaSaysInWordsWhatBlocksIt) {
  ScreenAnswers answers = all_no();
  ASSERT_TRUE(answers.block_text("pelvis_left=bruise"));
  ASSERT_TRUE(answers.block_text("calf_right=burn"));
  const ScreenEffect effect = effect_of(answers);
  EXPECT_EQ(block_words(effect.areas, {RegionKind::ischial, BodySide::left}), "bruise") << "the same flesh";
  EXPECT_EQ(block_words(effect.areas, {RegionKind::calf, BodySide::right}), "burn");
  EXPECT_EQ(block_words(effect.areas, {RegionKind::calf, BodySide::left}), "");
}

TEST(Screen, TextReadsBack) {
  ScreenAnswers answers;
  ASSERT_TRUE(answers.set_text("fever=no"));
  ASSERT_TRUE(answers.set_text("numbness=yes"));
  ASSERT_TRUE(answers.block_text("calf_right=burn"));
  ASSERT_TRUE(answers.block_text("calf_right=bruise"));
  ScreenAnswers read;
  read.add_stored(answers.to_text());
  EXPECT_EQ(read, answers);
}

TEST(Screen, WhatAnotherVersionWroteStillBlocks) {
  for (const char* text : {"some-new-question=yes", "fever=perhaps", "area:left_arm=bruise"}) {
    ScreenAnswers answers = all_no();
    answers.add_stored(text);
    EXPECT_TRUE(effect_of(answers).blocked) << text;
  }
}

TEST(Screen, MistakesNameTheRemedy) {
  ScreenAnswers answers;
  for (const auto& [text, part] : {std::pair{"feber=yes", "unknown question"},
                                   {"fever", "write question=yes"},
                                   {"fever=maybe", "write question=yes"}}) {
    const auto failed = answers.set_text(text);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find(part), std::string::npos) << failed.error().message;
  }
  EXPECT_FALSE(answers.block_text("elbow_left=bruise"));
  EXPECT_FALSE(answers.block_text("calf_left=fever"));
  const auto bad = answers.load_toml("[answers]\nfever = true\n", "mine.toml");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().message.rfind("mine.toml:2:", 0), 0U) << bad.error().message;
  EXPECT_TRUE(
      answers.load_toml("[answers]\nfever = \"no\"\n[area_blocks]\ncalf_left = \"burn\"\n", "mine.toml"));
  EXPECT_EQ(answers.get("burn"), ScreenAnswer::yes);
}

}  // namespace
}  // namespace palpate
