#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <filesystem>

#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr const char* kTitle = "Choose a source";

struct Row {
  std::string probe, uri, title, words;
};

// One line of a list; chosen by a click.
void draw_row(const Row& row, SourcePickerState& picker, ViewContext& context, float width) {
  using namespace palette;
  const Theme& theme = context.theme;
  const float height = theme.px(row.words.empty() ? 2.2F : 3.1F);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Box box = {at.x, at.y, at.x + width, at.y + height};
  if (ImGui::InvisibleButton(row.probe.c_str(), box.size())) picker.selected_uri = row.uri;
  const bool chosen = picker.selected_uri == row.uri;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float rounding = theme.px(0.4F);
  if (chosen || ImGui::IsItemHovered()) {
    list.AddRectFilled(box.min(), box.max(), u32(chosen ? kHover : kRaised), rounding);
  }
  if (chosen) list.AddRectFilled(box.min(), {box.x0 + theme.px(0.25F), box.y1}, u32(kAccent), rounding);
  const float x = box.x0 + theme.px(0.8F);
  const float right = box.x1 - theme.px(0.5F);
  if (row.words.empty()) {
    draw_line(theme.strong, {x, box.y0, right, box.y1}, kText, row.title, Align::left);
  } else {
    const float y = box.y0 + theme.px(0.3F);
    draw_line(theme.strong, {x, y, right, y + theme.px(1.3F)}, kText, row.title, Align::left);
    draw_line(theme.small, {x, y + theme.px(1.25F), right, y + theme.px(2.5F)}, kText2, row.words,
              Align::left);
  }
  context.probes[row.probe] = box;
}

void heading(const Theme& theme, const char* symbol, const char* text, const Box& box) {
  draw_line(theme.strong, box, palette::kAccent, label_with_icon(theme, symbol, text), Align::left);
}

void draw_scenarios(SourcePickerState& picker, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  heading(theme, icon::kUser, "Simulated client", {box.x0, box.y0, box.x1, box.y0 + theme.px(1.6F)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, theme.px(0.15F)});
  begin_card("scenarios", {box.x0, box.y0 + theme.px(2.0F), box.x1, box.y1}, palette::kCard, true);
  for (const ScenarioChoice& scenario : picker.scenarios) {
    draw_row({"pick.sim." + scenario.name, "sim:" + scenario.name + "?live=1", plain_words(scenario.name),
              scenario.description},
             picker, context, box.width() - theme.px(0.8F));
  }
  end_card();
  ImGui::PopStyleVar(2);
}

MaybeAction draw_ports(SourcePickerState& picker, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  MaybeAction action;
  heading(theme, icon::kPlug, "Mat on a serial port", {box.x0, box.y0, box.x1, box.y0 + theme.px(1.6F)});
  const std::string refresh = label_with_icon(theme, icon::kRefresh, "Look again");
  const float wide = button_width(theme, refresh);
  if (draw_button(context, "pick.refresh",
                  {box.x1 - wide, box.y0 - theme.px(0.3F), box.x1, box.y0 + theme.px(1.7F)}, refresh,
                  ButtonKind::quiet)) {
    action = RefreshPorts{};
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, theme.px(0.15F)});
  begin_card("ports", {box.x0, box.y0 + theme.px(2.0F), box.x1, box.y1}, palette::kCard, true);
  for (const SerialPortInfo& port : picker.ports) {
    draw_row({"pick.port." + port.name, fmt::format("serial:{}?baud={}", port.name, picker.baud), port.name,
              port.description},
             picker, context, box.width() - theme.px(0.8F));
  }
  if (picker.ports.empty()) {
    draw_text(theme.body, ImGui::GetCursorScreenPos(), palette::kText2,
              "No port found. Plug the mat in and press Look again.", box.width() - theme.px(1.0F));
  }
  end_card();
  ImGui::PopStyleVar(2);
  return action;
}

void draw_firmware(SourcePickerState& picker, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  heading(theme, icon::kChip, "Firmware in its simulator", {box.x0, box.y0, box.x1, box.y0 + theme.px(1.6F)});
  ImGui::SetCursorScreenPos({box.x0, box.y0 + theme.px(1.9F)});
  draw_row({"pick.firmware", "firmware:seated-even", "The mat's own firmware, simulated",
            "The AVR program reads a modelled mat and talks over a serial line"},
           picker, context, box.width());
}

