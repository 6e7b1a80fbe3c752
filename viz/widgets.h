// Small pieces that the panels share: text, numbers, buttons, cards. Everything is placed by hand in pixels
// derived from em. To be called between ImGui::NewFrame and Render.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "processing/time_text.h"
#include "viz/view_context.h"

namespace palpate {

enum class Align { left, center, right };

// While set, every text drawn is appended: what tests read the screen by. nullptr ends it.
void log_texts(std::vector<std::string>* log);

float text_width(const ImFont* font, std::string_view text);
// Height of the text wrapped at that width.
float wrapped_height(const ImFont* font, std::string_view text, float width);
void draw_text(const ImFont* font, ImVec2 at, Rgba color, std::string_view text, float wrap_width = 0.0F);
// One line inside the box, centred vertically, shortened with an ellipsis where it does not fit.
void draw_line(const ImFont* font, const Box& box, Rgba color, std::string_view text, Align align);
// A number whose digits all take the same width, so that it does not dance. Returns its width.
float number_width(const ImFont* font, std::string_view text);
void draw_number(const ImFont* font, ImVec2 at, Rgba color, std::string_view text);

std::string elide(const ImFont* font, std::string_view text, float width);
std::string label_with_icon(const Theme& theme, const char* icon, std::string_view label);

enum class ButtonKind { normal, primary, quiet };
// True when pressed. The probe names the widget and its ImGui id.
bool draw_button(ViewContext& context, const char* probe, const Box& box, std::string_view label,
                 ButtonKind kind);
float button_width(const Theme& theme, std::string_view label);
// One line, or several where it does not fit; returns the height taken.
float draw_wrapped(const ImFont* font, ImVec2 at, Rgba color, std::string_view text, float width);
// "client's left" -> "Client's left".
std::string capitalised(std::string_view words);
// Returns the index pressed, or `current`. Probes are "<probe>.0", "<probe>.1", ..
int draw_segments(ViewContext& context, const char* probe, const Box& box,
                  std::initializer_list<const char*> labels, int current);

// A switch: filled while on. Returns its state after this frame.
bool draw_toggle(ViewContext& context, const char* probe, const Box& box, std::string_view label, bool on);

// A rounded child window; close it with end_card(). Scrolls by itself when asked to.
void begin_card(const char* id, const Box& box, Rgba color, bool scrolls = false);
void end_card();

// "61 %"; "–" when it does not exist.
std::string percent_text(double share);
// With that many decimals; "–" when it does not exist.
std::string number_text(double value, int decimals);

}  // namespace palpate
