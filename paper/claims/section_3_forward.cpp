// Section 3.1: the forward pass in matrices, Eq. 16 to 25.
#include "paper/claims/claim.hpp"
#include "paper/claims/matrices.hpp"
#include "paper/claims/network_family.hpp"

namespace jetwork::paper {

namespace {

const NetworkFamily networks{.before = {{}, {2}}};
const NetworkFamily three_to_three{.inputs = {3}, .hidden = {3}, .outputs = {3}};
/// Figure 4: three inputs, two hidden neurons, four outputs.
const NetworkFamily figure_4{.inputs = {3}, .hidden = {2}, .outputs = {4}};
const NetworkFamily with_input_biases{.before = {{}, {2}}, .input_biases = {false, true}};

/// Eq. 17, 18, 19: z_y written out for three neurons that feed it.
auto written_out(int y) -> Statement {
  return over(three_to_three, [y](const Network& n, Sides& sides) {
    sides.equal(n(z_j(y)), n(w_ij(0, y)) * n(a_i(0)) + n(w_ij(1, y)) * n(a_i(1))
                               + n(w_ij(2, y)) * n(a_i(2)) + n(b_j(y)));
  });
}
void matrix_form(const Network& n, Sides& sides) {
  equal(sides, z_of_j(n), W_ij(n) * a_of_i(n) + b_of_j(n));
}
/// How the listing of 3.1.2 runs, and on which networks.
struct Listing {
  int last_layer_less = 1;     ///< line 13: the last layer is layer_count - 1 less this
  bool adds_input_bias = true; ///< line 7
  bool input_neurons_have_biases =
      true; ///< in the network, as Eq. 6 has it and 2.3.1, line 3, has not
};
void matrix_forward(const Network& n, Sides& sides, const Listing& listing) {
  Network network = n;
  if (!listing.input_neurons_have_biases)
    for (double& b : network.b[0]) b = 0;
  const auto truth = network.forward<double>([](Quantity, double v) { return v; });
  const auto layer_count = static_cast<int>(n.sizes.size()); // line 2
  VectorXd z = vector_of(n.sizes[0], [&](int x) {            // line 7
    const auto at = static_cast<std::size_t>(x);
    return n.inputs[at] + (listing.adds_input_bias ? n.b[0][at] : 0);
  });
  const auto f = [&](double x) { return n.f(x); };
  VectorXd a = z.unaryExpr(f);                                                       // line 10
  for (int layer = 0; layer <= layer_count - 1 - listing.last_layer_less; ++layer) { // line 13
    const auto here = static_cast<std::size_t>(layer);
    if (here >= n.w.size())
      return sides.no_such_number("no weights leave the last layer", truth.a.back()[0]);
    const MatrixXd W = matrix_of(n.sizes[here + 1], n.sizes[here], [&](int row, int column) {
      return n.w[here][static_cast<std::size_t>(column)][static_cast<std::size_t>(row)];
    });
    z = W * a + vector_of(n.sizes[here + 1], [&](int x) {
          return n.b[here + 1][static_cast<std::size_t>(x)];
        });             // line 17
    a = z.unaryExpr(f); // line 18
  }
  for (std::size_t k = 0; k < truth.a.back().size(); ++k) // line 21
    sides.equal(truth.a.back()[k], a[static_cast<Index>(k)], "an output");
}
auto run(const Listing& listing) -> Statement {
  return over(with_input_biases,
              [listing](const Network& n, Sides& sides) { matrix_forward(n, sides, listing); });
}

} // namespace

auto section_3_forward() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  add({.equation = "3 text on the loss",
       .words = "the loss is Σ_k (y_k - a_k), and δ_k is its derivative by z_k",
       .printed = over(networks,
                       [](const Network& n, Sides& sides) {
                         for (int k : n.k())
                           sides.equal(n.delta_k(k), -n.d(a_k(k), z_k(k)),
                                       "k = " + std::to_string(k));
                       }),
       .correction = "the loss is ½·Σ_k (a_k - y_k)², Eq. 46",
       .corrected = over(networks, [](const Network& n, Sides& sides) {
         for (int k : n.k()) sides.equal(n.delta_k(k), n.d(loss(), z_k(k)));
       })});
  add({.equation = "16",
       .words = "z_y = Σ_x w_xy·a_x + b_y, stated again",
       .printed = over(networks,
                       [](const Network& n, Sides& sides) {
                         for (int y : n.j())
                           sides.equal(n(z_j(y)), sum(n.i(), [&](int x) {
                                                    return n(w_ij(x, y)) * n(a_i(x));
                                                  }) + n(b_j(y)));
                       }),
       .correction = "with parentheses: z_y = (Σ_x w_xy·a_x) + b_y",
       .corrected = over(networks,
                         [](const Network& n, Sides& sides) {
                           for (int y : n.j())
                             sides.equal(n(z_j(y)), n(b_j(y)) + sum(n.i(), [&](int x) {
                                                      return n(w_ij(x, y)) * n(a_i(x));
                                                    }));
                         }),
       .readings = {{"the sum reaches the bias, as it does in listing 2.3.1, lines 13 and 14",
                     over(NetworkFamily{}, [](const Network& n, Sides& sides) {
                       for (int y : n.j()) {
                         sides.at("y", y);
                         sides.equal(n(z_j(y)), sum(n.i(), [&](int x) {
                                       return n(w_ij(x, y)) * n(a_i(x)) + n(b_j(y));
                                     }));
                       }
                     })}}});
  add({.equation = "17",
       .words = "z_0 = w_00·a_0 + w_10·a_1 + w_20·a_2 + b_0",
       .printed = written_out(0)});
  add({.equation = "18",
       .words = "z_1 = w_01·a_0 + w_11·a_1 + w_21·a_2 + b_1",
       .printed = written_out(1)});
  add({.equation = "19",
       .words = "z_2 = w_02·a_0 + w_12·a_1 + w_22·a_2 + b_2",
       .printed = written_out(2)});
  add({.equation = "20", .words = "the vector of z_0, z_1, z_2"});
  add({.equation = "21", .words = "the matrix with w_xy in row y, column x"});
  add({.equation = "22", .words = "the vector of a_0, a_1, a_2"});
  add({.equation = "23", .words = "the vector of b_0, b_1, b_2"});
  add({.equation = "24",
       .words = "z = W·a + b in matrices, from three neurons to three",
       .printed = over(three_to_three, matrix_form)});
  add({.equation = "25",
       .words = "z = W·a + b in matrices, from three neurons to two",
       .printed = over(figure_4, matrix_form)});
  add({.equation = "3.1.2 line 2",
       .words = "layer_count counts input, hidden and output layers",
       .printed = run({})});
  add({.equation = "3.1.2 line 7",
       .words = "z = input + bias in the input layer, where line 3 of listing 2.3.1 has z = input",
       .printed = run({.input_neurons_have_biases = false}),
       .correction = "z = input",
       .corrected = run({.adds_input_bias = false, .input_neurons_have_biases = false}),
       .readings = {{"input neurons have biases, as in Eq. 6", run({})}}});
  add({.equation = "3.1.2 line 10", .words = "a = f(z), entry by entry", .printed = run({})});
  add({.equation = "3.1.2 line 13",
       .words = "layer = 0 to layer_count - 1, both included (2.3.1, note 3)",
       .printed = run({.last_layer_less = 0}),
       .correction = "layer = 0 to layer_count - 2: the last layer feeds none",
       .corrected = run({}),
       .readings = {{"the end is not included, as in Python's range", run({})}}});
  add({.equation = "3.1.2 line 17",
       .words = "z = dot(W from layer to layer + 1, a of layer) + bias of layer + 1",
       .printed = run({})});
  add({.equation = "3.1.2 line 18", .words = "a = f(z)", .printed = run({})});
  add({.equation = "3.1.2 line 21",
       .words = "the last activation is the output layer's",
       .printed = run({})});
  return claims;
}

} // namespace jetwork::paper
