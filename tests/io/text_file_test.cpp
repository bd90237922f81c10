// What is no text file of a bearable size is refused at once, and by name.
#include "io/checksum.hpp"
#include "io/text_file.hpp"
#include "tests/io/saved_files.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

namespace fs = std::filesystem;
using namespace jetwork::io;

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(text_file, Folder)

BOOST_AUTO_TEST_CASE(the_bytes_come_back) {
  std::string text = "eins\r\nzw\xc3\xb6lf \x01\xff\n";
  for (int i = 0; i < 16; ++i) text += text; // of several blocks
  write(path / "a", text);
  BOOST_TEST((read_text(path / "a", text.size()) == text));
  write(path / "empty", "");
  BOOST_TEST(read_text(path / "empty", 0).empty());
  BOOST_TEST(read_text("/proc/self/status", 100'000).starts_with("Name:")); // of size 0 by stat
}

BOOST_AUTO_TEST_CASE(what_is_larger_than_allowed_is_refused) {
  write(path / "a", std::string(1001, 'x'));
  BOOST_CHECK_EXCEPTION(read_text(path / "a", 1000), ReadError,
                        says({"/a: ", "1001 bytes", "at most 1000"}));
  BOOST_CHECK_EXCEPTION(read_text("/proc/self/status", 10), ReadError, says({"or more"}));
}

BOOST_AUTO_TEST_CASE(two_gigabytes_of_nothing_are_refused_at_once) {
  write(path / "sparse", "");
  fs::resize_file(path / "sparse", std::uintmax_t{1} << 31U);
  const auto start = std::chrono::steady_clock::now();
  BOOST_CHECK_EXCEPTION(read_text(path / "sparse", 1000), ReadError, says({"2147483648 bytes"}));
  BOOST_CHECK_EXCEPTION(read_text(path / "sparse", std::uintmax_t{1} << 32U), ReadError,
                        says({"no text"}));
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(1)));
}

BOOST_AUTO_TEST_CASE(a_pipe_without_an_end_is_refused) {
  const fs::path pipe = path / "pipe";
  BOOST_TEST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string feed = "yes > '" + pipe.string() + "' 2>/dev/null &";
  BOOST_TEST_REQUIRE(std::system(feed.c_str()) == 0);
  BOOST_CHECK_EXCEPTION(read_text(pipe, 1'000'000), ReadError, says({"or more", "1000000"}));
  BOOST_TEST_REQUIRE(std::system(feed.c_str()) == 0);
  BOOST_CHECK_EXCEPTION(read_object(pipe, std::uintmax_t{1} << 40U, "a network file"), DamagedFile,
                        says({"this is not a network file"}));
}

BOOST_AUTO_TEST_CASE(a_pipe_is_read_to_its_end_and_not_waited_for) {
  const fs::path pipe = path / "pipe";
  BOOST_TEST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  BOOST_CHECK_EXCEPTION(read_text(pipe, 1000), ReadError, says({"pipe", "nothing was written"}));
  const std::string slowly = "{ echo one; sleep 0.2; echo two; } > '" + pipe.string() + "' &";
  BOOST_TEST_REQUIRE(std::system(slowly.c_str()) == 0);
  BOOST_TEST(read_text(pipe, 1000) == "one\ntwo\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_named) {
  BOOST_CHECK_EXCEPTION(read_text(path, 10), ReadError, says({"directory"}));
  BOOST_CHECK_EXCEPTION(read_text("/dev/zero", 10), ReadError, says({"/dev/zero", "device"}));
  BOOST_CHECK_EXCEPTION(read_text(path / "none", 10), ReadError, says({"none", "no such file"}));
  write(path / "locked", "secret");
  fs::permissions(path / "locked", fs::perms::none);
  if (::access((path / "locked").c_str(), R_OK) != 0) // root may read it
    BOOST_CHECK_EXCEPTION(read_text(path / "locked", 10), ReadError, says({"Permission denied"}));
}

BOOST_AUTO_TEST_SUITE_END()
