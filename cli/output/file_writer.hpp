// The files of one command: each is written, or said why not, whatever becomes of the others.
//
//   FileWriter write;
//   write("table", output.table, [&] { write_file(output.table, to_csv(table)); });
//   return write.failed() ? fell_short : succeeded;
#pragma once

#include "cli/output/report.hpp"
#include "cli/output/standard_output.hpp"

#include <fmt/format.h>

#include <exception>
#include <new>
#include <string>

namespace jetwork::cli {

class FileWriter {
public:
  template <class Write>
  void operator()(const std::string& what, const std::string& path, Write write) {
    if (path.empty()) return;
    try {
      write();
      files_.emplace_back(what, path);
    } catch (const std::bad_alloc&) {
      complain(fmt::format("{}: there is not enough memory to write this file", path));
      failed_ = true;
    } catch (const std::exception& error) {
      complain(error.what());
      failed_ = true;
    }
  }
  [[nodiscard]] auto files() const -> const Files& { return files_; }
  [[nodiscard]] auto failed() const -> bool { return failed_; }

private:
  Files files_;
  bool failed_ = false;
};

} // namespace jetwork::cli
