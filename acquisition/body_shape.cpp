#include "acquisition/body_shape.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"

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
  p.one(0, 52, 0, 66, 40, 40, 6.0, 5.0);           // back of the head
  p.one(0, 95, 0, 140, 30, 36, 0.3, 0.4);          // neck
  p.pair(55, 160, 150, 172, 52, 46, 1.1, 0.9);     // shoulder girdle
  p.pair(78, 185, 70, 250, 62, 55, 2.4, 2.1);      // shoulder blades
  p.one(0, 180, 0, 330, 95, 88, 1.5, 1.2);         // thoracic spine and ribs
  p.pair(95, 215, 82, 335, 62, 55, 1.3, 0.9);      // rib flanks
  p.one(0, 330, 0, 430, 92, 100, 0.8, 0.9);        // low back: less load
  p.pair(42, 335, 48, 430, 46, 50, 0.9, 1.0);      // muscles beside the spine
  p.pair(88, 470, 82, 520, 98, 84, 2.4, 2.0);      // buttocks
  p.one(0, 462, 0, 498, 46, 40, 3.4, 3.0);         // sacrum
  p.pair(150, 500, 150, 530, 52, 50, 1.2, 1.0);    // outer hips
  p.pair(94, 545, 92, 655, 76, 55, 1.5, 0.7);      // thighs
  p.pair(92, 655, 94, 745, 50, 38, 0.45, 0.15);    // behind the knees
  p.pair(96, 760, 100, 850, 46, 36, 1.5, 0.8);     // calves
  p.pair(100, 850, 102, 940, 28, 18, 0.35, 0.05);  // Achilles
  p.pair(104, 962, 106, 972, 22, 20, 8.0, 6.0);    // heels
  p.pair(205, 200, 238, 340, 34, 28, 0.6, 0.6);    // upper arms
  p.pair(242, 350, 244, 356, 22, 22, 1.8, 1.6);    // elbows
  p.pair(246, 362, 268, 460, 26, 20, 0.6, 0.4);    // forearms
  p.pair(274, 480, 276, 510, 32, 28, 0.7, 0.4);    // hands
  p.mark("head", 0, 58);
  p.mark_pair("shoulder blade", 74, 215);
  p.mark("sacrum", 0, 480);
  p.mark_pair("calf", 98, 800);
  p.mark_pair("heel", 105, 967);
}

void prone(Print& p) {
  p.one(14, 48, 18, 72, 42, 40, 5.0, 4.4);       // cheek, head turned
  p.pair(70, 160, 150, 185, 50, 50, 1.6, 1.7);   // collar bones, front of the shoulders
  p.pair(80, 205, 76, 270, 82, 72, 2.5, 2.1);    // chest
  p.one(0, 190, 0, 300, 70, 80, 1.3, 1.3);       // breast bone
  p.one(0, 300, 0, 430, 108, 116, 1.3, 1.6);     // belly
  p.pair(104, 440, 98, 475, 58, 54, 2.9, 2.6);   // front of the pelvis
  p.one(0, 500, 0, 515, 48, 42, 1.8, 1.2);       // pubic bone
  p.pair(92, 530, 94, 690, 78, 56, 2.1, 1.5);    // thighs
  p.pair(96, 722, 96, 740, 40, 38, 3.2, 3.0);    // knees
  p.pair(98, 755, 98, 915, 34, 24, 1.1, 0.8);    // shins
  p.pair(98, 950, 96, 992, 26, 28, 1.3, 2.4);    // feet, toes
  p.pair(190, 185, 272, 192, 34, 28, 0.8, 0.9);  // upper arms, out
  p.pair(274, 184, 250, 90, 26, 22, 0.9, 0.6);   // forearms, up
  p.pair(246, 66, 244, 40, 32, 28, 0.8, 0.6);    // hands
  p.mark("head", 16, 60);
  p.mark_pair("chest", 78, 235);
  p.mark_pair("front of the pelvis", 101, 458);
  p.mark_pair("knee", 96, 731);
}

// On the client's left side, face and knees to +x.
void side(Print& p) {
  p.one(6, 46, 4, 72, 48, 44, 4.2, 3.8);        // side of the head
  p.one(4, 172, 18, 215, 58, 60, 4.6, 3.8);     // shoulder below
  p.one(30, 195, 178, 232, 36, 30, 1.8, 1.0);   // arm below, forward
  p.one(180, 228, 214, 140, 27, 24, 0.9, 0.7);  // forearm, up
  p.one(0, 220, -8, 335, 84, 72, 2.5, 1.9);     // ribs
  p.one(-8, 335, -14, 430, 62, 76, 1.2, 1.6);   // waist
  p.one(-18, 440, -22, 525, 96, 88, 2.7, 2.6);  // pelvis
  p.one(-10, 478, -8, 496, 58, 56, 5.2, 5.0);   // hip bone
  p.one(4, 520, 150, 675, 76, 52, 2.4, 1.5);    // thigh below
  p.one(158, 695, 166, 702, 34, 34, 3.0, 2.8);  // knee below
  p.one(160, 712, 62, 905, 40, 26, 1.6, 1.1);   // leg below
  p.one(56, 922, 58, 935, 21, 20, 3.6, 3.2);    // ankle below
  p.one(52, 530, 236, 622, 62, 44, 0.8, 1.0);   // thigh above, in front
  p.one(246, 634, 246, 644, 38, 36, 2.2, 2.0);  // knee above
  p.one(240, 655, 196, 830, 34, 24, 1.0, 0.8);  // leg above
  p.mark("head", 5, 58);
  p.mark("shoulder", 10, 195);
  p.mark("hip", -9, 487);
  p.mark("knee", 162, 699);
}

