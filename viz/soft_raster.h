// SoftRaster: draws ImGui's triangles into memory, without any graphics library: the same picture on every
// machine.
//
// Triangles are filled at pixel centres by the top-left rule, textures sampled bilinearly (or nearest),
// blended as source-over: what the OpenGL back end does without multisampling. One thread.
#pragma once

#include <imgui.h>

#include <map>
#include <memory>
#include <string>

#include "viz/texture_store.h"

namespace palpate {

struct SoftTexture {
  RgbaImage image;
  TextureFilter filter = TextureFilter::linear;
};

class SoftTextureStore final : public TextureStore {
 public:
  TextureId upload(std::string_view name, const RgbaImage& image, TextureFilter filter) override;
  // Builds the atlas if needed and makes it a texture like the others.
  void upload_fonts(ImFontAtlas& atlas);

 private:
  std::map<std::string, std::unique_ptr<SoftTexture>, std::less<>> textures_;
};

// `target` has the size of data.DisplaySize and holds the background already. Draw callbacks are not called.
void rasterize(const ImDrawData& data, RgbaImage& target);

}  // namespace palpate
