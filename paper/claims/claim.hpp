// A claim of the paper: which equation, what it says in words, and code that computes both of its sides.
//
//   Claim{.equation = "57",
//         .words = "∂L_T/∂w_jk = δ_k·a_j",
//         .printed = over(section_4, [](const Network& n, Sides& sides) {
//           for (int j : n.j())
//             for (int k : n.k()) sides.equal(n.d(loss(), w_jk(j, k)), n.delta_k(k) * n(a_j(j)));
//         })}
//
// A statement is a claim for every member of a family; what becomes of it is decided in
// paper/claims/judgement.hpp. A claim without a statement defines a symbol.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jetwork::paper {

/// The two sides of what is claimed, for each index: what is true on the left, what is claimed on the right.
class Sides {
public:
  struct Pair {
    std::string what;              ///< "j = 1, k = 0"
    std::optional<double> truth;   ///< nothing where there is no such number
    std::optional<double> claimed; ///< nothing where the paper asks for a number that there is not
  };
  using Number = std::variant<double, std::vector<double>>;

  void equal(double truth, double claimed, std::string what = {}) {
    pairs_.push_back({what.empty() ? at_ : std::move(what), truth, claimed});
  }
  /// The claim needs a number that this member does not have.
  void no_such_number(std::string what, std::optional<double> truth = {}) {
    pairs_.push_back({std::move(what), truth, {}});
  }
  /// The indices of the pairs that follow and do not name their own: "j = 1, k = 0".
  void at(const std::string& name, int x) { at_ = name + " = " + std::to_string(x); }
  void at(const std::string& name, int x, const std::string& other, int y) {
    at(name, x);
    at_ += ", " + other + " = " + std::to_string(y);
  }
  /// A number that both sides need beside the member's own: η, another training pair.
  void given(const std::string& name, Number value) { given_[name] = std::move(value); }

  auto pairs() const -> const std::vector<Pair>& { return pairs_; }
  auto given() const -> const std::map<std::string, Number>& { return given_; }

private:
  std::vector<Pair> pairs_;
  std::map<std::string, Number> given_;
  std::string at_;
};

/// One network, composition or polynomial on which a statement is tried.
struct Member {
  std::map<std::string, std::string> attributes;
  int size = 0; ///< how many numbers describe it: the least is the best counterexample
  std::function<void(nlohmann::json&)> numbers; ///< writes all of them
  std::function<void(Sides&)> sides;
};

/// The statement, tried on a whole family that is drawn from a seed.
using Statement = std::function<std::vector<Member>(std::uint64_t seed)>;

/// For each subject of a family: it is a function of the seed that returns subjects, for which there are attributes_of,
/// size_of and write_numbers.
template <class Family, class Sided>
auto over(Family family, Sided sided) -> Statement {
  return [family, sided](std::uint64_t seed) {
    std::vector<Member> members;
    for (const auto& subject : family(seed))
      members.push_back({attributes_of(subject), size_of(subject),
                         [subject](nlohmann::json& json) { write_numbers(subject, json); },
                         [subject, sided](Sides& sides) { sided(subject, sides); }});
    return members;
  };
}

/// Another reading of the same line, or the same for a wider family.
struct Reading {
  std::string words;
  Statement statement;
};

struct Claim {
  std::string equation; ///< "118", or "2.4.1 line 25"
  std::string words;
  Statement printed = {};      ///< empty: it defines a symbol
  std::string correction = {}; ///< what is right where the printed line is not
  Statement corrected = {};
  std::vector<Reading> readings = {};
};

/// All claims of a section, in the paper's order.
auto section_2_steps() -> std::vector<Claim>;
auto section_2_listings() -> std::vector<Claim>;
auto section_2_three_neurons() -> std::vector<Claim>;
auto section_3_forward() -> std::vector<Claim>;
auto section_3_backward() -> std::vector<Claim>;
auto section_4_output_layer() -> std::vector<Claim>;
auto section_4_hidden_layers() -> std::vector<Claim>;
auto section_4_biases() -> std::vector<Claim>;
auto section_5_single_input() -> std::vector<Claim>;
auto section_5_composition() -> std::vector<Claim>;
auto section_5_conventional() -> std::vector<Claim>;
auto section_5_several_inputs() -> std::vector<Claim>;

/// Of all sections.
auto all_claims() -> std::vector<Claim>;

} // namespace jetwork::paper
