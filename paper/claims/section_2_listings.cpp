// The listings of 2.3.1 and 2.4.1, line by line: one line runs as it is printed, all others as they should be, and
// what comes out is held against the engine.
#include "paper/claims/claim.hpp"
#include "paper/claims/network_family.hpp"

#include <set>
#include <stdexcept>

namespace jetwork::paper {

namespace {

constexpr double eta = 0.5, eta_b = 0.25;

const NetworkFamily networks{.before = {{}, {2}}, .input_biases = {false, true}};

using Numbers = std::vector<std::vector<double>>;
using Lines = std::set<int>; ///< those that run as printed

/// The neurons of a listing: numbered from 0, or as another reading has it, from 1; loops include their ends
/// (2.3.1, note 3), or as in Python they do not.
struct Numbering {
  int first = 0;
  bool includes_end = true;
  auto place(int neuron, int count) const -> std::size_t {
    if (neuron < first || neuron >= first + count)
      throw std::out_of_range("there is no such neuron");
    return static_cast<std::size_t>(neuron - first);
  }
  /// The last neuron of a loop: as printed, "to the number of neurons", or as it should be.
  auto last(bool as_printed, int count) const -> int {
    if (as_printed) return includes_end ? count : count - 1;
    return first + count - 1;
  }
};

struct Activations {
  Numbers z, a;
};

/// Listing 2.3.1.
auto run_forward(const Network& n, const Lines& printed, Numbering numbering) -> Activations {
  Activations net;
  for (const int size : n.sizes) {
    net.z.emplace_back(size, 0.0);
    net.a.emplace_back(size, 0.0);
  }
  const auto zero = [&](int line) { return printed.contains(line) ? 0 : numbering.first; };
  const auto last = [&](int line, int count) {
    return numbering.last(printed.contains(line), count);
  };
  for (int neuron = zero(2); neuron <= last(2, n.sizes[0]); ++neuron) { // line 2
    const std::size_t x = numbering.place(neuron, n.sizes[0]);
    net.z[0][x] = n.inputs[x];      // line 3
    net.a[0][x] = n.f(net.z[0][x]); // line 4
  }
  const auto output_layer = n.sizes.size() - 1;
  for (std::size_t layer = 0; layer <= output_layer - 1; ++layer) { // line 8
    const std::size_t forward_layer = layer + 1;                    // line 9
    const int here = n.sizes[layer], ahead = n.sizes[forward_layer];
    for (int forward_neuron = zero(10); forward_neuron <= last(10, ahead);
         ++forward_neuron) { // line 10
      const std::size_t y = numbering.place(forward_neuron, ahead);
      double z = 0;                                                     // line 11
      for (int neuron = zero(12); neuron <= last(12, here); ++neuron) { // line 12
        const std::size_t x = numbering.place(neuron, here);
        z += n.w[layer][x][y] * net.a[layer][x];      // line 13
        if (printed.contains(14)) z += n.b[layer][x]; // line 14
      }
      if (!printed.contains(14)) z += n.b[forward_layer][y];
      net.z[forward_layer][y] = z;      // line 16
      net.a[forward_layer][y] = n.f(z); // line 17
    }
  }
  return net;
}

/// z and a of every neuron; those of the input layer have no bias that would count, unless they are said to.
void compare_activations(const Network& n, const Lines& printed, Numbering numbering, Sides& sides,
                         bool input_biases_count = false) {
  const auto truth = [&] {
    Network network = n;
    if (!input_biases_count)
      for (double& b : network.b[0]) b = 0;
    return network.forward<double>([](Quantity, double value) { return value; });
  }();
  try {
    const Activations net = run_forward(n, printed, numbering);
    for (std::size_t l = 0; l < net.a.size(); ++l)
      for (std::size_t x = 0; x < net.a[l].size(); ++x) {
        sides.equal(truth.z[l][x], net.z[l][x], "an input z");
        sides.equal(truth.a[l][x], net.a[l][x], "an activation");
      }
  } catch (const std::out_of_range&) {
    sides.no_such_number("the listing asks for a neuron that is not there", truth.a.back()[0]);
  }
}

struct Corrected {
  Numbers delta, b;
  std::vector<Numbers> w;
};

/// Listing 2.4.1, after a forward pass.
auto run_backward(const Network& n, const Lines& printed, Numbering numbering) -> Corrected {
  const auto net = n.forward<double>([](Quantity, double value) { return value; });
  Corrected result{{}, n.b, n.w};
  for (const int size : n.sizes) result.delta.emplace_back(size, 0.0);
  const auto first = [&](int line, int as_printed) {
    return printed.contains(line) ? as_printed : numbering.first;
  };
  const auto last = [&](int line, int count) {
    return numbering.last(printed.contains(line), count);
  };
  const std::size_t output_layer = n.sizes.size() - 1; // line 7

  for (int neuron = first(11, 1); neuron <= last(11, n.sizes.back()); ++neuron) { // line 11
    const std::size_t x = numbering.place(neuron, n.sizes.back());
    const double z = net.z[output_layer][x];                            // line 12
    const double a = net.a[output_layer][x];                            // line 13
    const double dL = a - n.targets[x];                                 // line 14
    result.delta[output_layer][x] = dL * n.df(z);                       // line 15
    result.b[output_layer][x] -= eta_b * result.delta[output_layer][x]; // line 16
  }
  for (std::size_t hidden_layer = output_layer; hidden_layer-- > 0;) { // line 20
    const std::size_t forward_layer = hidden_layer + 1;                // line 21
    const int here = n.sizes[hidden_layer], ahead = n.sizes[forward_layer];
    for (int neuron = first(22, 0); neuron <= last(22, here); ++neuron) { // line 22
      const std::size_t x = numbering.place(neuron, here);
      double dsum = 0; // line 23
      for (int forward_neuron = first(24, 0); forward_neuron <= last(24, ahead);
           ++forward_neuron) { // line 24
        const std::size_t y = numbering.place(forward_neuron, ahead);
        if (printed.contains(25))
          throw std::out_of_range("there is no weight inside a layer"); // line 25
        const double w = n.w[hidden_layer][x][y];
        dsum += result.delta[forward_layer][y] * w; // lines 26, 27
        if (printed.contains(29))
          result.delta[hidden_layer][x] = n.df(net.z[hidden_layer][x]) * dsum; // lines 28, 29
      }
      if (!printed.contains(29))
        result.delta[hidden_layer][x] = n.df(net.z[hidden_layer][x]) * dsum;
    }
  }
  if (printed.contains(19))
    return result; // only the loop that follows this comment, and it corrects no bias
  for (std::size_t layer = output_layer; layer-- > 0;) { // line 35
    const int here = n.sizes[layer], ahead = n.sizes[layer + 1];
    for (int neuron = first(36, 1); neuron <= last(36, here); ++neuron) { // line 36
      const std::size_t x = numbering.place(neuron, here);
      const double sign = printed.contains(37) ? 1 : -1;
      result.b[layer][x] += sign * eta_b * result.delta[layer][x]; // line 37
      const double a = net.a[layer][x];                            // line 38
      for (int forward_neuron = first(39, 1); forward_neuron <= last(39, ahead);
           ++forward_neuron) { // line 39
        const std::size_t y = numbering.place(forward_neuron, ahead);
        result.w[layer][x][y] -= eta * result.delta[layer + 1][y] * a; // lines 40, 41
      }
    }
  }
  return result;
}

/// δ and the corrections against ∂L_T/∂z, -η·∂L_T/∂w and -η_b·∂L_T/∂b.
void compare_corrections(const Network& n, const Lines& printed, Numbering numbering,
                         Sides& sides) {
  sides.given("eta", eta);
  sides.given("eta_b", eta_b);
  try {
    const Corrected result = run_backward(n, printed, numbering);
    for (std::size_t l = 0; l < n.sizes.size(); ++l)
      for (int x = 0; x < n.sizes[l]; ++x) {
        const auto at = static_cast<std::size_t>(x);
        const int here = static_cast<int>(n.sizes.size() - 1 - l);
        const double slope = n.d(loss(), {Quantity::Kind::z, here, x});
        if (!printed.contains(19)) sides.equal(slope, result.delta[l][at], "δ");
        sides.equal(-eta_b * slope, result.b[l][at] - n.b[l][at], "the correction of a bias");
        if (l + 1 < n.sizes.size() && !printed.contains(19))
          for (int y = 0; y < n.sizes[l + 1]; ++y) {
            const auto to = static_cast<std::size_t>(y);
            sides.equal(-eta * n.d(loss(), {Quantity::Kind::w, here, x, y}),
                        result.w[l][at][to] - n.w[l][at][to], "the correction of a weight");
          }
      }
  } catch (const std::out_of_range& missing) {
    sides.no_such_number(missing.what(), n.d(loss(), z_k(0)));
  }
}

auto forward_with(const Lines& printed, Numbering numbering = {}) -> Statement {
  return over(networks, [=](const Network& n, Sides& sides) {
    compare_activations(n, printed, numbering, sides);
  });
}
auto backward_with(const Lines& printed, Numbering numbering = {}) -> Statement {
  return over(networks, [=](const Network& n, Sides& sides) {
    compare_corrections(n, printed, numbering, sides);
  });
}

struct Line {
  int number;
  std::string words;
  std::string correction = {}; ///< empty where none is needed
};

} // namespace

auto section_2_listings() -> std::vector<Claim> {
  const std::string up_to = "0 to the number of neurons, both included";
  const std::string one_less = "0 to the number of neurons - 1";
  const std::vector<Line> forward{
      {2, "the input neurons are " + up_to, one_less},
      {3, "z of an input neuron is its input"},
      {4, "its activation is f(z)"},
      {8, "layers 0 to output_layer - 1 feed another"},
      {9, "forward_layer = layer + 1"},
      {10, "the forward neurons are " + up_to, one_less},
      {11, "the sum starts from 0 for each forward neuron"},
      {12, "the neurons that feed one are " + up_to, one_less},
      {13, "z = z + weight · activation"},
      {14, "each summand adds the bias of (layer, neuron)",
       "the bias of (forward_layer, forward_neuron) is added once, behind the sum"},
      {16, "what was summed is z"},
      {17, "a = f(z)"}};
  const std::vector<Line> backward{
      {7, "output_layer is the index of the output layer"},
      {11, "the output neurons are 1 to their number, both included",
       "0 to their number - 1, as lines 22 and 24 count"},
      {12, "z is the input of the output neuron"},
      {13, "a is its activation"},
      {14, "dL = a - target is ∂L_T/∂a"},
      {15, "δ = dL · f'(z)"},
      {16, "the bias of an output neuron is corrected by -η_b·δ"},
      {19, "the loop below this comment corrects the biases of hidden neurons",
       "it computes δ alone; line 37 corrects the biases"},
      {20, "δ is computed for layers output_layer - 1 to 0"},
      {21, "forward_layer = hidden_layer + 1"},
      {22, "the neurons of a hidden layer are " + up_to, one_less},
      {23, "the sum starts from 0 for each neuron"},
      {24, "the forward neurons are " + up_to, one_less},
      {25, "w connects (neuron, hidden_layer) and (forward_neuron, hidden_layer)",
       "w connects (neuron, hidden_layer) and (forward_neuron, forward_layer)"},
      {26, "δ of (forward_neuron, forward_layer) goes into the sum"},
      {27, "dsum = Σ δ·w"},
      {28, "z is the input of the hidden neuron"},
      {29, "δ = f'(z)·dsum, assigned inside the loop over forward neurons: the last time counts"},
      {35, "the weights of layers output_layer - 1 to 0 are corrected, behind all δ"},
      {36, "the neurons are 1 to their number, both included",
       one_less + ", as lines 22 and 24 count"},
      {37, "the bias of a neuron is corrected by +η_b·δ", "by -η_b·δ, as in line 16"},
      {38, "a is the activation of the neuron that feeds the weight"},
      {39, "the forward neurons are 1 to their number, both included",
       one_less + ", as lines 22 and 24 count"},
      {40, "δ is that of the forward neuron"},
      {41, "the weight is corrected by -η·δ·a"}};

  std::vector<Claim> claims;
  const Numbering from_1{.first = 1}, end_excluded{.includes_end = false};
  const auto add = [&](const std::string& listing, const Line& line, const auto& statement) {
    Claim claim{.equation = listing + " line " + std::to_string(line.number),
                .words = line.words,
                .printed = statement(Lines{line.number}, Numbering{})};
    if (!line.correction.empty()) {
      claim.correction = line.correction;
      claim.corrected = statement(Lines{}, Numbering{});
    }
    if (line.words.find("both included") != std::string::npos)
      claim.readings = {{"neurons are numbered from 1", statement(Lines{line.number}, from_1)},
                        {"the end is not included, as in Python's range",
                         statement(Lines{line.number}, end_excluded)}};
    if (listing == "2.3.1" && line.number == 3)
      claim.readings = {{"input neurons have biases, as in Eq. 6 and in 3.1.2, line 7",
                         over(networks, [](const Network& n, Sides& sides) {
                           compare_activations(n, Lines{3}, Numbering{}, sides, true);
                         })}};
    claims.push_back(std::move(claim));
  };
  for (const Line& line : forward)
    add("2.3.1", line,
        [](const Lines& lines, Numbering numbering) { return forward_with(lines, numbering); });
  for (const Line& line : backward)
    add("2.4.1", line,
        [](const Lines& lines, Numbering numbering) { return backward_with(lines, numbering); });
  return claims;
}

} // namespace jetwork::paper
