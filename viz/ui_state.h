// UiState: everything the window remembers that is not in a Snapshot. Plain data; the owner of the window
// keeps it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "acquisition/serial_ports.h"
#include "processing/live_session.h"
#include "processing/screen.h"
#include "viz/colormap.h"
#include "viz/trend.h"

namespace palpate {

enum class HeatmapView { smooth, cells };
enum class DisplayUnit { kpa, mmhg };
enum class GuidanceTab { places, dose };       // of the guidance card
enum class LowerTab { load, hand, findings };  // of the cards below it
enum class HandMode { peek, quiet, full };     // how much is said of the hand's load
enum class FigureView { automatic, back, front };

// What a click asks for. The window's owner carries it out.
struct OpenSource {
  std::string uri;
};
struct RefreshPorts {};
using UiAction = std::variant<Command, OpenSource, RefreshPorts>;

struct ScenarioChoice {
  std::string name, description;
};

struct SourcePickerState {
  bool open = false;
  std::vector<ScenarioChoice> scenarios;
  std::vector<SerialPortInfo> ports;
  std::vector<std::string> recordings;  // found beside the last one, newest first
  std::string selected_uri;             // what Start would open
  bool firmware_available = true;
  int baud = 500000;
  std::string path;   // typed by the user
  std::string error;  // why the last choice could not be opened
};

// The sheet of questions. Answers wait in `draft` until the therapist stores them; what is stored stays.
struct ScreenSheetState {
  bool open = false;
  int page = 0;          // refer first, caution, areas
  ScreenAnswers stored;  // with the session so far
  std::map<std::string, ScreenAnswer, std::less<>> draft;
  std::map<std::string, RegionSet, std::less<>> areas;  // by question: where
  RegionSet blocked;                                    // regions that what is stored leaves out
};
void keep_answers(ScreenSheetState& sheet, const ScreenAnswers& answers);  // viz/panels/screen_sheet.cpp

// The sheet on which a client teaches postures. What is taught lives in Snapshot::teaching.
struct TeachSheetState {
  bool open = false;
  std::string name;          // chosen or typed, of the posture to show next
  bool replace = false;      // a name that is taught already: forget its earlier takes
  bool asks_client = false;  // the field for the client is open though there is a file
  std::string client;        // typed: a name, or a file
  bool counting = false;     // a lesson was drawn last
};

struct UiState {
  HeatmapView view = HeatmapView::smooth;
  DisplayUnit unit = DisplayUnit::kpa;
  ColormapKind colormap = ColormapKind::inferno;

  // Top of the colour bar; only the user changes it. 0: the default of the mat's placement.
  double range_kpa = 0.0;
  double range_counts = 0.0;
  // Those of the pipeline's parameters: below them a cell fades.
  double contact_threshold_kpa = 0.67;
  double contact_threshold_counts = 40.0;

  double text_scale = 1.0;               // the user's own size, times what the window's size suggests
  std::set<int> open_findings;           // ids whose "why" is unfolded
  std::map<int, double> finding_seen_s;  // when a finding was first drawn: it lights up for a moment

  bool findings_looked = false;  // the list has been drawn once

  bool show_regions = true;  // outlines of the body's regions over the map
  GuidanceTab guidance_tab = GuidanceTab::places;
  LowerTab lower_tab = LowerTab::load;
  HandMode hand_mode = HandMode::full;
  FigureView figure_view = FigureView::automatic;
  int open_place = 0;     // id of the place that is unfolded; 0: the first
  bool open_why = false;  // of that place
  SourcePickerState picker;
  ScreenSheetState screen;
  TeachSheetState teach;
  Trend trend;  // filled by observe() of viz/trend.h

  std::string next_recording_path;  // where a press on Record writes; empty: the owner names it by the date
  int bookmarks = 0;                // set since the recording began
  bool seeking = false;             // the user holds the seek bar
  double seek_position_s = 0.0;
  std::string notice;           // one line about the last action, drawn until notice_until_s
  double notice_until_s = 0.0;  // in ImGui's time
};

}  // namespace palpate
