// ClientPostures: what one client taught, with its file and its past: every change is stored at once, and can
// be taken back.
//
// Where the file cannot be written the change stays in memory, unstored() says so, and store() tries again,
// here or elsewhere. One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "processing/posture_teaching.h"

namespace palpate {

class ClientPostures {
 public:
  // `path` empty: nowhere to store yet.
  ClientPostures(std::shared_ptr<const TaughtPostures> taught, std::string path);
  // A file that is not there yet: nothing is taught, and the first change makes it.
  static Result<ClientPostures> open(const std::string& path);

  [[nodiscard]] const std::shared_ptr<const TaughtPostures>& taught() const { return taught_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool unstored() const { return !stored_; }
  [[nodiscard]] const std::string& store_error() const { return store_error_; }
  [[nodiscard]] std::string undo_words() const;  // empty: nothing to take back

  // These change what is taught and try to store it; whether that went well, unstored() tells.
  void change(TaughtPostures to, std::string words);  // words: "teaching "upright""
  Result<void> remove(const std::string& name);
  Result<void> undo();

  Result<void> store();  // where it was
  // Elsewhere from now on. Fails where a file is already there: it may be another client's.
  Result<void> store_as(const std::string& path);

 private:
  struct Past {
    std::shared_ptr<const TaughtPostures> taught;
    std::string words;
  };
  std::shared_ptr<const TaughtPostures> taught_;
  std::vector<Past> past_;
  std::string path_, store_error_;
  bool stored_ = true;
};

Result<TaughtPostures> read_taught_postures(const std::string& path);

}  // namespace palpate
