// Drives the window without a display: injects mouse and keys into ImGui, finds widgets by their probes.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <string>
#include <vector>

#include "viz/widgets.h"
#include "viz/window_view.h"

namespace palpate {

class UiDriver {
 public:
  UiDriver(Snapshot shown, UiState state, float width = 1280, float height = 800,
           WindowView what = WindowView::whole)
      : snapshot(std::move(shown)), ui(std::move(state)), what_(what), context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0F / 60.0F;
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = 300 + key;
    theme_ = make_theme(*io.Fonts, em_for_display(width, height, 1.0));
    unsigned char* pixels = nullptr;
    int w = 0, h = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
    frame();
    frame();
  }
  ~UiDriver() { ImGui::DestroyContext(context_); }
  UiDriver(const UiDriver&) = delete;
  UiDriver& operator=(const UiDriver&) = delete;

  void frame() {
    ImGui::NewFrame();
    for (const UiAction& action : draw_view(what_, snapshot, ui, view)) actions.push_back(action);
    ImGui::Render();
  }

  [[nodiscard]] bool shows(const std::string& probe) const { return view.probes.count(probe) != 0; }

  // Presses at a share of the widget's width, in its middle line, and releases.
  void click(const std::string& probe, float share = 0.5F) {
    ASSERT_TRUE(shows(probe)) << "no widget named " << probe;
    const Box box = view.probes[probe];
    ImGui::GetIO().MousePos = {box.x0 + share * box.width(), box.center_y()};
    frame();
    ImGui::GetIO().MouseDown[0] = true;
    frame();
    ImGui::GetIO().MouseDown[0] = false;
    frame();
    frame();
  }

  void key(int code) {
    ImGui::GetIO().KeysDown[code] = true;
    frame();
    ImGui::GetIO().KeysDown[code] = false;
    frame();
  }

  void type(const char* text) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
    frame();
    frame();
  }

  // The only action asked for so far, as a command of that type.
  template <typename T>
  const T* only_command() const {
    if (actions.size() != 1 || !std::holds_alternative<Command>(actions[0])) return nullptr;
    return std::get_if<T>(&std::get<Command>(actions[0]));
  }

  Snapshot snapshot;
  UiState ui;
  std::vector<UiAction> actions;

 private:
  WindowView what_;
  ImGuiContext* context_;
  Theme theme_;
  NullTextureStore textures_;

 public:
  ViewContext view{theme_, textures_};
};

// Every text of one frame.
inline std::vector<std::string> words_of_frame(UiDriver& window) {
  std::vector<std::string> words;
  log_texts(&words);
  window.frame();
  log_texts(nullptr);
  return words;
}

inline bool any_has(const std::vector<std::string>& words, const std::string& part) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

}  // namespace palpate
