#include "paper/claims/composition_family.hpp"

#include "paper/claims/network_family.hpp"

#include <nlohmann/json.hpp>

namespace jetwork::paper {

namespace {

auto drawn(std::uint64_t seed, const std::vector<Composition::Inner>& inner,
           const std::vector<Composition::Middle>& middle) -> std::vector<Composition> {
  std::vector<Composition> all;
  for (const auto h : inner)
    for (const auto g : middle)
      for (int repeat = 0; repeat < 4; ++repeat) {
        Draw draw(seed * 1'000'003 + all.size());
        all.push_back({h, g, draw(), draw(), draw(), draw()});
      }
  return all;
}

} // namespace

auto compositions(std::uint64_t seed) -> std::vector<Composition> {
  using enum Composition::Inner;
  return drawn(seed, {square, identity, exponential},
               {Composition::Middle::line, Composition::Middle::sine});
}
auto sines(std::uint64_t seed) -> std::vector<Composition> {
  return drawn(seed, {Composition::Inner::square}, {Composition::Middle::line});
}

auto attributes_of(const Composition& c) -> std::map<std::string, std::string> {
  const std::map<Composition::Inner, std::string> inner{
      {Composition::Inner::square, "Ax²"},
      {Composition::Inner::identity, "x"},
      {Composition::Inner::exponential, "A·exp(x)"}};
  return {{"h(x)", inner.at(c.inner)},
          {"g(x)", c.middle == Composition::Middle::line ? "Bx" : "B·sin(x)"}};
}
auto size_of(const Composition&) -> int { return 4; }
void write_numbers(const Composition& c, nlohmann::json& json) {
  json = {{"A", c.A}, {"B", c.B}, {"C", c.C}, {"x", c.x}, {"f(x)", "C·sin(x)"}};
  for (const auto& [name, value] : attributes_of(c)) json[name] = value;
}

} // namespace jetwork::paper