struct SeatedTuning {
  double forward_mm, bone_y, bone, buttock, sacrum, thigh, knee;
};

// Seated prints: mm from the rear edge of the buttocks.
void seated(Print& p, const SeatedTuning& t, double left_thigh, double left_bone) {
  const double f = t.forward_mm;
  for (const double side_sign : {1.0, -1.0}) {
    const double s = side_sign, b = s > 0 ? left_bone : 1.0, th = s > 0 ? left_thigh : 1.0;
    p.one(s * 62, f + t.bone_y - 8, s * 60, f + t.bone_y + 10, 36, 34, t.bone * b, t.bone * b * 0.94);
    p.one(s * 84, f + 105, s * 92, f + 190, 104, 96, t.buttock * b, t.buttock * b * 0.92);
    p.one(s * 150, f + 150, s * 150, f + 235, 52, 50, t.buttock * b * 0.45, t.buttock * b * 0.35);
    p.one(s * 94, f + 200, s * 118, f + 330, 90, 76, t.thigh * th, t.thigh * th * 0.82);
    p.one(s * 118, f + 330, s * 136, f + 425, 76, 58, t.thigh * th * 0.82, t.knee * th);
  }
  p.one(0, f + 62, 0, f + 88, 40, 38, t.sacrum, t.sacrum * 0.9);
  p.mark_pair("ischial tuberosity", 61, f + t.bone_y);
  p.mark_pair("thigh", 112, f + 300);
  p.mark("sacrum", 0, f + 75);
}

void draw(Pose pose, Print& p) {
  switch (pose) {
    case Pose::none:
      return;
    case Pose::seated_upright:
      return seated(p, {0, 132, 8.8, 4.4, 1.2, 3.4, 1.3}, 1.0, 1.0);
    case Pose::seated_slouch:
      return seated(p, {26, 112, 6.0, 4.3, 5.6, 2.3, 0.7}, 1.0, 1.0);
    case Pose::seated_forward:
      return seated(p, {0, 156, 6.6, 3.4, 0.4, 4.8, 2.6}, 1.0, 1.0);
    case Pose::seated_back:
      return seated(p, {12, 120, 8.0, 4.6, 2.8, 2.7, 0.9}, 1.0, 1.0);
    case Pose::seated_crossed:
      return seated(p, {0, 130, 9.4, 4.6, 1.2, 3.9, 1.5}, 0.36, 0.80);
    case Pose::supine:
      return supine(p);
    case Pose::prone:
      return prone(p);
    case Pose::side:
      return side(p);
  }
}

bool is_seated(Pose pose) {
  return pose >= Pose::seated_upright && pose <= Pose::seated_crossed;
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

BodyShape make_shape(Pose pose, const BodySize& size, double wanted_share, Pattern pattern,
                     std::uint64_t seed) {
  PALPATE_EXPECTS(pose != Pose::none);
  const bool seat = is_seated(pose);
  const double build = std::sqrt(size.weight_n / 686.5 / (size.height_mm / 1700.0));
  const double w = 0.55 + 0.45 * build;
  Print print(w, seat ? w * size.height_mm / 1700.0 : size.height_mm / 1000.0);
  draw(pose, print);
  const double h = size.height_mm;
  BodyField field(seat ? Box{-330, -60, 330, 580} : Box{-430, -20, 430, 1.04 * h});
  for (const Bump& bump : print.bumps) field.add(bump);
  field.join();
  field.spread(seat ? 11.0 : 10.0);
  field.roughen(seed, seat ? 0.10 : 0.16);
  const double load = size.weight_n * weight_share(pose);
  field.scale_to(load);
  set_layers(field, pose, h);
  double lean = 0.0;
  if (wanted_share > 0.0) {
    lean = (wanted_share * load - field.load_at_positive_x(kLoad)) / field.load_at_positive_x(kLeanX);
  }
  if (pattern == Pattern::right_low_back_lift) {
    field.change({-58.0 * w, 0.385 * h, 84.0 * w, 0.075 * h, -0.92});
    field.scale_to(load);
    set_layers(field, pose, h);
  }
  const double centre_y = seat ? 215.0 * w * size.height_mm / 1700.0 : 0.5 * h;
  return BodyShape{std::move(field), load, centre_y, lean, std::move(print.landmarks)};
}

}  // namespace palpate::sim
