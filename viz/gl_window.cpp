#include "viz/gl_window.h"

#include <epoxy/gl.h>
// epoxy first: GLFW must not bring a GL header of its own.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <fmt/format.h>

#include "viz/gl_texture_store.h"
#include "viz/window_view.h"

namespace palpate {
namespace {

std::string g_glfw_error;  // GLFW reports through a plain callback; main thread only

void remember_error(int, const char* text) {
  g_glfw_error = text;
}

Error cannot_open() {
  return {ErrorCode::io, fmt::format("cannot open a window: {} (is there a display? without one use `palpate "
                                     "render SOURCE --out PICTURE.png`)",
                                     g_glfw_error.empty() ? "no reason given" : g_glfw_error)};
}

void collect_drop(GLFWwindow* window, int count, const char** paths) {
  auto* dropped = static_cast<std::vector<std::string>*>(glfwGetWindowUserPointer(window));
  for (int i = 0; i < count; ++i) dropped->emplace_back(paths[i]);
}

void set_up_imgui(GLFWwindow* window) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 130");
  io.KeyMap[ImGuiKey_Space] = GLFW_KEY_ENTER;  // space is our bookmark key: Enter presses the focused button
}

}  // namespace

Result<std::unique_ptr<GlWindow>> GlWindow::open(int width, int height, bool wait_for_screen) {
  g_glfw_error.clear();
  glfwSetErrorCallback(remember_error);
  if (glfwInit() == GLFW_FALSE) return cannot_open();
  std::unique_ptr<GlWindow> self(new GlWindow());
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  self->window_ = glfwCreateWindow(width, height, "Palpate", nullptr, nullptr);
  if (self->window_ == nullptr) return cannot_open();
  glfwMakeContextCurrent(self->window_);
  glfwSwapInterval(wait_for_screen ? 1 : 0);
  glfwSetWindowSizeLimits(self->window_, 800, 500, GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwSetWindowUserPointer(self->window_, &self->dropped_);
  glfwSetDropCallback(self->window_, collect_drop);
  set_up_imgui(self->window_);
  self->imgui_ready_ = true;
  self->textures_ = std::make_unique<GlTextureStore>();
  self->view_.reset(new ViewContext{self->theme_, *self->textures_});
  return self;
}

GlWindow::~GlWindow() {
  textures_.reset();
  if (imgui_ready_) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
  }
  if (window_ != nullptr) glfwDestroyWindow(window_);
  glfwTerminate();
}

bool GlWindow::should_close() const {
  return glfwWindowShouldClose(window_) != 0;
}

void GlWindow::wait(double seconds) {
  const double until = glfwGetTime() + seconds;
  glfwPollEvents();
  for (double left = until - glfwGetTime(); left > 0.0 && !should_close(); left = until - glfwGetTime()) {
    glfwWaitEventsTimeout(left);
  }
}

void GlWindow::fit_theme(double text_scale) {
  int width = 0, height = 0;
  glfwGetWindowSize(window_, &width, &height);
  const float em = em_for_display(static_cast<float>(width), static_cast<float>(height), text_scale);
  if (theme_.body != nullptr && em == theme_.em) return;
  theme_ = make_theme(*ImGui::GetIO().Fonts, em);
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

std::vector<UiAction> GlWindow::draw(const Snapshot& snapshot, UiState& ui) {
  fit_theme(ui.text_scale);
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  std::vector<UiAction> actions = draw_window(snapshot, ui, *view_);
  ImGui::Render();
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  glViewport(0, 0, width, height);
  constexpr Rgba clear = palette::kBackground;
  glClearColor(static_cast<float>(clear.r) / 255.0F, static_cast<float>(clear.g) / 255.0F,
               static_cast<float>(clear.b) / 255.0F, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window_);
  for (std::string& path : dropped_) actions.emplace_back(OpenSource{std::move(path)});
  dropped_.clear();
  return actions;
}

}  // namespace palpate
