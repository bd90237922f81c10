#include "pinn/solution/found_numbers.hpp"

namespace jetwork::pinn {

auto with_found_numbers(Problem problem, const Result& result) -> Problem {
  for (const FoundParameter& found : result.parameters)
    for (Parameter& parameter : problem.parameters)
      if (parameter.name == found.name) parameter.value = found.value;
  return problem;
}

} // namespace jetwork::pinn
