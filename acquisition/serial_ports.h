// The serial ports of this machine, for `palpate ports` and the window's source picker.
#pragma once

#include <string>
#include <vector>

namespace palpate {

struct SerialPortInfo {
  std::string name;         // "/dev/ttyACM0"
  std::string description;  // "Arduino Mega 2560"
  std::string usb_id;       // "2341:0042", empty if none
};

std::vector<SerialPortInfo> list_serial_ports();

}  // namespace palpate
