#include "cli/output/spectrum_report.hpp"

#include "cli/output/known_digits.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace jetwork::cli {

namespace {

using Json = nlohmann::ordered_json;

auto eigenvalue(const pinn::Eigenfunction& each) -> std::optional<pinn::FoundParameter> {
  if (each.result.parameters.empty()) return std::nullopt;
  return each.result.parameters.front();
}

} // namespace

auto json_report(const pinn::Spectrum& spectrum, const std::vector<Table>& tables) -> Json {
  Json report = spectrum.found.empty() ? Json::object()
                                       : json_report(spectrum.found.front().result, tables.front());
  report["status"] = spectrum.solved() ? "solved" : "not solved";
  if (!spectrum.solved()) report["reason"] = spectrum.reason;
  report["solutions"] = Json::array();
  for (std::size_t k = 0; k < spectrum.found.size(); ++k) {
    Json one = json_report(spectrum.found[k].result, tables[k]);
    one["index"] = spectrum.found[k].index ? Json(*spectrum.found[k].index) : Json(nullptr);
    report["solutions"].push_back(std::move(one));
  }
  report["seconds"] = spectrum.seconds;
  report["solutions_known"] = spectrum.found.size();
  return report;
}

auto summary(const pinn::TextProblem& text, const pinn::Problem& problem,
             const pinn::Spectrum& spectrum, double tolerance, const Files& files) -> std::string {
  std::string lines = text.title.empty() ? "" : text.title + "\n";
  for (const std::string& equation : text.equations) lines += fmt::format("  {}\n", equation);
  lines += spectrum.solved() ? fmt::format("\nsolved, to a tolerance of {:g}\n", tolerance)
                             : fmt::format("\nNOT SOLVED to a tolerance of {:g}: {}\n", tolerance,
                                           spectrum.reason);
  for (std::size_t k = 0; k < spectrum.found.size(); ++k) {
    const pinn::Eigenfunction& each = spectrum.found[k];
    const auto value = eigenvalue(each);
    if (!value) {
      lines += fmt::format("  {:>3}  not found\n", k);
      continue;
    }
    if (k == 0)
      lines +=
          fmt::format("\n       {:<22} {:>9}   {}\n", value->name, "within", "its function within");
    lines += fmt::format("  {:>3}  {:<22} {:>9}   {}{}{}\n", k,
                         with_known_digits(value->value, value->error_estimate),
                         within(value->error_estimate), within(each.result.error_estimate.front()),
                         each.index ? fmt::format(", {} zeros", *each.index) : "",
                         each.result.solved() ? "" : ", NOT SOLVED");
  }
  if (!spectrum.found.empty()
      && (std::isinf(problem.domain.start) || std::isinf(problem.domain.end))
      && !spectrum.found.back().result.solution.segments().empty())
    lines += fmt::format("\nkept of the domain for the last: {} from {:.6g} to {:.6g}\n",
                         problem.independent, spectrum.found.back().result.solution.start(),
                         spectrum.found.back().result.solution.end());
  lines += fmt::format("\n  {:<10} {:.3g} s\n", "time", spectrum.seconds);
  for (const auto& [what, path] : files) lines += fmt::format("  {:<10} {}\n", what, path);
  return lines;
}

} // namespace jetwork::cli
