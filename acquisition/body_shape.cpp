#include "acquisition/body_shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "acquisition/result.h"
#include "acquisition/sim_random.h"

namespace palpate::sim {
namespace {

// One print as a list of bumps. `w` widens with the body's build, `h` stretches with its height.
class Print {
 public:
  Print(double w, double h) : w_(w), h_(h) {}
  void one(double x0, double y0, double x1, double y1, double r0, double r1, double g0, double g1) {
    bumps.push_back({x0 * w_, y0 * h_, x1 * w_, y1 * h_, r0 * w_, r1 * w_, g0, g1});
  }
  void pair(double x0, double y0, double x1, double y1, double r0, double r1, double g0, double g1) {
    one(x0, y0, x1, y1, r0, r1, g0, g1);
    one(-x0, y0, -x1, y1, r0, r1, g0, g1);
  }
  void mark(std::string_view name, double x, double y) {
    const int side = x > 0.0 ? 1 : (x < 0.0 ? -1 : 0);
    landmarks.push_back({name, x * w_, y * h_, side});
  }
  void mark_pair(std::string_view name, double x, double y) {
    mark(name, x, y);
    mark(name, -x, y);
  }
  std::vector<Bump> bumps;
  std::vector<ShapeLandmark> landmarks;

 private:
  double w_, h_;
};

// Lying prints: y in units of 1/1000 of the height, x in mm of a body of middle build.
void supine(Print& p) {
  p.one(0, 50, 0, 68, 50, 48, 4.4, 3.8);           // back of the head
  p.one(0, 95, 0, 140, 34, 44, 0.25, 0.5);         // neck
  p.pair(60, 158, 165, 172, 56, 52, 1.1, 0.8);     // shoulder girdle
  p.pair(86, 180, 74, 252, 66, 58, 2.2, 1.9);      // shoulder blades
  p.one(0, 170, 0, 330, 118, 112, 1.35, 1.15);     // thoracic spine and ribs
  p.one(0, 195, 0, 345, 24, 22, 2.1, 1.6);         // spinous processes
  p.pair(112, 200, 104, 330, 72, 64, 1.2, 0.9);    // rib flanks
  p.one(0, 320, 0, 440, 118, 124, 0.75, 0.85);     // low back: less load
  p.pair(44, 325, 52, 440, 50, 54, 1.0, 1.1);      // muscles beside the spine
  p.pair(100, 345, 108, 430, 54, 66, 0.55, 0.75);  // waist
  p.pair(92, 462, 88, 526, 112, 98, 2.2, 1.9);     // buttocks
  p.one(0, 458, 0, 496, 52, 44, 2.9, 2.7);         // sacrum
  p.pair(158, 486, 156, 535, 62, 58, 1.2, 1.0);    // outer hips
  p.pair(98, 540, 95, 650, 90, 66, 1.5, 0.75);     // thighs
  p.pair(95, 650, 97, 745, 60, 44, 0.6, 0.22);     // behind the knees
  p.pair(98, 752, 102, 852, 56, 44, 1.45, 0.8);    // calves
  p.pair(102, 850, 105, 940, 34, 22, 0.4, 0.08);   // Achilles
  p.pair(107, 960, 109, 972, 26, 24, 6.6, 5.0);    // heels
  p.pair(214, 195, 246, 340, 42, 34, 0.55, 0.55);  // upper arms
  p.pair(250, 348, 252, 356, 26, 26, 1.7, 1.5);    // elbows
  p.pair(254, 362, 276, 460, 32, 26, 0.6, 0.4);    // forearms
  p.pair(282, 480, 284, 512, 38, 34, 0.7, 0.45);   // hands
  p.mark("head", 0, 58);
  p.mark_pair("shoulder blade", 78, 215);
  p.mark("sacrum", 0, 478);
  p.mark_pair("calf", 99, 788);  // the middle of its load: the thicker end lies near the knee
  p.mark_pair("heel", 108, 966);
}

void prone(Print& p) {
  p.one(16, 46, 20, 74, 50, 46, 4.0, 3.5);        // cheek, head turned
  p.pair(70, 158, 160, 182, 56, 56, 1.5, 1.6);    // collar bones, front of the shoulders
  p.pair(86, 200, 82, 275, 90, 80, 2.2, 1.9);     // chest
  p.one(0, 185, 0, 300, 90, 100, 1.2, 1.2);       // breast bone
  p.pair(96, 290, 96, 420, 66, 72, 0.85, 1.1);    // lower ribs, flanks
  p.one(0, 290, 0, 440, 124, 132, 1.25, 1.55);    // belly
  p.pair(108, 436, 102, 478, 68, 64, 2.5, 2.3);   // front of the pelvis
  p.one(0, 498, 0, 516, 56, 50, 1.6, 1.2);        // pubic bone
  p.pair(96, 520, 97, 690, 92, 66, 1.95, 1.45);   // thighs
  p.pair(98, 718, 98, 742, 50, 48, 2.7, 2.5);     // knees
  p.pair(100, 752, 100, 915, 44, 32, 1.1, 0.8);   // shins
  p.pair(100, 945, 98, 992, 34, 36, 1.2, 2.1);    // feet, toes
  p.pair(196, 183, 282, 192, 44, 38, 0.8, 0.85);  // upper arms, out
  p.pair(284, 184, 258, 90, 34, 28, 0.85, 0.6);   // forearms, up
  p.pair(254, 66, 252, 40, 38, 34, 0.8, 0.6);     // hands
  p.mark("head", 18, 60);
  p.mark_pair("chest", 84, 235);
  p.mark_pair("front of the pelvis", 105, 458);
  p.mark_pair("knee", 98, 731);
}

// On the client's left side, face and knees to +x.
void side(Print& p) {
  p.one(30, 44, 26, 74, 58, 52, 3.2, 2.8);        // side of the head
  p.one(10, 168, 30, 205, 66, 66, 3.6, 3.2);      // shoulder below
  p.one(-6, 172, -18, 235, 62, 70, 1.9, 2.2);     // back of the shoulder
  p.one(40, 192, 185, 228, 46, 36, 1.6, 0.9);     // arm below, forward
  p.one(188, 226, 220, 140, 34, 30, 0.85, 0.65);  // forearm, up
  p.one(-4, 215, -42, 330, 92, 84, 2.1, 1.7);     // ribs, the back a little round
  p.one(48, 225, 20, 345, 60, 62, 1.0, 0.7);      // front of the ribs
  p.one(-42, 330, -44, 435, 76, 92, 1.2, 1.6);    // waist
  p.one(26, 360, 30, 450, 62, 66, 0.6, 0.8);      // belly
  p.one(-40, 440, -32, 530, 112, 104, 2.2, 2.3);  // pelvis
  p.one(-20, 470, -8, 502, 72, 70, 3.9, 3.7);     // hip bone
  p.one(4, 515, 156, 668, 94, 62, 2.2, 1.4);      // thigh below
  p.one(160, 690, 172, 700, 44, 42, 2.5, 2.3);    // knee below
  p.one(164, 708, 62, 900, 52, 34, 1.5, 1.1);     // leg below
  p.one(54, 918, 56, 934, 27, 26, 2.8, 2.6);      // ankle below
  p.one(60, 938, 120, 975, 28, 22, 0.8, 0.6);     // foot below
  p.one(60, 525, 240, 615, 76, 54, 0.9, 0.95);    // thigh above, in front
  p.one(250, 630, 252, 644, 46, 44, 1.8, 1.7);    // knee above
  p.one(246, 655, 206, 825, 44, 32, 0.9, 0.7);    // leg above
  p.mark("head", 28, 58);
  p.mark("shoulder", 20, 188);
  p.mark("hip", -14, 487);
  p.mark("knee", 166, 695);
}

struct SeatedTuning {
  double forward_mm, bone_y, bone, buttock, sacrum, thigh, knee;
};

// Seated prints: mm from the rear edge of the buttocks.
void seated(Print& p, const SeatedTuning& t, double left_thigh, double left_bone) {
  const double f = t.forward_mm;
  for (const double side_sign : {1.0, -1.0}) {
    const double s = side_sign, b = s > 0 ? left_bone : 1.0, th = s > 0 ? left_thigh : 1.0;
    p.one(s * 61, f + t.bone_y - 8, s * 59, f + t.bone_y + 10, 38, 36, t.bone * b, t.bone * b * 0.94);
    p.one(s * 80, f + 104, s * 86, f + 195, 108, 104, t.buttock * b, t.buttock * b * 0.92);
    p.one(s * 150, f + 140, s * 150, f + 240, 58, 56, t.buttock * b * 0.5, t.buttock * b * 0.4);
    p.one(s * 88, f + 195, s * 108, f + 330, 96, 88, t.thigh * th, t.thigh * th * 0.9);
    p.one(s * 108, f + 330, s * 124, f + 425, 88, 68, t.thigh * th * 0.9, t.knee * th);
    p.one(s * 40, f + 230, s * 62, f + 330, 52, 46, t.thigh * th * 0.45, t.thigh * th * 0.3);
  }
  p.one(0, f + 60, 0, f + 90, 46, 44, t.sacrum, t.sacrum * 0.9);
  p.mark_pair("ischial tuberosity", 61, f + t.bone_y);
  p.mark_pair("thigh", 112, f + 300);
  p.mark("sacrum", 0, f + 75);
}

void draw(Pose pose, Print& p) {
  switch (pose) {
    case Pose::none:
      return;
    case Pose::seated_upright:
      return seated(p, {0, 132, 11.0, 4.6, 1.2, 3.5, 1.3}, 1.0, 1.0);
    case Pose::seated_slouch:
      return seated(p, {14, 114, 6.8, 4.4, 10.5, 1.9, 0.5}, 1.0, 1.0);
    case Pose::seated_forward:
      return seated(p, {0, 152, 7.6, 3.7, 0.4, 4.9, 2.6}, 1.0, 1.0);
    case Pose::seated_back:
      return seated(p, {12, 120, 9.8, 4.8, 3.4, 2.7, 0.9}, 1.0, 1.0);
    case Pose::seated_crossed:
      return seated(p, {0, 130, 11.4, 4.8, 1.2, 3.9, 1.5}, 0.36, 0.80);
    case Pose::supine:
      return supine(p);
    case Pose::prone:
      return prone(p);
    case Pose::side:
      return side(p);
  }
}

struct Seeds {
  std::uint64_t body, sitting;
};

// No two people lie alike: legs spread and arms rest as they like, each part a little elsewhere.
void vary(Print& p, bool lying, double height_mm, double roughness, const Seeds& seeds) {
  const auto spread_of = [&](double x, double y) {
    if (!lying) return 0.0;
    const std::uint64_t side = x > 0.0 ? 1 : 0;
    const double foot = uniform(seeds.sitting, kTexture, side, -12.0, 38.0);
    const double arm = uniform(seeds.sitting, kTexture, 2 + side, -14.0, 22.0);
    const double leg_share = std::clamp((y / height_mm - 0.53) / 0.44, 0.0, 1.0);
    const double outward = std::abs(x) > 185.0 && y < 0.53 * height_mm ? arm : foot * leg_share;
    return (x > 0.0 ? outward : x < 0.0 ? -outward : 0.0) * roughness;
  };
  for (ShapeLandmark& mark : p.landmarks) mark.x += spread_of(mark.x, mark.y);
  for (std::size_t i = 0; i < p.bumps.size(); ++i) {
    Bump& b = p.bumps[i];
    const auto draw = [&](std::uint64_t n) {
      return roughness * normal(seeds.body, kTexture, 16 + 4 * i + n);
    };
    b.x0 += spread_of(b.x0, b.y0) + 2.0 * draw(0);
    b.x1 += spread_of(b.x1, b.y1) + 2.0 * draw(1);
    const double wider = 1.0 + 0.03 * draw(2), stronger = 1.0 + 0.04 * draw(3);
    b.r0 *= wider, b.r1 *= wider;
    b.g0 *= stronger, b.g1 *= stronger;
  }
}

bool is_seated(Pose pose) {
  return pose >= Pose::seated_upright && pose <= Pose::seated_crossed;
}

// Where a local change sits: x, rx in mm of a middle build; y, ry as in the prints above.
struct Region {
  std::string_view name, id;
  double x, y, rx, ry;
};
constexpr Region kLyingRegions[] = {{"shoulder-blade", "upper_back", 78, 212, 66, 62},
                                    {"mid-back", "mid_back", 72, 300, 70, 62},
                                    {"lumbar", "low_back", 72, 385, 104, 88},
                                    {"pelvis", "pelvis", 90, 495, 84, 66},
                                    {"thigh", "thigh", 95, 590, 80, 80},
                                    {"calf", "calf", 100, 800, 66, 70}};
constexpr Region kSeatRegions[] = {{"ischial", "ischial", 61, 135, 62, 62},
                                   {"thigh", "seat_thigh", 110, 310, 84, 110}};

const Region* find_region(Pose pose, std::string_view name) {
  const auto find = [name](const auto& regions) -> const Region* {
    for (const Region& region : regions) {
      if (region.name == name) return &region;
    }
    return nullptr;
  };
  if (is_seated(pose)) return find(kSeatRegions);
  return pose == Pose::supine || pose == Pose::prone ? find(kLyingRegions) : nullptr;
}

// Share of the body's weight that the mat carries; feet, arms and back rest carry the rest of a sitter.
double weight_share(Pose pose) {
  switch (pose) {
    case Pose::seated_upright:
      return 0.67;
    case Pose::seated_slouch:
      return 0.63;
    case Pose::seated_forward:
      return 0.62;
    case Pose::seated_back:
      return 0.60;
    case Pose::seated_crossed:
      return 0.68;
    default:
      return 1.0;
  }
}

// How much wider than a middle build.
double width_factor(const BodySize& size) {
  const double build = std::sqrt(size.weight_n / 686.5 / (size.height_mm / 1700.0));
  return 0.55 + 0.45 * build;
}

double bell_at(double y, double centre, double width) {
  const double u = (y - centre) / width;
  return std::exp(-0.5 * u * u);
}

void set_layers(BodyField& f, Pose pose, double h) {
  const bool seat = is_seated(pose);
  const double middle = seat ? 210.0 : 0.40 * h;
  const double length = seat ? 200.0 : 0.5 * h;
  f.set_layer(kLeanX, [](double x, double) { return std::tanh(x / 70.0); });
  f.set_layer(kLeanY, [=](double, double y) { return std::clamp((y - middle) / length, -1.0, 1.0); });
  if (seat) {  // breathing rocks the trunk over the seat bones
    f.set_layer(kChest, [](double x, double y) { return 0.8 * (y - 150.0) / 150.0 + 0.05 * x / 100.0; });
    f.set_layer(kAbdomen,
                [](double, double y) { return bell_at(y, 130.0, 60.0) - 0.6 * bell_at(y, 330.0, 80.0); });
    f.set_layer(kHeart, [](double x, double y) { return bell_at(y, 140.0, 60.0) * (1.0 + 0.2 * x / 100.0); });
    f.set_layer(kLimb, [](double x, double y) {
      return -1.0 / (1.0 + std::exp(-x / 15.0)) * (y > 220.0 ? std::min(1.0, (y - 220.0) / 80.0) : 0.0);
    });
  } else {  // the ribs press while the pelvis unloads, and the other way round
    f.set_layer(kChest, [=](double x, double y) {
      return bell_at(y, 0.23 * h, 0.07 * h) * (1.0 + 0.1 * x / 100.0) - 0.5 * bell_at(y, 0.49 * h, 0.05 * h) +
             0.15 * bell_at(y, 0.055 * h, 0.03 * h);
    });
    f.set_layer(kAbdomen, [=](double, double y) {
      return bell_at(y, 0.38 * h, 0.06 * h) - 0.35 * bell_at(y, 0.20 * h, 0.05 * h);
    });
    f.set_layer(kHeart, [=](double x, double y) {
      return bell_at(y, 0.21 * h, 0.05 * h) * (1.0 + 0.3 * std::tanh(x / 60.0)) +
             0.5 * bell_at(y, 0.06 * h, 0.03 * h);
    });
    f.set_layer(kLimb, [=](double x, double y) {
      return -1.0 / (1.0 + std::exp(-x / 15.0)) * std::clamp((y - 0.56 * h) / (0.08 * h), 0.0, 1.0);
    });
  }
  f.set_settle_layer(22.0);
}

}  // namespace

std::vector<std::string_view> region_names(Pose pose) {
  std::vector<std::string_view> names;
  if (is_seated(pose)) {
    for (const Region& region : kSeatRegions) names.push_back(region.name);
  } else if (pose == Pose::supine || pose == Pose::prone) {
    for (const Region& region : kLyingRegions) names.push_back(region.name);
  }
  return names;
}

std::pair<double, double> region_centre(Pose pose, const BodySize& size, std::string_view name) {
  const Region* region = find_region(pose, name);
  if (region == nullptr) return {0.0, 0.0};
  const double w = width_factor(size);
  const double along = is_seated(pose) ? w * size.height_mm / 1700.0 : size.height_mm / 1000.0;
  return {region->x * w, region->y * along};
}

std::string_view region_name_of(std::string_view id) {
  for (const Region& region : kLyingRegions) {
    if (region.id == id) return region.name;
  }
  for (const Region& region : kSeatRegions) {
    if (region.id == id) return region.name;
  }
  return "";
}

std::string_view region_id_of(Pose pose, std::string_view name) {
  const Region* region = find_region(pose, name);
  return region == nullptr ? "" : region->id;
}

namespace {

// The patch of pressure that a local change means, in the shape's axes.
Patch patch_of(const Region& region, const LocalChange& local, double w, double along) {
  Patch patch{local.side * region.x * w, region.y * along, region.rx * w, region.ry * along, local.change};
  if (local.size_cm2 <= 0.0) return patch;
  const double scale = std::sqrt(100.0 * local.size_cm2 / (std::numbers::pi * patch.rx * patch.ry));
  patch.rx *= scale;
  patch.ry *= scale;
  patch.flat = true;
  return patch;
}

}  // namespace

BodyShape make_shape(const ShapeWishes& wishes) {
  const auto& [pose, size, wanted_share, local, roughness, seed, sitting_seed] = wishes;
  PALPATE_EXPECTS(pose != Pose::none);
  const bool seat = is_seated(pose);
  const double w = width_factor(size);
  Print print(w, seat ? w * size.height_mm / 1700.0 : size.height_mm / 1000.0);
  draw(pose, print);
  vary(print, pose == Pose::supine || pose == Pose::prone, size.height_mm, roughness, {seed, sitting_seed});
  const double h = size.height_mm;
  BodyField field(seat ? Box{-336, -60, 336, 580} : Box{-432, -20, 432, 1.04 * h});
  for (const Bump& bump : print.bumps) field.add(bump);
  field.join();
  field.spread(seat ? 11.0 : 13.0);
  field.roughen(seed, sitting_seed, roughness * (seat ? 0.11 : 0.22));
  const double load = size.weight_n * weight_share(pose);
  field.scale_to(load);
  set_layers(field, pose, h);
  double lean = 0.0;
  Patch patch{};
  if (wanted_share > 0.0) {
    lean = (wanted_share * load - field.load_at_positive_x(kLoad)) / field.load_at_positive_x(kLeanX);
  }
  if (const Region* region = find_region(pose, local.region); region != nullptr && local.change != 0.0) {
    const double along = seat ? w * h / 1700.0 : h / 1000.0;
    patch = patch_of(*region, local, w, along);
    field.change(patch);
    field.scale_to(load);
    set_layers(field, pose, h);
  }
  const double centre_y = seat ? 215.0 * w * size.height_mm / 1700.0 : 0.5 * h;
  const double patch_cm2 = std::numbers::pi * patch.rx * patch.ry / 100.0;
  return BodyShape{std::move(field),           load,    centre_y, lean,
                   std::move(print.landmarks), patch.x, patch.y,  patch_cm2};
}

}  // namespace palpate::sim
