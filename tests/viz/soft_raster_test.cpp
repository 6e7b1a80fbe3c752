// The rasteriser's law: triangles that share an edge cover every pixel of their union exactly once.
#include "viz/soft_raster.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace palpate {
namespace {

class SoftRaster : public testing::Test {
 protected:
  SoftRaster() : context_(ImGui::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {kWidth, kHeight};
    io.DeltaTime = 1.0F / 60.0F;
    textures_.upload_fonts(*io.Fonts);
  }
  ~SoftRaster() override { ImGui::DestroyContext(context_); }

  // A bar with round ends as a fan of triangles without smoothed edges, half transparent, on black.
  RgbaImage drawn(ImVec2 from, ImVec2 to, float round) {
    ImGui::NewFrame();
    ImDrawList* list = ImGui::GetForegroundDrawList();
    list->Flags = ImDrawListFlags_None;
    list->AddRectFilled(from, to, IM_COL32(255, 255, 255, 128), round);
    ImGui::Render();
    RgbaImage image{kWidth, kHeight, std::vector<Rgba>(kWidth * kHeight, Rgba{0, 0, 0, 255})};
    rasterize(*ImGui::GetDrawData(), image);
    return image;
  }
  static constexpr int kWidth = 1280, kHeight = 40;

 private:
  ImGuiContext* context_;
  SoftTextureStore textures_;
};

TEST_F(SoftRaster, AFanCoversItsShapeOnceAndLeavesNoHole) {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> x0(500, 900), wide(100, 370), tall(8, 25);
  for (int run = 0; run < 120; ++run) {
    const ImVec2 from = {static_cast<float>(x0(random)), 5.0F + 0.2F * static_cast<float>(run % 5)};
    const ImVec2 to = {from.x + static_cast<float>(wide(random)),
                       from.y + 0.7F * static_cast<float>(tall(random))};
    const RgbaImage image = drawn(from, to, 0.3F * (to.y - from.y));
    int covered = 0;
    for (int y = 0; y < image.height; ++y) {
      int changes = 0;
      for (int x = 1; x < image.width; ++x) {
        const int value = image.at(x, y).r;
        ASSERT_TRUE(value == 0 || value == 128) << value << " at " << x << ", " << y << ", bar " << run;
        covered += value != 0 ? 1 : 0;
        changes += value != image.at(x - 1, y).r ? 1 : 0;
      }
      ASSERT_LE(changes, 2) << "a hole in row " << y << " of bar " << run;
    }
    EXPECT_GT(covered, 500);
  }
}

}  // namespace
}  // namespace palpate
