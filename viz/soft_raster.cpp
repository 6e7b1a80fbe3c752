#include "viz/soft_raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace palpate {
namespace {

struct Color {
  float r, g, b, a;  // 0..255
};

Color operator+(Color x, Color y) {
  return {x.r + y.r, x.g + y.g, x.b + y.b, x.a + y.a};
}
Color operator*(Color x, float k) {
  return {x.r * k, x.g * k, x.b * k, x.a * k};
}

Color color_of(ImU32 packed) {
  return {static_cast<float>(packed & 0xFFU), static_cast<float>((packed >> 8U) & 0xFFU),
          static_cast<float>((packed >> 16U) & 0xFFU), static_cast<float>(packed >> 24U)};
}

Color texel(const RgbaImage& image, int x, int y) {
  const Rgba p = image.at(std::clamp(x, 0, image.width - 1), std::clamp(y, 0, image.height - 1));
  return {static_cast<float>(p.r), static_cast<float>(p.g), static_cast<float>(p.b), static_cast<float>(p.a)};
}

Color sample(const SoftTexture& texture, float u, float v) {
  const RgbaImage& image = texture.image;
  const float x = u * static_cast<float>(image.width);
  const float y = v * static_cast<float>(image.height);
  if (texture.filter == TextureFilter::nearest) {
    return texel(image, static_cast<int>(std::floor(x)), static_cast<int>(std::floor(y)));
  }
  const float fx = std::floor(x - 0.5F), fy = std::floor(y - 0.5F);
  const float tx = x - 0.5F - fx, ty = y - 0.5F - fy;
  const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
  const Color top = texel(image, ix, iy) * (1.0F - tx) + texel(image, ix + 1, iy) * tx;
  const Color bottom = texel(image, ix, iy + 1) * (1.0F - tx) + texel(image, ix + 1, iy + 1) * tx;
  return top * (1.0F - ty) + bottom * ty;
}

Color modulate(Color vertex, Color tex) {
  constexpr float k = 1.0F / 255.0F;
  return {vertex.r * tex.r * k, vertex.g * tex.g * k, vertex.b * tex.b * k, vertex.a * tex.a * k};
}

std::uint8_t blend_channel(std::uint8_t below, float above, float alpha) {
  const float value = static_cast<float>(below) * (1.0F - alpha) + above * alpha;
  return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
}

void blend(Rgba& pixel, Color c) {
  const float alpha = c.a * (1.0F / 255.0F);
  if (alpha <= 0.0F) return;
  pixel = {blend_channel(pixel.r, c.r, alpha), blend_channel(pixel.g, c.g, alpha),
           blend_channel(pixel.b, c.b, alpha), 255};
}

struct Clip {
  int x0, y0, x1, y1;  // half-open
};

// One edge as a plane: w(x, y) = a x + b y + c, positive inside; `closed` edges own their pixels.
struct Edge {
  float a, b, c;
  bool closed;
  [[nodiscard]] float at(float x, float y) const { return a * x + b * y + c; }
  [[nodiscard]] bool inside(float w) const { return w > 0.0F || (w == 0.0F && closed); }
};

// Rounded the same way from either end, so that two triangles along one edge leave no hole between them.
Edge edge_between(ImVec2 p, ImVec2 q) {
  const bool swapped = q.x < p.x || (q.x == p.x && q.y < p.y);
  if (swapped) std::swap(p, q);
  const float sign = swapped ? -1.0F : 1.0F;
  const float a = p.y - q.y;
  const float b = q.x - p.x;
  const float c = -(a * p.x + b * p.y);
  return {sign * a, sign * b, sign * c, sign * a > 0.0F || (a == 0.0F && sign * b > 0.0F)};
}

bool same_uv(const ImDrawVert& a, const ImDrawVert& b) {
  return a.uv.x == b.uv.x && a.uv.y == b.uv.y;
}

class Painter {
 public:
  Painter(RgbaImage& target, const SoftTexture& texture, Clip clip)
      : target_(target), texture_(texture), clip_(clip) {}

