#include "pinn/stored_feature_tables.hpp"

#include "pinn/feature_tables.hpp"
#include "pinn/quadrature.hpp"

#include <algorithm>

namespace jetwork::pinn {

auto stored_feature_tables(const HiddenLayer& hidden, int order) -> std::optional<FeatureTables> {
  if (order < 1 || order > stored_orders) return {};
  const std::span<const double> numbers = stored_numbers(order);
  const auto neurons = static_cast<std::size_t>(hidden.weight.size());
  if (numbers.size() < 2 * neurons
      || !std::equal(hidden.weight.begin(), hidden.weight.end(), numbers.begin())
      || !std::equal(hidden.bias.begin(), hidden.bias.end(),
                     numbers.begin() + hidden.weight.size()))
    return {};

  const double* next = numbers.data() + 2 * neurons;
  FeatureTables tables;
  tables.mixing.resize(hidden.weight.size(), FeatureTables::modes);
  for (FeatureTables::Extended& number : tables.mixing.reshaped()) {
    number = static_cast<FeatureTables::Extended>(next[0]) + next[1];
    next += 2;
  }
  const auto read = [&](int points) {
    std::vector<Eigen::MatrixXd> table;
    for (int n = 0; n <= order; ++n) {
      table.push_back(Eigen::Map<const Eigen::MatrixXd>(next, points, FeatureTables::modes));
      next += table.back().size();
    }
    return table;
  };
  tables.collocation = read(collocation_count);
  tables.check = read(check_count);
  tables.audit = read(audit_count);
  tables.end = read(1);
  return tables;
}

} // namespace jetwork::pinn
