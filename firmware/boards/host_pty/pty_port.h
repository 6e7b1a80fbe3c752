// PtyPort: the device's end of a pseudo-terminal: what a host opens as if it were a serial port. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace palpate::firmware {

class PtyPort {
 public:
  // `link`: a symlink to make (an older symlink is replaced, any other file is an error); empty: none.
  // Gives "" or one line that says what failed.
  std::string open(const std::string& link);
  PtyPort() = default;
  PtyPort(const PtyPort&) = delete;
  PtyPort& operator=(const PtyPort&) = delete;
  ~PtyPort();  // closes and removes the link

  [[nodiscard]] const std::string& name() const { return name_; }  // "/dev/pts/7"

  // Both take or give what is possible now; never wait.
  std::size_t write(const std::uint8_t* bytes, std::size_t count);
  std::size_t read(std::uint8_t* bytes, std::size_t capacity);
  void wait_writable(int timeout_ms) const;
  void wait_readable(int timeout_ms) const;

 private:
  int master_ = -1;
  int slave_ = -1;  // kept open: without any slave the master reads EIO
  std::string name_, link_;
};

}  // namespace palpate::firmware
