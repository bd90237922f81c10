// Where there are several solutions, each is saved in a file of its own: spring_0.json, spring_1.json, … for --save spring.json.
#pragma once

#include "cli/options/output_options.hpp"
#include "cli/output/file_writer.hpp"
#include "pinn/solution/result.hpp"

#include <cstddef>
#include <string>

namespace jetwork::cli {

/// Before the work is done: throws InputError where one of so many files could not be written.
void check_numbered_files(const OutputOptions& output, const std::string& problem_file, int count);

/// Writes one of them, if --save is given.
void save_numbered(FileWriter& write, const OutputOptions& output, const std::string& title,
                   const pinn::Result& result, std::size_t number);

} // namespace jetwork::cli
