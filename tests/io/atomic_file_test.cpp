// Files that are written whole or not at all: on a full disk, under a kill, through links.
#include "io/atomic_file.hpp"
#include "tests/io/saved_files.hpp"

#include <boost/test/unit_test.hpp>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace {

namespace fs = std::filesystem;
using namespace jetwork::io;

} // namespace

BOOST_FIXTURE_TEST_SUITE(atomic_file, Folder)

BOOST_AUTO_TEST_CASE(a_file_is_made_and_replaced) {
  const std::string bytes("with\0zero\n", 10);
  write_file_atomically(path / "a", "a longer text than the next");
  write_file_atomically(path / "a", bytes);
  BOOST_TEST(text_of(path / "a") == bytes);
  write_file_atomically(path / "a", "");
  BOOST_TEST(text_of(path / "a").empty());
  BOOST_TEST(entries() == 1);
}

BOOST_AUTO_TEST_CASE(links_and_permissions_stay) {
  write_file_atomically(path / "target", "old");
  fs::permissions(path / "target", fs::perms(0640));
  fs::create_symlink("target", path / "link");
  write_file_atomically(path / "link", "new");
  BOOST_TEST(fs::is_symlink(path / "link"));
  BOOST_TEST(text_of(path / "target") == "new");
  BOOST_TEST((fs::status(path / "target").permissions() == fs::perms(0640)));
}

BOOST_AUTO_TEST_CASE(an_ordinary_file_in_shared_memory_is_replaced_whole) {
  if (!fs::is_directory("/dev/shm")) return;
  std::string name = "/dev/shm/jetwork_test_XXXXXX";
  const fs::path folder = ::mkdtemp(name.data());
  write_file_atomically(folder / "a", "a longer text than the next");
  write_file_atomically(folder / "a", "new");
  BOOST_TEST(text_of(folder / "a") == "new");
  fs::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(what_leads_to_an_open_file_is_written_through_it) {
  BOOST_TEST(is_written_in_place("/dev/stdout"));
  BOOST_TEST(is_written_in_place("/dev/fd/1"));
  BOOST_TEST(is_written_in_place("/proc/self/fd/1"));
  BOOST_TEST(is_written_in_place("/dev/null"));
  BOOST_TEST(!is_written_in_place(path / "new"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_file) {
  BOOST_CHECK_EXCEPTION(write_file_atomically("/dev/full", "x"), WriteError,
                        says({"/dev/full", "No space left on device"}));
  write_file_atomically(path / "a", "old");
  // No file may grow beyond 1000 bytes: the disk is full, as far as this process can tell.
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  rlimit narrow = before;
  narrow.rlim_cur = 1000;
  const auto signal_before = ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &narrow);
  BOOST_CHECK_EXCEPTION(write_file_atomically(path / "a", std::string(5000, 'x')), WriteError,
                        says({"a: cannot be written", "File too large"}));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, signal_before);
  BOOST_TEST(text_of(path / "a") == "old");
  BOOST_TEST(entries() == 1);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_says_why) {
  BOOST_CHECK_EXCEPTION(write_file_atomically(path / "no" / "a", "x"), WriteError,
                        says({"no/a", "No such file or directory"}));
  BOOST_CHECK_EXCEPTION(write_file_atomically(path, "x"), WriteError, says({"Is a directory"}));
}

BOOST_AUTO_TEST_CASE(a_killed_writer_leaves_one_of_its_texts) {
  const std::string first(300'000, 'a'), second(300'000, 'b');
  write_file_atomically(path / "a", first);
  for (int attempt = 0; attempt < 10; ++attempt) {
    const pid_t child = ::fork();
    if (child == 0) {
      while (true) {
        write_file_atomically(path / "a", second);
        write_file_atomically(path / "a", first);
      }
    }
    ::usleep(static_cast<useconds_t>(2000 + 1700 * attempt));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::string left = text_of(path / "a");
    BOOST_TEST((left == first || left == second));
    for (const auto& entry :
         fs::directory_iterator(path)) // named but not renamed: whole, and removed here
      if (entry.path() != path / "a") {
        BOOST_TEST(fs::file_size(entry.path()) == first.size());
        fs::remove(entry.path());
      }
  }
}

BOOST_AUTO_TEST_SUITE_END()
