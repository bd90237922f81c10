// Which of the rules an operation was recorded by.
//
//   is_recorded_by<autodiff::add_rule, autodiff::negate_rule>(node)
#pragma once

#include "autodiff/batch.hpp"

namespace jetwork::pinn {

template <class... Rules>
[[nodiscard]] auto is_recorded_by(const autodiff::BatchNode& node) -> bool {
  return ((node.forward == autodiff::detail::forward_rule<Rules>) || ...);
}

} // namespace jetwork::pinn
