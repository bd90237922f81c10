// The main function of a fuzzer without libFuzzer.
//
//   solution_fuzzer --seconds 60 --seed 7 tests/fuzz/corpus/solution     mutations of the folder's files
//   solution_fuzzer crash-solution                                       this one input, as it stands
//
// An input that ends the process is left in the file crash-… of the current folder.
#include "tests/fuzz/fuzzer.hpp"
#include "tests/fuzz/mutations.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

// What the signal handler needs; it may do little more than write.
std::string input;      // NOLINT: a handler has no arguments of its own
std::string crash_file; // NOLINT

extern "C" void keep_input(int signal) {
  const int file = ::open(crash_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file >= 0 && ::write(file, input.data(), input.size()) >= 0) ::close(file);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// On a stack of its own, because an exhausted one is among what is looked for.
void watch_for_crashes() {
  static std::array<char, 1 << 16> stack;
  const stack_t own = {.ss_sp = stack.data(), .ss_flags = 0, .ss_size = stack.size()};
  ::sigaltstack(&own, nullptr);
  struct sigaction action = {};
  action.sa_handler = keep_input;
  action.sa_flags = SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL, SIGALRM})
    ::sigaction(signal, &action, nullptr);
}

auto contents_of(const fs::path& path) -> std::string {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error(path.string() + ": the file cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

void run(std::string text) {
  constexpr unsigned longest = 20; // seconds for one input, after which it counts as a crash
  input = std::move(text);
  ::alarm(longest);
  try {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), // NOLINT
                           input.size());
  } catch (const std::exception& error) {
    std::cerr << "an exception that no caller expects: " << error.what() << '\n';
    std::abort();
  }
}

struct Arguments {
  double seconds = 1;
  std::uint64_t seed = 1;
  std::vector<fs::path> paths;
};

auto read_arguments(int count, char** values) -> Arguments {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view value = values[i];
    const bool is_last = i + 1 == count;
    if (value == "--seconds" && !is_last) arguments.seconds = std::stod(values[++i]);
    else if (value == "--seed" && !is_last) arguments.seed = std::stoull(values[++i]);
    else arguments.paths.emplace_back(value);
  }
  if (arguments.paths.empty())
    throw std::invalid_argument(
        "expected [--seconds S] [--seed N] and a folder of inputs, or a file");
  return arguments;
}

auto corpus_in(const fs::path& folder) -> std::vector<std::string> {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const fs::path& file : files) corpus.push_back(contents_of(file));
  if (corpus.empty()) throw std::invalid_argument(folder.string() + ": there are no files");
  return corpus;
}

void fuzz(const Arguments& arguments, const fs::path& folder) {
  const std::vector<std::string> corpus = corpus_in(folder);
  for (const std::string& text : corpus) run(text);
  jetwork::fuzz::Mutator mutator(corpus, arguments.seed);
  const auto start = std::chrono::steady_clock::now();
  std::size_t inputs = 0;
  while (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()
         < arguments.seconds) {
    run(mutator.next());
    ++inputs;
  }
  std::cout << inputs << " inputs, seed " << arguments.seed << '\n';
}

} // namespace

auto main(int count, char** values) -> int {
  try {
    const Arguments arguments = read_arguments(count, values);
    crash_file = "crash-" + fs::path(values[0]).filename().string();
    watch_for_crashes();
    for (const fs::path& path : arguments.paths)
      if (fs::is_directory(path)) fuzz(arguments, path);
      else run(contents_of(path));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << values[0] << ": " << error.what() << '\n';
    return 1;
  }
}
