// Solutions in files.
//
//   save_solution("spring.json", {.title = "Mass on a spring", .result = result});
#pragma once

#include "pinn/solution/solution_file.hpp"
