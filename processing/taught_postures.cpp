#include "processing/taught_postures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "processing/toml_rows.h"

namespace palpate {
namespace {

constexpr double kThousandths = 1000.0, kMostValue = 30.0;
constexpr double kPitchTolerance = 0.01;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

void put_picture(std::string& text, std::string_view key, const TaughtPicture& picture) {
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "{} = [\n", key);
  for (int r = 0; r < kTaughtRows; ++r) {
    text += "  [";
    for (int c = 0; c < kTaughtCols; ++c) {
      fmt::format_to(out, "{}{}", c > 0 ? ", " : "",
                     std::lround(kThousandths * static_cast<double>(picture(r, c))));
    }
    text += "],\n";
  }
  text += "]\n";
}

// Reads one file; the first thing wrong stays in `error`.
class Reader {
 public:
  explicit Reader(std::string_view file_name) : file_(file_name) {}

  std::string text(const TomlRow& row, std::string_view key) {
    const TomlValue* value = need(row, key, TomlValue::Kind::text);
    return value == nullptr ? std::string() : value->text;
  }
  double number(const TomlRow& row, std::string_view key, double low, double high) {
    const TomlValue* value = need(row, key, TomlValue::Kind::number);
    if (value == nullptr) return low;
    if (!(value->number >= low && value->number <= high)) {
      fail(value->line, fmt::format("{} is not within {:g} and {:g}", key, low, high));
    }
    return value->number;
  }
  bool flag(const TomlRow& row, std::string_view key) {
    const TomlValue* value = need(row, key, TomlValue::Kind::flag);
    return value != nullptr && value->flag;
  }
  TaughtPicture picture(const TomlRow& row, std::string_view key) {
    TaughtPicture out = TaughtPicture::Zero();
    const TomlValue* value = need(row, key, TomlValue::Kind::list);
    if (value == nullptr) return out;
    bool good = value->list.size() == static_cast<std::size_t>(kTaughtRows);
    for (int r = 0; good && r < kTaughtRows; ++r) {
      const TomlValue& line = value->list[static_cast<std::size_t>(r)];
      good = line.list.size() == static_cast<std::size_t>(kTaughtCols);
      for (int c = 0; good && c < kTaughtCols; ++c) {
        const double cell = line.list[static_cast<std::size_t>(c)].number / kThousandths;
        good = line.list[static_cast<std::size_t>(c)].kind == TomlValue::Kind::number && cell >= 0.0 &&
               cell <= kMostValue;
        out(r, c) = static_cast<float>(cell);
      }
    }
    if (!good) {
      fail(value->line, fmt::format("{} must be {} rows of {} numbers from 0 to {:.0f}", key, kTaughtRows,
                                    kTaughtCols, kThousandths * kMostValue));
    }
    return out;
  }
  void fail(int line, std::string_view what) {
    if (failed_) return;
    failed_ = true;
    error_ = {ErrorCode::bad_format, fmt::format("{}:{}: {} (make the file anew with palpate teach)", file_,
                                                 std::max(line, 1), what)};
  }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  const TomlValue* need(const TomlRow& row, std::string_view key, TomlValue::Kind kind) {
    const TomlValue* value = row.find(key);
    if (value == nullptr) {
      fail(row.line, fmt::format("{} is missing", key));
    } else if (value->kind != kind) {
      fail(value->line, fmt::format("{} has the wrong type", key));
      value = nullptr;
    }
    return value;
  }
  std::string file_;
  bool failed_ = false;
  Error error_;
};

void read_head(Reader& reader, const TomlRow& row, TaughtPostures& taught) {
  const TomlValue* schema = row.find("schema");
  if (schema == nullptr || schema->text != kTaughtSchema) {
    reader.fail(row.line, fmt::format("schema is not {}", kTaughtSchema));
    return;
  }
  taught.client = reader.text(row, "client");
  const std::string unit = reader.text(row, "unit");
  if (unit != "kPa" && unit != "counts") reader.fail(row.line, "unit is neither kPa nor counts");
  taught.unit = unit == "counts" ? PressureUnit::counts : PressureUnit::kpa;
}

void read_mat(Reader& reader, const TomlRow& row, TaughtPostures& taught) {
  const int rows = static_cast<int>(reader.number(row, "rows", 1, kMaxSide));
  const int cols = static_cast<int>(reader.number(row, "cols", 1, kMaxSide));
  auto mat = make_geometry(rows, cols, reader.number(row, "pitch_x_mm", 0.1, 1000.0),
                           reader.number(row, "pitch_y_mm", 0.1, 1000.0));
  const auto head = head_edge_from(reader.text(row, "head"));
  const auto placement = placement_from(reader.text(row, "placement"));
  const bool mirrored = reader.flag(row, "mirrored");
  if (!mat || !head || !placement) {
    reader.fail(row.line, "no such mat");
    return;
  }
  taught.mat = *mat;
  taught.mat.head = *head;
  taught.mat.placement = *placement;
  taught.mat.mirrored = mirrored;
}

void read_take(Reader& reader, const TomlRow& row, TaughtPostures& taught) {
  PostureTake take;
  const std::string name = reader.text(row, "posture");
  if (auto ok = check_posture_name(name); !ok) reader.fail(row.line, ok.error().message);
  take.seconds = reader.number(row, "seconds", 0.0, 3600.0);
  take.frames = static_cast<int>(reader.number(row, "frames", 1, 1e6));
  take.picture = reader.picture(row, "picture");
  take.moved = reader.picture(row, "moved");
  if (!reader.failed() && !(take.picture.maxCoeff() > 0.0F)) reader.fail(row.line, "the picture is empty");
  TaughtPosture* posture = taught.find(name);
  if (posture == nullptr) posture = &taught.postures.emplace_back(TaughtPosture{name, {}});
  posture->takes.push_back(take);
  if (posture->takes.size() > kMostTakes || taught.postures.size() > kMostTaughtPostures) {
    reader.fail(row.line,
                fmt::format("more than {} postures or {} takes of one", kMostTaughtPostures, kMostTakes));
  }
}

}  // namespace

