// The session behind the window: what holds for one client is not taken along to another.
#include "viz/window_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <string>
#include <thread>

#include "acquisition/open_source.h"
#include "processing/pipeline.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using ::testing::HasSubstr;
constexpr const char* kClient = "sim:supine-right-low-back-load?seed=3&rate=2&live=0";

// Why the first tension pattern is told; empty when none came within a minute.
std::string why_of_first_pattern(WindowSession& session, UiState& ui) {
  for (int i = 0; i < 60000; ++i) {
    session.update(ui);
    const auto& findings = session.snapshot().findings;
    const auto found = std::find_if(findings.begin(), findings.end(), [](const Finding& f) {
      return f.active && f.kind == FindingKind::tension_pattern;
    });
    if (found != findings.end()) return found->why;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return {};
}

// Of two minutes of this client.
UsualLevel learned() {
  auto source = open_source(std::string(kClient) + "&seconds=120").value();
  Pipeline pipeline = Pipeline::create(source->info()).value();
  RawFrame frame;
  const std::stop_source never;
  while (source->read(frame, never.get_token()).value() == ReadStatus::frame) pipeline.process(frame);
  return pipeline.usual_level();
}

TEST(WindowSession, WhatIsUsualHoldsForTheFirstSourceAlone) {
  const test::TempDir dir;
  PipelineOptions options;
  options.usual = usual_of({learned()});
  WindowSession session(options, dir.file("recordings"));
  UiState ui;
  ASSERT_TRUE(session.open(kClient, ui));
  EXPECT_THAT(why_of_first_pattern(session, ui), HasSubstr("It may be the way the client is built"));
  ASSERT_TRUE(session.open(kClient, ui));
  EXPECT_THAT(why_of_first_pattern(session, ui), HasSubstr("A first recording cannot tell this"));
  EXPECT_TRUE(session.close());
}

}  // namespace
}  // namespace palpate
