#include "viz/render_png.h"

#include <fmt/format.h>

#include "viz/png_file.h"
#include "viz/soft_raster.h"
#include "viz/window_view.h"

namespace palpate {
namespace {

constexpr int kSettlingFrames = 3;  // ImGui learns the size of scrolling content from the frame before

// A context of its own, so that a picture never disturbs the window that may be open.
class Context {
 public:
  Context() : before_(ImGui::GetCurrentContext()), own_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(own_);
  }
  ~Context() {
    ImGui::DestroyContext(own_);
    ImGui::SetCurrentContext(before_);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

 private:
  ImGuiContext* before_;
  ImGuiContext* own_;
};

// One part alone has more room for its words than the whole window.
double text_scale_of(WindowView view) {
  switch (view) {
    case WindowView::heatmap:
    case WindowView::regions:
      return 1.6;
    case WindowView::guidance:
    case WindowView::dose:
      return 1.25;
    case WindowView::whole:
      break;
  }
  return 1.0;
}

}  // namespace

Result<RgbaImage> render_window(const Snapshot& snapshot, const UiState& ui, int width, int height,
                                const FontPaths& fonts) {
  return render_view(WindowView::whole, snapshot, ui, width, height, fonts);
}

Result<RgbaImage> render_view(WindowView view, const Snapshot& snapshot, const UiState& ui, int width,
                              int height, const FontPaths& fonts) {
  if (width < 640 || height < 400 || width > 7680 || height > 4320) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("impossible picture size: {}x{} (from 640x400 to 7680x4320)", width, height)};
  }
  const Context own_context;
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.DeltaTime = 1.0F / 60.0F;
  io.MousePos = {-1e6F, -1e6F};
  const float em = em_for_display(io.DisplaySize.x, io.DisplaySize.y, ui.text_scale * text_scale_of(view));
  const Theme theme = make_theme(*io.Fonts, em, fonts);
  SoftTextureStore textures;
  textures.upload_fonts(*io.Fonts);
  ViewContext context{theme, textures};
  UiState state = ui;
  for (int i = 0; i < kSettlingFrames; ++i) {
    ImGui::NewFrame();
    draw_view(view, snapshot, state, context);
    ImGui::Render();
  }
  RgbaImage image{width, height, {}};
  image.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
                      palette::kBackground);
  rasterize(*ImGui::GetDrawData(), image);
  return image;
}

Result<void> render_window_png(const Snapshot& snapshot, const UiState& ui, int width, int height,
                               const std::string& path, WindowView view) {
  Result<RgbaImage> image = render_view(view, snapshot, ui, width, height);
  if (!image) return image.error();
  return write_png(*image, path);
}

}  // namespace palpate