  void triangle(ImDrawVert v0, ImDrawVert v1, ImDrawVert v2) {
    float area =
        (v1.pos.x - v0.pos.x) * (v2.pos.y - v0.pos.y) - (v1.pos.y - v0.pos.y) * (v2.pos.x - v0.pos.x);
    if (area == 0.0F || !std::isfinite(area)) return;
    if (area < 0.0F) {
      std::swap(v1, v2);
      area = -area;
    }
    const Clip box = bounds(v0.pos, v1.pos, v2.pos);
    if (box.x0 >= box.x1 || box.y0 >= box.y1) return;
    const Edge e0 = edge_between(v1.pos, v2.pos);
    const Edge e1 = edge_between(v2.pos, v0.pos);
    const Edge e2 = edge_between(v0.pos, v1.pos);
    const bool flat_texture = same_uv(v0, v1) && same_uv(v0, v2);
    const bool flat_color = v0.col == v1.col && v0.col == v2.col;
    const Color c0 = color_of(v0.col), c1 = color_of(v1.col), c2 = color_of(v2.col);
    const Color flat_texel = flat_texture ? sample(texture_, v0.uv.x, v0.uv.y) : Color{};
    const Color flat = flat_texture && flat_color ? modulate(c0, flat_texel) : Color{};
    for (int y = box.y0; y < box.y1; ++y) {
      for (int x = box.x0; x < box.x1; ++x) {
        const float px = static_cast<float>(x) + 0.5F, py = static_cast<float>(y) + 0.5F;
        float w0 = e0.at(px, py), w1 = e1.at(px, py), w2 = e2.at(px, py);
        if (!e0.inside(w0) || !e1.inside(w1) || !e2.inside(w2)) continue;
        Rgba& pixel = target_.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(target_.width) +
                                     static_cast<std::size_t>(x)];
        if (flat_texture && flat_color) {
          blend(pixel, flat);
          continue;
        }
        w0 /= area, w1 /= area, w2 /= area;
        const Color vertex = flat_color ? c0 : c0 * w0 + c1 * w1 + c2 * w2;
        const Color tex = flat_texture ? flat_texel
                                       : sample(texture_, v0.uv.x * w0 + v1.uv.x * w1 + v2.uv.x * w2,
                                                v0.uv.y * w0 + v1.uv.y * w1 + v2.uv.y * w2);
        blend(pixel, modulate(vertex, tex));
      }
    }
  }

 private:
  [[nodiscard]] Clip bounds(const ImVec2& a, const ImVec2& b, const ImVec2& c) const {
    const auto low = [](float v) { return static_cast<int>(std::floor(std::clamp(v, -1e6F, 1e6F))); };
    const auto high = [](float v) { return static_cast<int>(std::ceil(std::clamp(v, -1e6F, 1e6F))); };
    return {std::max(clip_.x0, low(std::min({a.x, b.x, c.x}))),
            std::max(clip_.y0, low(std::min({a.y, b.y, c.y}))),
            std::min(clip_.x1, high(std::max({a.x, b.x, c.x}))),
            std::min(clip_.y1, high(std::max({a.y, b.y, c.y})))};
  }

  RgbaImage& target_;
  const SoftTexture& texture_;
  Clip clip_;
};

void draw_list(const ImDrawList& list, const ImDrawData& data, RgbaImage& target) {
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const auto* texture = static_cast<const SoftTexture*>(command.GetTexID());
    if (command.UserCallback != nullptr || texture == nullptr) continue;
    const Clip clip = {std::max(0, static_cast<int>(command.ClipRect.x - data.DisplayPos.x)),
                       std::max(0, static_cast<int>(command.ClipRect.y - data.DisplayPos.y)),
                       std::min(target.width, static_cast<int>(command.ClipRect.z - data.DisplayPos.x)),
                       std::min(target.height, static_cast<int>(command.ClipRect.w - data.DisplayPos.y))};
    Painter painter(target, *texture, clip);
    const auto vertex = [&](unsigned int i) {
      const auto index = static_cast<int>(list.IdxBuffer[static_cast<int>(command.IdxOffset + i)]);
      return list.VtxBuffer[index + static_cast<int>(command.VtxOffset)];
    };
    for (unsigned int i = 0; i + 2 < command.ElemCount; i += 3) {
      painter.triangle(vertex(i), vertex(i + 1), vertex(i + 2));
    }
  }
}

}  // namespace

TextureId SoftTextureStore::upload(std::string_view name, const RgbaImage& image, TextureFilter filter) {
  auto found = textures_.find(name);
  if (found == textures_.end()) {
    found = textures_.emplace(std::string(name), std::make_unique<SoftTexture>()).first;
  }
  found->second->image = image;
  found->second->filter = filter;
  return found->second.get();
}

void SoftTextureStore::upload_fonts(ImFontAtlas& atlas) {
  unsigned char* bytes = nullptr;
  RgbaImage image;
  atlas.GetTexDataAsRGBA32(&bytes, &image.width, &image.height);
  image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  for (auto& pixel : image.pixels) {
    pixel = {bytes[0], bytes[1], bytes[2], bytes[3]};
    bytes += 4;
  }
  atlas.SetTexID(upload("fonts", image, TextureFilter::linear));
}

void rasterize(const ImDrawData& data, RgbaImage& target) {
  for (int i = 0; i < data.CmdListsCount; ++i) draw_list(*data.CmdLists[i], data, target);
}

}  // namespace palpate
