#include "viz/gl_texture_store.h"

#include <epoxy/gl.h>

#include <cstdint>

namespace palpate {

GlTextureStore::~GlTextureStore() {
  for (const auto& [name, texture] : textures_) glDeleteTextures(1, &texture.id);
}

TextureId GlTextureStore::upload(std::string_view name, const RgbaImage& image, TextureFilter filter) {
  auto found = textures_.find(name);
  if (found == textures_.end()) found = textures_.emplace(std::string(name), Texture{}).first;
  Texture& texture = found->second;
  if (texture.id == 0) glGenTextures(1, &texture.id);
  glBindTexture(GL_TEXTURE_2D, texture.id);
  const GLint mode = filter == TextureFilter::nearest ? GL_NEAREST : GL_LINEAR;
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, mode);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, mode);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  if (texture.width == image.width && texture.height == image.height) {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, image.width, image.height, GL_RGBA, GL_UNSIGNED_BYTE,
                    image.pixels.data());
  } else {
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, image.width, image.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 image.pixels.data());
    texture.width = image.width;
    texture.height = image.height;
  }
  return reinterpret_cast<TextureId>(static_cast<std::uintptr_t>(texture.id));
}

}  // namespace palpate
