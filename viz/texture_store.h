// TextureStore: where pictures go before ImGui can draw them. The window code knows only this.
#pragma once

#include <string>
#include <string_view>

#include "viz/heatmap_image.h"

namespace palpate {

using TextureId = void*;  // an ImTextureID
enum class TextureFilter { nearest, linear };

class TextureStore {
 public:
  virtual ~TextureStore() = default;
  // Creates or replaces the texture of that name. The id stays valid until the name is uploaded again.
  virtual TextureId upload(std::string_view name, const RgbaImage& image, TextureFilter filter) = 0;
};

// For tests that look at widgets, not at pixels.
class NullTextureStore final : public TextureStore {
 public:
  TextureId upload(std::string_view, const RgbaImage&, TextureFilter) override {
    ++uploads;
    return this;
  }
  int uploads = 0;
};

}  // namespace palpate
