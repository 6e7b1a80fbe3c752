#include "processing/teaching.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace palpate {
namespace {

template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

Teaching::Teaching(const MatGeometry& mat, std::shared_ptr<const TaughtPostures> taught,
                   const std::string& path)
    : mat_(mat), postures_(std::move(taught), path) {
  publish();
}

Result<void> Teaching::carry_out(const TeachCommand& command, Pipeline& pipeline) {
  const auto done =
      std::visit(Overloaded{[&](const StartTeaching& c) { return start(c, pipeline.unit()); },
                            [&](const CancelTeaching&) -> Result<void> {
                              lesson_.reset();
                              now_.step = TeachStep::idle;
                              return {};
                            },
                            [&](const KeepTake&) { return keep(); },
                            [&](const RemoveTaught& c) { return postures_.remove(c.name); },
                            [&](const UndoTaught&) { return postures_.undo(); },
                            [&](const StoreTaught& c) {
                              return c.path.empty() ? postures_.store() : postures_.store_as(c.path);
                            },
                            [&](const OpenTaught& c) { return open(c.path, pipeline); }},
                 command);
  publish();
  hand_over(pipeline);
  return done;
}

void Teaching::update(const Snapshot& snapshot, Pipeline& pipeline) {
  if (!lesson_) return;
  lesson_->update(snapshot);
  now_.step = lesson_->step();
  now_.left_s = lesson_->left_s();
  now_.moving = lesson_->moving();
  if (now_.step == TeachStep::taught || now_.step == TeachStep::refused) finish_lesson();
  publish();
  hand_over(pipeline);
}

Result<void> Teaching::start(const StartTeaching& command, PressureUnit unit) {
  if (auto ok = check_posture_name(command.name); !ok) return ok;
  const TaughtPostures& taught = *postures_.taught();
  if (!taught.postures.empty()) {
    if (auto same = check_same_mat(taught, mat_, unit); !same) return same;
  }
  const bool known = std::any_of(taught.postures.begin(), taught.postures.end(),
                                 [&](const TaughtPosture& p) { return p.name == command.name; });
  if (known && command.how == TeachHow::as_new) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("taught already: \"{}\" (show another take of it, or replace it)", command.name)};
  }
  lesson_.emplace(mat_);
  refused_.reset();
  unit_ = unit;
  how_ = command.how;
  now_.name = command.name;
  now_.step = lesson_->step();
  now_.left_s = 0.0;
  now_.moving = false;
  now_.refusal = TeachRefusal::none;
  now_.like.clear();
  now_.message.clear();
  return {};
}

void Teaching::finish_lesson() {
  const PostureLesson lesson = std::move(*lesson_);
  lesson_.reset();
  if (lesson.step() == TeachStep::taught) return learn(now_.name, lesson.take(), how_);
  if (lesson.refusal() == TeachRefusal::moved) refused_ = lesson.take();
  refuse(lesson.refusal(), {}, {});
}

void Teaching::learn(const std::string& name, const PostureTake& take, TeachHow how) {
  TaughtPostures to = *postures_.taught();
  if (to.postures.empty()) {
    to.mat = mat_;
    to.unit = unit_;
  }
  if (const TaughtPosture* like = too_like(to, name, take)) {
    refused_ = take;
    return refuse(TeachRefusal::alike, like->name, {});
  }
  if (auto done = teach(to, name, take, how); !done)
    return refuse(TeachRefusal::other, {}, done.error().message);
  postures_.change(std::move(to), fmt::format("teaching \"{}\"", name));
  refused_.reset();
  now_.step = TeachStep::taught;
  now_.name = name;
  now_.seconds = take.seconds;
  now_.refusal = TeachRefusal::none;
  now_.like.clear();
}

void Teaching::refuse(TeachRefusal why, std::string like, std::string message) {
  now_.step = TeachStep::refused;
  now_.refusal = why;
  now_.like = std::move(like);
  now_.message = std::move(message);
}

Result<void> Teaching::keep() {
  if (!refused_) return Error{ErrorCode::bad_argument, "nothing to keep: show a posture first"};
  const bool alike = now_.refusal == TeachRefusal::alike;
  const std::string name = alike ? now_.like : now_.name;
  const PostureTake take = *refused_;
  learn(name, take, alike ? TeachHow::append : how_);
  return {};
}

Result<void> Teaching::open(const std::string& path, const Pipeline& pipeline) {
  const bool homeless = postures_.path().empty() && !postures_.taught()->postures.empty();
  if (homeless) return postures_.store_as(path);
  if (postures_.unstored()) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("cannot change the client: what {} taught is not stored yet (store it first)",
                             postures_.taught()->client.empty() ? "this one" : postures_.taught()->client)};
  }
  auto opened = ClientPostures::open(path);
  if (!opened) return opened.error();
  if (!opened->taught()->postures.empty()) {
    if (auto same = check_same_mat(*opened->taught(), mat_, pipeline.unit()); !same) return same;
  }
  postures_ = std::move(*opened);
  lesson_.reset();
  refused_.reset();
  now_.step = TeachStep::idle;
  now_.refusal = TeachRefusal::none;
  return {};
}

void Teaching::publish() {
  if (listed_ != postures_.taught()) now_.lines = taught_lines(*postures_.taught());
  listed_ = now_.taught = postures_.taught();
  now_.file = postures_.path();
  now_.unstored = postures_.unstored();
  now_.store_error = postures_.store_error();
  now_.undo = postures_.undo_words();
  state_ = std::make_shared<const TeachingState>(now_);
}

// The mat is that of the pipeline: start() and open() saw to it.
void Teaching::hand_over(Pipeline& pipeline) const {
  static_cast<void>(pipeline.set_taught(postures_.taught()));
}

Result<void> Teaching::close() {
  if (!postures_.unstored() || postures_.store()) return {};
  std::error_code failed;
  const auto folder = std::filesystem::temp_directory_path(failed);
  const std::string why = postures_.store_error();
  for (int i = 1; !failed && i <= 1000; ++i) {
    const std::string path = (folder / fmt::format("palpate-postures-{}.toml", i)).string();
    if (std::filesystem::exists(path, failed)) continue;
    if (!postures_.store_as(path)) break;
    return Error{ErrorCode::io,
                 fmt::format("the postures taught are not where they belong: {}; they are in {} (move "
                             "that file to a folder of yours)",
                             why, path)};
  }
  return Error{ErrorCode::io, fmt::format("the postures taught are lost: {}", why)};
}

}  // namespace palpate