TaughtPosture* TaughtPostures::find(std::string_view name) {
  const auto found =
      std::find_if(postures.begin(), postures.end(), [&](const TaughtPosture& p) { return p.name == name; });
  return found == postures.end() ? nullptr : &*found;
}

Result<void> check_posture_name(std::string_view name) {
  const bool control = std::any_of(name.begin(), name.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  const bool blank = name.find_first_not_of(' ') == std::string_view::npos;
  if (!blank && !control && name.size() <= kMostNameBytes && name != "unknown" && name != "empty") return {};
  return Error{ErrorCode::bad_argument,
               fmt::format("no name for a posture: \"{}\" (1 to {} characters; not unknown or empty)",
                           control ? std::string_view("..") : name, kMostNameBytes)};
}

Result<void> check_same_mat(const TaughtPostures& taught, const MatGeometry& mat, PressureUnit unit) {
  const MatGeometry& then = taught.mat;
  const auto like = [](double a, double b) { return std::abs(a - b) <= kPitchTolerance * a; };
  const auto other = [](std::string_view was, std::string_view is) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("the postures were taught on {}, this mat has {} (teach them on this mat)", was, is)};
  };
  if (then.rows != mat.rows || then.cols != mat.cols) {
    return other(fmt::format("{} x {} cells", then.rows, then.cols),
                 fmt::format("{} x {}", mat.rows, mat.cols));
  }
  if (!like(then.pitch_x_mm, mat.pitch_x_mm) || !like(then.pitch_y_mm, mat.pitch_y_mm)) {
    return other(fmt::format("cells of {:g} x {:g} mm", then.pitch_x_mm, then.pitch_y_mm),
                 fmt::format("{:g} x {:g} mm", mat.pitch_x_mm, mat.pitch_y_mm));
  }
  if (then.placement != mat.placement) {
    return other(fmt::format("a mat placed as {}", name_of(then.placement)),
                 fmt::format("the placement {}", name_of(mat.placement)));
  }
  if (then.head != mat.head || then.mirrored != mat.mirrored) {
    const auto way = [](const MatGeometry& g) {
      return fmt::format("the head at the {} edge{}", name_of(g.head), g.mirrored ? ", seen from below" : "");
    };
    return other(way(then), way(mat));
  }
  if (taught.unit != unit) {
    const auto unit_name = [](PressureUnit u) {
      return u == PressureUnit::kpa ? "calibrated values" : "raw counts";
    };
    return other(unit_name(taught.unit), unit_name(unit));
  }
  return {};
}

std::string taught_postures_toml(const TaughtPostures& taught) {
  std::string text = "# Postures that a client showed to Palpate: palpate teach FILE lists them.\n";
  const auto out = std::back_inserter(text);
  const MatGeometry& mat = taught.mat;
  fmt::format_to(out, "schema = {}\nclient = {}\nunit = \"{}\"\n\n", quoted(kTaughtSchema),
                 quoted(taught.client), taught.unit == PressureUnit::kpa ? "kPa" : "counts");
  fmt::format_to(out,
                 "[mat]\nrows = {}\ncols = {}\npitch_x_mm = {}\npitch_y_mm = {}\nhead = \"{}\"\nmirrored = "
                 "{}\nplacement = \"{}\"\n",
                 mat.rows, mat.cols, mat.pitch_x_mm, mat.pitch_y_mm, name_of(mat.head), mat.mirrored,
                 name_of(mat.placement));
  for (const TaughtPosture& posture : taught.postures) {
    for (const PostureTake& take : posture.takes) {
      fmt::format_to(out, "\n[[take]]\nposture = {}\nseconds = {:.2f}\nframes = {}\n", quoted(posture.name),
                     take.seconds, take.frames);
      put_picture(text, "picture", take.picture);
      put_picture(text, "moved", take.moved);
    }
  }
  return text;
}

Result<TaughtPostures> taught_postures_from_toml(std::string_view text, std::string_view file_name) {
  const auto rows = read_toml_rows(text, file_name, "make the file anew with palpate teach");
  if (!rows) return rows.error();
  Reader reader(file_name);
  TaughtPostures taught;
  bool head = false, mat = false;
  for (const TomlRow& row : *rows) {
    if (row.table.empty()) {
      read_head(reader, row, taught);
      head = true;
    } else if (row.table == "mat") {
      read_mat(reader, row, taught);
      mat = true;
    } else if (row.table == "take") {
      read_take(reader, row, taught);
    } else {
      reader.fail(row.line, fmt::format("unknown table {}", row.table));
    }
  }
  if (!head) reader.fail(1, fmt::format("schema is not {}", kTaughtSchema));
  if (!mat) reader.fail(1, "[mat] is missing");
  if (reader.failed()) return reader.error();
  return taught;
}

}  // namespace palpate
