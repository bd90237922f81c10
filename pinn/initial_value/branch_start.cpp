#include "pinn/initial_value/branch_start.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <tuple>

namespace jetwork::pinn {

namespace {

auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }

/// y'(0)
auto name(const Problem& problem, int unknown, double t) -> std::string {
  const auto& [name, order] =
      std::tie(problem.unknowns[index(unknown)].name, problem.unknowns[index(unknown)].order);
  return fmt::format("{}({:g})", primed(name, order), t);
}

/// How far the values are from what was chosen, and how large both are; zero where nothing was chosen.
struct Distance {
  double absolute = 0.0, size = 0.0;
};
auto distance(const AllowedValues& allowed, const AllowedValues::Value& value,
              const std::vector<Branch>& branches) -> Distance {
  Distance largest;
  for (std::size_t k = 0; k < allowed.unknowns.size(); ++k)
    for (const auto& [unknown, chosen, text] : branches)
      if (unknown == index(allowed.unknowns[k])) {
        const double found = value.highest[static_cast<Eigen::Index>(k)];
        largest.absolute = std::max(largest.absolute, std::abs(found - chosen));
        largest.size = std::max({largest.size, std::abs(found), std::abs(chosen)});
      }
  return largest;
}

/// A value as one would write it: "y'(0) = 1", or of several unknowns together "x'(0) = 1 and y'(0) = 2".
auto written(const Problem& problem, const AllowedValues& allowed, const Eigen::VectorXd& value,
             double t) -> std::string {
  std::vector<std::string> parts;
  for (std::size_t k = 0; k < allowed.unknowns.size(); ++k)
    parts.push_back(fmt::format("{} = {:.6g}", name(problem, allowed.unknowns[k], t),
                                value[static_cast<Eigen::Index>(k)]));
  return fmt::format("{}", fmt::join(parts, " and "));
}

/// Those nearest to zero, ascending.
auto shown(const AllowedValues& allowed) -> std::vector<AllowedValues::Value> {
  constexpr std::size_t most_shown = 5;
  auto values = allowed.values;
  const auto size = [](const auto& value) { return value.highest.norm(); };
  std::ranges::stable_sort(values, {}, size);
  values.resize(std::min(values.size(), most_shown), values.front());
  std::ranges::stable_sort(values, {}, [](const auto& value) { return value.highest[0]; });
  return values;
}

auto listed(const Problem& problem, const AllowedValues& allowed, double t) -> std::string {
  std::string list;
  const auto values = shown(allowed);
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (k > 0) list += k + 1 < values.size() ? ", " : " or ";
    const bool is_bare = k > 0 && allowed.unknowns.size() == 1;
    list += is_bare ? fmt::format("{:.6g}", values[k].highest[0])
                    : written(problem, allowed, values[k].highest, t);
  }
  const bool has_more = allowed.has_more || values.size() < allowed.values.size();
  return list + (has_more ? ", and there are more" : "");
}

[[noreturn]] void refuse(const Problem& problem, const AllowedValues& allowed, double t) {
  const int unknown = allowed.unknowns.front();
  throw BranchError(fmt::format(
      "the equations allow several values of the highest derivatives: {}; say which is meant, by a "
      "further condition such as {} = {:.6g}",
      listed(problem, allowed, t), name(problem, unknown, t), shown(allowed).back().highest[0]));
}

/// What is allowed and nearest to what was chosen.
auto nearest(const Problem& problem, const AllowedValues& allowed, double t)
    -> const AllowedValues::Value& {
  const auto off = [&](const auto& value) {
    return distance(allowed, value, problem.branches).absolute;
  };
  const auto& best = *std::ranges::min_element(allowed.values, {}, off);
  const auto [absolute, size] = distance(allowed, best, problem.branches);
  constexpr double same = 1e-9, sole = 1e-2;
  if (allowed.values.size() == 1 && absolute > sole * size)
    throw BranchError(fmt::format("the equations allow {} alone", listed(problem, allowed, t)));
  const auto is_as_good = [&, limit = absolute + same * size](const auto& value) {
    return off(value) <= limit;
  };
  if (std::ranges::count_if(allowed.values, is_as_good) > 1) refuse(problem, allowed, t);
  return best;
}

/// Nothing may be chosen that the equations determine by themselves.
void require_curved(const Problem& problem, const std::vector<AllowedValues>& all, double t) {
  for (const auto& [unknown, chosen, text] : problem.branches) {
    const auto holds = [&, of = static_cast<int>(unknown)](const AllowedValues& allowed) {
      return std::ranges::count(allowed.unknowns, of) > 0;
    };
    if (std::ranges::any_of(all, holds)) continue;
    throw BranchError(fmt::format(
        "{}a condition on {} may hold derivatives below {}, the highest in the equations: these "
        "determine {} by themselves",
        text.empty() ? "" : fmt::format("'{}': ", text), problem.unknowns[unknown].name,
        primed(problem.unknowns[unknown].name, problem.unknowns[unknown].order),
        name(problem, static_cast<int>(unknown), t)));
  }
}

} // namespace

auto branch_start(const Problem& problem, HighestDerivatives& highest, double t,
                  const std::vector<std::vector<double>>& values, const Deadline& deadline)
    -> BranchStart {
  BranchStart start;
  if (!highest.may_be_several() && problem.branches.empty()) return start;
  std::vector<std::optional<double>> chosen(problem.unknowns.size());
  for (const Branch& branch : problem.branches) chosen[branch.unknown] = branch.highest_derivative;
  const std::vector<AllowedValues> all = highest.at(t, values, chosen, deadline);
  require_curved(problem, all, t);
  start.highest = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(problem.unknowns.size()));
  for (const Branch& branch : problem.branches) // Newton's method may find what a scan does not
    (*start.highest)[static_cast<Eigen::Index>(branch.unknown)] = branch.highest_derivative;
  for (const AllowedValues& allowed : all) {
    if (allowed.is_open)
      throw BranchError(fmt::format("the equations leave {} open: they hold for a whole range of "
                                    "its values",
                                    name(problem, allowed.unknowns.front(), t)));
    if (allowed.values.empty()) continue;
    const auto& [found, is_double] = nearest(problem, allowed, t);
    start.is_met |= is_double;
    for (std::size_t k = 0; k < allowed.unknowns.size(); ++k)
      (*start.highest)[allowed.unknowns[k]] = found[static_cast<Eigen::Index>(k)];
  }
  return start;
}

} // namespace jetwork::pinn
