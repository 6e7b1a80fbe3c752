// The picture of the window, and the rasteriser that draws it.
#include "viz/render_png.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/snapshot_fixture.h"
#include "tests/support/temp_dir.h"
#include "viz/png_file.h"
#include "viz/soft_raster.h"

namespace palpate {
namespace {

// Share of pixels of which some channel differs by more than 8.
double differing_share(const RgbaImage& a, const RgbaImage& b) {
  std::size_t differing = 0;
  const auto far = [](int x, int y) { return std::abs(x - y) > 8; };
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    const Rgba p = a.pixels[i], q = b.pixels[i];
    if (far(p.r, q.r) || far(p.g, q.g) || far(p.b, q.b)) ++differing;
  }
  return static_cast<double>(differing) / static_cast<double>(a.pixels.size());
}

bool has_inter() {
  return std::filesystem::exists("/usr/share/fonts/opentype/inter/Inter-Regular.otf") &&
         std::filesystem::exists("/usr/share/fonts/truetype/font-awesome/fontawesome-webfont.ttf");
}

// Regenerate on purpose: PALPATE_UPDATE_GOLDEN=1 palpate_viz_test --gtest_filter='*Golden*', then look at it.
TEST(RenderPng, GoldenWindow) {
  if (!has_inter()) GTEST_SKIP() << "fonts-inter or fonts-font-awesome is not installed";
  const std::string golden = std::string(PALPATE_SOURCE_DIR) + "/tests/golden/window.png";
  const Snapshot snapshot = fixture::recording();
  const Result<RgbaImage> drawn = render_window(snapshot, fixture::ui_with_trend(snapshot), 1280, 800);
  ASSERT_TRUE(drawn.has_value());
  if (std::getenv("PALPATE_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(write_png(*drawn, golden).has_value());
  }
  const Result<RgbaImage> expected = read_png(golden);
  ASSERT_TRUE(expected.has_value()) << expected.error().message;
  ASSERT_EQ(expected->width, drawn->width);
  ASSERT_EQ(expected->height, drawn->height);
  EXPECT_LE(differing_share(*drawn, *expected), 0.001)
      << "more than 0.1 % of the pixels differ by more than 8";
}

TEST(RenderPng, TheSameSnapshotGivesTheSamePicture) {
  const Snapshot snapshot = fixture::supine();
  const Result<RgbaImage> a = render_window(snapshot, UiState{}, 800, 500);
  const Result<RgbaImage> b = render_window(snapshot, UiState{}, 800, 500);
  ASSERT_TRUE(a.has_value() && b.has_value());
  EXPECT_EQ(a->pixels, b->pixels);
  const Result<RgbaImage> other = render_window(fixture::seated(), UiState{}, 800, 500);
  ASSERT_TRUE(other.has_value());
  EXPECT_GT(differing_share(*a, *other), 0.05);
}

TEST(RenderPng, WritesAFileThatReadsBackTheSame) {
  const test::TempDir dir;
  const std::string path = (std::filesystem::path(dir.path()) / "window.png").string();
  ASSERT_TRUE(render_window_png(fixture::empty_seat(), UiState{}, 800, 500, path).has_value());
  const Result<RgbaImage> back = read_png(path);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->pixels, render_window(fixture::empty_seat(), UiState{}, 800, 500)->pixels);
}

TEST(RenderPng, SaysWhatIsWrong) {
  const auto small = render_window(fixture::seated(), UiState{}, 10, 10);
  ASSERT_FALSE(small.has_value());
  EXPECT_NE(small.error().message.find("10x10"), std::string::npos);
  const auto nowhere = render_window_png(fixture::seated(), UiState{}, 800, 500, "/nonexistent/a.png");
  ASSERT_FALSE(nowhere.has_value());
  EXPECT_NE(nowhere.error().message.find("/nonexistent/a.png"), std::string::npos);
}

TEST(RenderPng, LeavesAnotherContextAlone) {
  ImGuiContext* mine = ImGui::CreateContext();
  ImGui::SetCurrentContext(mine);
  ASSERT_TRUE(render_window(fixture::seated(), UiState{}, 800, 500).has_value());
  EXPECT_EQ(ImGui::GetCurrentContext(), mine);
  ImGui::DestroyContext(mine);
}

// A window without frames yet must be drawable: it is what the user sees first.
TEST(RenderPng, DrawsBeforeTheFirstFrame) {
  EXPECT_TRUE(render_window(Snapshot{}, UiState{}, 1024, 640).has_value());
}

class Raster : public testing::Test {
 protected:
  Raster() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {64, 64};
    textures_.upload_fonts(*io.Fonts);
  }
  ~Raster() override { ImGui::DestroyContext(); }

  template <typename Draw>
  RgbaImage draw(Draw paint) {
    ImGui::NewFrame();
    paint(*ImGui::GetForegroundDrawList());
    ImGui::Render();
    RgbaImage image{64, 64, std::vector<Rgba>(64 * 64, Rgba{0, 0, 0, 255})};
    rasterize(*ImGui::GetDrawData(), image);
    return image;
  }
  SoftTextureStore textures_;
};

TEST_F(Raster, ARectangleCoversItsPixelsOnceAndNoOthers) {
  // Half transparent: a pixel that both triangles of the rectangle claim would come out brighter;
  // the diagonal of a square runs through pixel centres.
  const RgbaImage image = draw([](ImDrawList& list) {
    list.AddRectFilled({10, 20}, {40, 50}, IM_COL32(255, 255, 255, 128));
  });
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const bool inside = x >= 10 && x < 40 && y >= 20 && y < 50;
      ASSERT_NEAR(image.at(x, y).r, inside ? 128 : 0, 1) << x << ' ' << y;
    }
  }
}

TEST_F(Raster, ClipsToTheClipRectangle) {
  const RgbaImage image = draw([](ImDrawList& list) {
    list.PushClipRect({16, 16}, {32, 32});
    list.AddRectFilled({0, 0}, {64, 64}, IM_COL32_WHITE);
    list.PopClipRect();
  });
  EXPECT_EQ(image.at(15, 20).r, 0);
  EXPECT_EQ(image.at(16, 16).r, 255);
  EXPECT_EQ(image.at(31, 31).r, 255);
  EXPECT_EQ(image.at(32, 31).r, 0);
}

TEST_F(Raster, SamplesTexturesNearestOrLinear) {
  const RgbaImage two{2, 1, {Rgba{0, 0, 0, 255}, Rgba{200, 0, 0, 255}}};
  const auto shown = [&](TextureFilter filter) {
    const TextureId id = textures_.upload("two", two, filter);
    return draw([&](ImDrawList& list) { list.AddImage(id, {0, 0}, {64, 64}); });
  };
  const RgbaImage nearest = shown(TextureFilter::nearest);
  EXPECT_EQ(nearest.at(31, 5).r, 0);
  EXPECT_EQ(nearest.at(32, 5).r, 200);
  const RgbaImage linear = shown(TextureFilter::linear);
  EXPECT_EQ(linear.at(2, 5).r, 0);
  EXPECT_NEAR(linear.at(32, 5).r, 100, 4);
  EXPECT_EQ(linear.at(61, 5).r, 200);
  EXPECT_NEAR(linear.at(24, 60).r, 50, 4);
}

}  // namespace
}  // namespace palpate