// Those in the folder that Record writes to, newest first.
void draw_recordings(SourcePickerState& picker, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, theme.px(0.1F)});
  begin_card("recordings", box, palette::kCard, true);
  int i = 0;
  for (const std::string& path : picker.recordings) {
    draw_row({fmt::format("pick.recording.{}", i++), path, std::filesystem::path(path).stem().string(), ""},
             picker, context, box.width() - theme.px(0.8F));
  }
  if (picker.recordings.empty()) {
    draw_text(theme.body, ImGui::GetCursorScreenPos(), palette::kText3,
              "None recorded with the Record button yet.", box.width() - theme.px(1.0F));
  }
  end_card();
  ImGui::PopStyleVar(2);
}

void draw_file(SourcePickerState& picker, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  heading(theme, icon::kFolder, "Recording", {box.x0, box.y0, box.x1, box.y0 + theme.px(1.6F)});
  const float input = box.y1 - theme.px(3.3F);
  draw_recordings(picker, context, {box.x0, box.y0 + theme.px(1.9F), box.x1, input - theme.px(0.3F)});
  ImGui::SetCursorScreenPos({box.x0, input});
  ImGui::SetNextItemWidth(box.width());
  if (ImGui::InputTextWithHint("##path", "Path of a recording, or drop the file here", &picker.path)) {
    picker.selected_uri = picker.path;
  }
  context.probes["pick.path"] = {ImGui::GetItemRectMin().x, ImGui::GetItemRectMin().y,
                                 ImGui::GetItemRectMax().x, ImGui::GetItemRectMax().y};
}

MaybeAction draw_buttons(SourcePickerState& picker, ViewContext& context, const Box& box, bool may_cancel) {
  const Theme& theme = context.theme;
  MaybeAction action;
  const Box start = {box.x1 - theme.px(9.0F), box.y0, box.x1, box.y1};
  float right = start.x0;
  if (may_cancel) {
    const Box cancel = {start.x0 - theme.px(8.5F), box.y0, start.x0 - theme.px(0.5F), box.y1};
    if (draw_button(context, "pick.cancel", cancel, "Cancel", ButtonKind::normal)) picker.open = false;
    right = cancel.x0;
  }
  if (draw_button(context, "pick.start", start, label_with_icon(theme, icon::kPlay, "Start"),
                  ButtonKind::primary) &&
      !picker.selected_uri.empty()) {
    action = OpenSource{picker.selected_uri};
  }
  if (!picker.error.empty()) {
    draw_text(theme.body, {box.x0, box.y0 - theme.px(0.2F)}, palette::kRecord, picker.error,
              right - box.x0 - theme.px(1));
  }
  return action;
}

}  // namespace

MaybeAction draw_source_picker(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  SourcePickerState& picker = ui.picker;
  if (!picker.open) return {};
  const Theme& theme = context.theme;
  if (!ImGui::IsPopupOpen(kTitle)) ImGui::OpenPopup(kTitle);
  const float wide = std::min(box.width() - theme.px(4), theme.px(62));
  const float tall = std::min(box.height() - theme.px(4), theme.px(40));
  const Box dialog = {std::round(box.center_x() - 0.5F * wide), std::round(box.center_y() - 0.5F * tall),
                      std::round(box.center_x() + 0.5F * wide), std::round(box.center_y() + 0.5F * tall)};
  ImGui::SetNextWindowPos(dialog.min());
  ImGui::SetNextWindowSize(dialog.size());
  ImGui::PushStyleColor(ImGuiCol_PopupBg, u32(palette::kCard));
  ImGui::PushFont(theme.body);
  MaybeAction action;
  if (ImGui::BeginPopupModal(kTitle, nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove)) {
    const Box in = dialog.inset(theme.px(1.5F));
    draw_text(theme.large, in.min(), palette::kText, "Where does the pressure come from?");
    const float top = in.y0 + theme.px(3.2F);
    const float foot = in.y1 - theme.px(2.6F);
    const float gap = theme.px(2.0F);
    const float half = 0.5F * (in.width() - gap);
    draw_scenarios(picker, context, {in.x0, top, in.x0 + half, foot - theme.px(1.2F)});
    const float x = in.x0 + half + gap;
    const float file_y = foot - theme.px(10.6F);
    const float firmware_y = picker.firmware_available ? file_y - theme.px(6.3F) : file_y;
    action = draw_ports(picker, context, {x, top, in.x1, firmware_y - theme.px(1.2F)});
    if (picker.firmware_available) draw_firmware(picker, context, {x, firmware_y, in.x1, file_y});
    draw_file(picker, context, {x, file_y, in.x1, foot});
    if (auto start = draw_buttons(picker, context, {in.x0, foot, in.x1, in.y1}, snapshot.info != nullptr)) {
      action = start;
    }
    if (!picker.open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopFont();
  ImGui::PopStyleColor();
  return action;
}

}  // namespace palpate
