#include "pinn/network/stored_feature_tables.hpp"

#include "pinn/network/feature_tables.hpp"
#include "pinn/network/segment_points.hpp"

#include <algorithm>
#include <array>

namespace jetwork::pinn {

namespace {

auto read_tables(int order) -> FeatureTables {
  const std::span<const double> numbers = stored_numbers(order);
  const double* next = numbers.data() + 2 * HiddenLayerOptions{}.neurons;
  const auto read_one = [&](int rows) {
    const Eigen::MatrixXd table =
        Eigen::Map<const Eigen::MatrixXd>(next, rows, FeatureTables::modes);
    next += table.size();
    return table;
  };
  const auto read = [&](int points) {
    std::vector<Eigen::MatrixXd> table;
    for (int n = 0; n <= order; ++n) table.push_back(read_one(points));
    return table;
  };
  FeatureTables tables;
  tables.mixing = read_one(HiddenLayerOptions{}.neurons);
  tables.mixing_rest = read_one(HiddenLayerOptions{}.neurons);
  tables.collocation = read(collocation_count);
  tables.check = read(check_count);
  tables.audit = read(audit_count);
  tables.end = read(1);
  return tables;
}

} // namespace

auto stored_feature_tables(const HiddenLayer& hidden, int order)
    -> std::shared_ptr<const FeatureTables> {
  if (order < 1 || order > stored_orders) return nullptr;
  const std::span<const double> numbers = stored_numbers(order);
  const Eigen::Index neurons = hidden.weight.size();
  if (neurons != HiddenLayerOptions{}.neurons
      || !std::equal(hidden.weight.begin(), hidden.weight.end(), numbers.begin())
      || !std::equal(hidden.bias.begin(), hidden.bias.end(), numbers.begin() + neurons))
    return nullptr;
  static const std::array<std::shared_ptr<const FeatureTables>, stored_orders> tables = [] {
    std::array<std::shared_ptr<const FeatureTables>, stored_orders> all;
    for (int p = 1; p <= stored_orders; ++p)
      all[static_cast<std::size_t>(p - 1)] = std::make_shared<const FeatureTables>(read_tables(p));
    return all;
  }();
  return tables[static_cast<std::size_t>(order - 1)];
}

} // namespace jetwork::pinn
