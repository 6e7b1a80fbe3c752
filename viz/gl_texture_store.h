// GlTextureStore: textures of the current OpenGL context. One thread, the one that owns the context.
#pragma once

#include <map>
#include <string>

#include "viz/texture_store.h"

namespace palpate {

class GlTextureStore final : public TextureStore {
 public:
  GlTextureStore() = default;
  ~GlTextureStore() override;  // the context must still be current
  GlTextureStore(const GlTextureStore&) = delete;
  GlTextureStore& operator=(const GlTextureStore&) = delete;
  TextureId upload(std::string_view name, const RgbaImage& image, TextureFilter filter) override;

 private:
  struct Texture {
    unsigned int id = 0;
    int width = 0, height = 0;
  };
  std::map<std::string, Texture, std::less<>> textures_;
};

}  // namespace palpate
