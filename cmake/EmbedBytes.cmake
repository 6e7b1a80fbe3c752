# cmake -DINPUT=file -DOUTPUT=file.cpp -DNAME=kName -P EmbedBytes.cmake: the file's bytes as a span palpate::NAME().
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f][0-9a-f][0-9a-f])([0-9a-f][0-9a-f][0-9a-f][0-9a-f])([0-9a-f][0-9a-f][0-9a-f][0-9a-f])([0-9a-f][0-9a-f][0-9a-f][0-9a-f])"
       "\\1\\2\\3\\4\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE ${OUTPUT}.new "#include <cstddef>
#include <span>
namespace palpate {
namespace {
constexpr unsigned char kBytes[] = {
${bytes}};
}  // namespace
std::span<const std::byte> ${NAME}() { return std::as_bytes(std::span(kBytes)); }
}  // namespace palpate
")
file(RENAME ${OUTPUT}.new ${OUTPUT})
