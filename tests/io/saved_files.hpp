// Shared by tests of files: a folder of the test's own, a file's contents, and a check of an error's message.
#pragma once

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>

/// A folder of the test's own, removed at its end.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "jetwork_test_XXXXXX";
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  auto operator=(const Folder&) -> Folder& = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  auto entries() const -> long {
    return std::distance(std::filesystem::directory_iterator(path), {});
  }
};

inline auto text_of(const std::filesystem::path& path) -> std::string {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Whether an exception's message holds all of the words.
inline auto says(std::initializer_list<const char*> words) {
  return [words](const std::exception& error) {
    const std::string message = error.what();
    BOOST_TEST_MESSAGE(message);
    return std::all_of(words.begin(), words.end(),
                       [&](const char* word) { return message.find(word) != std::string::npos; });
  };
}
