// GlWindow: one GLFW window with an OpenGL 3 context and ImGui in it. Main thread only; one at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "acquisition/result.h"
#include "viz/theme.h"
#include "viz/ui_state.h"
#include "viz/view_context.h"

struct GLFWwindow;

namespace palpate {

class GlWindow {
 public:
  static Result<std::unique_ptr<GlWindow>> open(int width, int height, bool wait_for_screen);
  ~GlWindow();
  GlWindow(const GlWindow&) = delete;
  GlWindow& operator=(const GlWindow&) = delete;

  [[nodiscard]] bool should_close() const;
  // Handles input for that long, at least once.
  void wait(double seconds);
  // Draws and shows one frame; returns what the user asked for, dropped files included.
  std::vector<UiAction> draw(const Snapshot& snapshot, UiState& ui);
  [[nodiscard]] const Probes& probes() const { return view_->probes; }

 private:
  GlWindow() = default;
  void fit_theme(double text_scale);

  GLFWwindow* window_ = nullptr;
  Theme theme_;
  std::unique_ptr<TextureStore> textures_;
  std::unique_ptr<ViewContext> view_;
  std::vector<std::string> dropped_;
  bool imgui_ready_ = false;
};

}  // namespace palpate
