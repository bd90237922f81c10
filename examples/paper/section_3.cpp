// Section 3: the same network in matrices.
#include "examples/paper/claim.hpp"
#include "examples/paper/network_family.hpp"

#include <Eigen/Core>

namespace jetwork::paper {

namespace {

constexpr double eta = 0.5;

const NetworkFamily networks{.before = {0, 2}};
const NetworkFamily three_to_three{.inputs = {3}, .hidden = {3}, .outputs = {3}};
/// Figure 4: three inputs, two hidden neurons, four outputs.
const NetworkFamily figure_4{.inputs = {3}, .hidden = {2}, .outputs = {4}};
const NetworkFamily figure_4_or_wider{.inputs = {3}, .hidden = {2, 3, 4}, .outputs = {4}};
const NetworkFamily four_or_more_outputs{.hidden = {2, 3}, .outputs = {4, 5}};
const NetworkFamily with_input_biases{.before = {0, 2}, .input_biases = {false, true}};

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

template <class Entry>
auto vector_of(int rows, const Entry& entry) -> VectorXd {
  VectorXd v(rows);
  for (int x = 0; x < rows; ++x) v[x] = entry(x);
  return v;
}
template <class Entry>
auto matrix_of(int rows, int columns, const Entry& entry) -> MatrixXd {
  MatrixXd m(rows, columns);
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) m(row, column) = entry(row, column);
  return m;
}
void equal(Sides& sides, const MatrixXd& truth, const MatrixXd& claimed) {
  if (truth.rows() != claimed.rows() || truth.cols() != claimed.cols())
    return sides.no_such_number(truth(0, 0), "the matrices differ in shape");
  for (Index row = 0; row < truth.rows(); ++row)
    for (Index column = 0; column < truth.cols(); ++column)
      sides.equal(truth(row, column), claimed(row, column),
                  "row " + std::to_string(row) + ", column " + std::to_string(column));
}

// The paper's layout: row of the neuron fed, column of the neuron that feeds. w_01 stands in row 1, column 0.
auto W_ij(const Network& n) {
  return matrix_of(n.j().size(), n.i().size(), [&](int row, int column) { return n(w_ij(column, row)); });
}
auto W_jk(const Network& n) {
  return matrix_of(n.k().size(), n.j().size(), [&](int row, int column) { return n(w_jk(column, row)); });
}
auto a_of_i(const Network& n) { return vector_of(n.i().size(), [&](int i) { return n(a_i(i)); }); }
auto a_of_j(const Network& n) { return vector_of(n.j().size(), [&](int j) { return n(a_j(j)); }); }
auto b_of_j(const Network& n) { return vector_of(n.j().size(), [&](int j) { return n(b_j(j)); }); }
auto z_of_j(const Network& n) { return vector_of(n.j().size(), [&](int j) { return n(z_j(j)); }); }
auto delta_of_k(const Network& n) { return vector_of(n.k().size(), [&](int k) { return n.delta_k(k); }); }
auto loss_by_w_jk(const Network& n) -> MatrixXd {
  return matrix_of(n.k().size(), n.j().size(), [&](int row, int column) { return n.d(loss(), w_jk(column, row)); });
}

/// Eq. 17, 18, 19: z_y written out for three neurons that feed it.
auto written_out(int y) -> Statement {
  return over(three_to_three, [y](const Network& n, Sides& sides) {
    sides.equal(n(z_j(y)), n(w_ij(0, y)) * n(a_i(0)) + n(w_ij(1, y)) * n(a_i(1)) + n(w_ij(2, y)) * n(a_i(2)) + n(b_j(y)));
  });
}
void matrix_form(const Network& n, Sides& sides) {
  equal(sides, z_of_j(n), W_ij(n) * a_of_i(n) + b_of_j(n));
}
void delta_of_output(const Network& n, Sides& sides) {
  for (int k : n.k()) sides.equal(n.d(loss(), z_k(k)), n.df(z_k(k)) * (n(a_k(k)) - n.y(k)), "k = " + std::to_string(k));
}
/// Eq. 30-32: the sum is what a_j does to the loss.
void sum_of_deltas(const Network& n, int j, Sides& sides) {
  sides.equal(n.d(loss(), a_j(j)), sum(n.k(), [&](int k) { return n.delta_k(k) * n(w_jk(j, k)); }));
}
/// Eq. 35-38: δ of hidden neuron j by column j of the weights.
auto delta_by_column(int j) -> Statement {
  return over(figure_4_or_wider, [j](const Network& n, Sides& sides) {
    if (j >= n.j().back() + 1)
      return sides.no_such_number(0, "the hidden layer has no neuron " + std::to_string(j));
    sides.equal(n.d(loss(), z_j(j)), n.df(z_j(j)) * W_jk(n).col(j).dot(delta_of_k(n)));
  });
}
auto in_existing_columns() -> Statement {
  return over(figure_4_or_wider, [](const Network& n, Sides& sides) {
    for (int j : n.j()) sides.equal(n.d(loss(), z_j(j)), n.df(z_j(j)) * W_jk(n).col(j).dot(delta_of_k(n)));
  });
}

/// The listing of 3.1.2; the last layer that its loop handles is layer_count - 1 - `less`.
void matrix_forward(const Network& n, Sides& sides, int less, bool input_bias = false) {
  const auto truth = [&] {
    Network other = n;
    if (!input_bias) return n.forward<double>([](Quantity, double v) { return v; });
    for (double& b : other.b[0]) b = 0;
    return other.forward<double>([](Quantity, double v) { return v; });
  }();
  const auto layer_count = static_cast<int>(n.sizes.size());                  // line 2
  VectorXd z = vector_of(n.sizes[0], [&](int x) {                             // line 7
    return n.inputs[static_cast<std::size_t>(x)] + n.b[0][static_cast<std::size_t>(x)];
  });
  const auto f = [&](double x) { return n.f(x); };
  VectorXd a = z.unaryExpr(f);                                                // line 10
  for (int layer = 0; layer <= layer_count - 1 - less; ++layer) {             // line 13
    const auto here = static_cast<std::size_t>(layer);
    if (here >= n.w.size()) return sides.no_such_number(truth.a.back()[0], "no weights leave the last layer");
    const MatrixXd W = matrix_of(n.sizes[here + 1], n.sizes[here], [&](int row, int column) {
      return n.w[here][static_cast<std::size_t>(column)][static_cast<std::size_t>(row)];
    });
    z = W * a + vector_of(n.sizes[here + 1], [&](int x) { return n.b[here + 1][static_cast<std::size_t>(x)]; }); // line 17
    a = z.unaryExpr(f);                                                       // line 18
  }
  for (std::size_t k = 0; k < truth.a.back().size(); ++k)                     // line 21
    sides.equal(truth.a.back()[k], a[static_cast<Index>(k)], "an output");
}
auto listing(int less) -> Statement {
  return over(with_input_biases, [less](const Network& n, Sides& sides) { matrix_forward(n, sides, less); });
}

// NumPy's rule: a row is repeated downwards, a column to the right.
auto broadcast_to(const MatrixXd& m, int rows, int columns) -> MatrixXd {
  return matrix_of(rows, columns, [&](int row, int column) {
    return m(m.rows() == 1 ? 0 : row, m.cols() == 1 ? 0 : column);
  });
}
/// A statement about given numbers: its family has one member.
auto of_given_numbers(const std::function<void(Sides&)>& sides) -> Statement {
  const NetworkFamily one{.inputs = {3}, .hidden = {3}, .outputs = {3}, .activations = {Activation::tanh},
                          .hidden_biases = {true}, .output_biases = {true}};
  return over(one, [sides](const Network&, Sides& all) { sides(all); });
}
auto delta_w_by_numpy(double factor) -> Statement {
  return over(networks, [factor](const Network& n, Sides& sides) {
    const int rows = n.k().size(), columns = n.j().size();
    const MatrixXd activations = broadcast_to(a_of_j(n).transpose(), rows, columns);
    const MatrixXd deltas = broadcast_to(delta_of_k(n), rows, columns);
    equal(sides, -eta * loss_by_w_jk(n), factor * activations.cwiseProduct(deltas));
  });
}

} // namespace

auto section_3() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  add({.equation = "16", .words = "z_y = Σ_x w_xy·a_x + b_y, stated again", .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int y : n.j()) sides.equal(n(z_j(y)), sum(n.i(), [&](int x) { return n(w_ij(x, y)) * n(a_i(x)); }) + n(b_j(y)));
       })});
  add({.equation = "17", .words = "z_0 = w_00·a_0 + w_10·a_1 + w_20·a_2 + b_0", .printed = written_out(0)});
  add({.equation = "18", .words = "z_1 = w_01·a_0 + w_11·a_1 + w_21·a_2 + b_1", .printed = written_out(1)});
  add({.equation = "19", .words = "z_2 = w_02·a_0 + w_12·a_1 + w_22·a_2 + b_2", .printed = written_out(2)});
  add({.equation = "20", .words = "the vector of z_0, z_1, z_2"});
  add({.equation = "21", .words = "the matrix with w_xy in row y, column x"});
  add({.equation = "22", .words = "the vector of a_0, a_1, a_2"});
  add({.equation = "23", .words = "the vector of b_0, b_1, b_2"});
  add({.equation = "24", .words = "z = W·a + b in matrices, from three neurons to three", .printed = over(three_to_three, matrix_form)});
  add({.equation = "25", .words = "z = W·a + b in matrices, from three neurons to two", .printed = over(figure_4, matrix_form)});
  add({.equation = "3.1.2 line 2", .words = "layer_count counts input, hidden and output layers", .printed = listing(1)});
  add({.equation = "3.1.2 line 7", .words = "z = input + bias in the input layer, as line 3 of listing 2.3.1 has it",
       .printed = over(with_input_biases, [](const Network& n, Sides& sides) { matrix_forward(n, sides, 1, true); }),
       .correction = "z = input, or the bias there too: here against a network that has it",
       .corrected = listing(1)});
  add({.equation = "3.1.2 line 10", .words = "a = f(z), entry by entry", .printed = listing(1)});
  add({.equation = "3.1.2 line 13", .words = "layer = 0 to layer_count - 1, both included (2.3.1, note 3)",
       .printed = listing(0), .correction = "layer = 0 to layer_count - 2: the last layer feeds none", .corrected = listing(1),
       .readings = {{"the end is not included, as in Python's range", listing(1)}}});
  add({.equation = "3.1.2 line 17", .words = "z = dot(W from layer to layer + 1, a of layer) + bias of layer + 1", .printed = listing(1)});
  add({.equation = "3.1.2 line 18", .words = "a = f(z)", .printed = listing(1)});
  add({.equation = "3.1.2 line 21", .words = "the last activation is the output layer's", .printed = listing(1)});

  add({.equation = "26", .words = "δ_k = f'(z_k)(a_k - y_k) is ∂L_T/∂z_k", .printed = over(networks, delta_of_output)});
  add({.equation = "27", .words = "the same as a vector of four", .printed = over(figure_4, delta_of_output)});
  add({.equation = "28", .words = "the same as a vector of any length", .printed = over(four_or_more_outputs, delta_of_output)});
  add({.equation = "29", .words = "δ_j = f'(z_j)·Σ_k δ_k·w_jk is ∂L_T/∂z_j", .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j()) sides.equal(n.d(loss(), z_j(j)), n.delta_j(j));
       }),
       .readings = {{"for any two adjacent layers: δ_i by δ_j", over(networks, [](const Network& n, Sides& sides) {
                       for (int i : n.i()) sides.equal(n.d(loss(), z_i(i)), n.delta_i(i));
                     })}}});
  add({.equation = "30", .words = "Σ_k δ_k·w_jk = δ_0·w_j0 + δ_1·w_j1 + δ_2·w_j2 + …, which is ∂L_T/∂a_j",
       .printed = over(four_or_more_outputs, [](const Network& n, Sides& sides) {
         for (int j : n.j()) sum_of_deltas(n, j, sides);
       })});
  add({.equation = "31", .words = "the same for j = 0", .printed = over(four_or_more_outputs, [](const Network& n, Sides& sides) { sum_of_deltas(n, 0, sides); })});
  add({.equation = "32", .words = "the same for j = 1", .printed = over(four_or_more_outputs, [](const Network& n, Sides& sides) { sum_of_deltas(n, 1, sides); })});
  add({.equation = "33", .words = "this matrix of 4 rows and 2 columns takes two hidden neurons to four outputs: z_k = W·a_j + b_k",
       .printed = over(figure_4, [](const Network& n, Sides& sides) {
         const VectorXd z = vector_of(4, [&](int k) { return n(z_k(k)) - n(b_k(k)); });
         equal(sides, z, W_jk(n) * a_of_j(n));
       })});
  add({.equation = "34", .words = "the vector of δ_k for four outputs"});
  const std::string exist = "for the columns that W has: two in figure 4, so δ_0 and δ_1 alone";
  add({.equation = "35", .words = "δ_0 = f'(z_0)·(column 0 of W)·δ of the output layer", .printed = delta_by_column(0)});
  add({.equation = "36", .words = "δ_1 = f'(z_1)·(column 1 of W)·δ of the output layer", .printed = delta_by_column(1)});
  add({.equation = "37", .words = "δ_2 = f'(z_2)·(column 2 of W)·δ of the output layer", .printed = delta_by_column(2), .correction = exist, .corrected = in_existing_columns()});
  add({.equation = "38", .words = "δ_3 = f'(z_3)·(column 3 of W)·δ of the output layer", .printed = delta_by_column(3), .correction = exist, .corrected = in_existing_columns()});
  add({.equation = "39", .words = "Δw_jk = -η·δ_k·a_j is the step -η·∂L_T/∂w_jk", .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j())
           for (int k : n.k()) sides.equal(-eta * n.d(loss(), w_jk(j, k)), -eta * n.delta_k(k) * n(a_j(j)));
       })});
  add({.equation = "40", .words = "the matrix of the weights w_jk, as in Eq. 33"});
  add({.equation = "41", .words = "the matrix of the corrections Δw_jk in the same layout"});
  add({.equation = "42", .words = "W + ΔW, with Δw_jk of Eq. 39 in the same layout, is W - η·∂L_T/∂W", .printed = over(figure_4, [](const Network& n, Sides& sides) {
         const MatrixXd correction = matrix_of(4, 2, [&](int k, int j) { return -eta * n.delta_k(k) * n(a_j(j)); });
         equal(sides, W_jk(n) - eta * loss_by_w_jk(n), W_jk(n) + correction);
       })});
  const auto outer = [](const Network& n) -> MatrixXd { return delta_of_k(n) * a_of_j(n).transpose(); };
  add({.equation = "43", .words = "the matrix with δ_k·a_j in row k, column j is ∂L_T/∂W", .printed = over(three_to_three, [=](const Network& n, Sides& sides) {
         equal(sides, loss_by_w_jk(n), outer(n));
       }),
       .correction = "as ΔW it needs the factor -η of Eq. 39",
       .corrected = over(three_to_three, [=](const Network& n, Sides& sides) { equal(sides, -eta * loss_by_w_jk(n), -eta * outer(n)); }),
       .readings = {{"it is ΔW itself, as the last lines of section 3 say", over(three_to_three, [=](const Network& n, Sides& sides) {
                       equal(sides, -eta * loss_by_w_jk(n), outer(n));
                     })},
                    {"\"there's no dot product to be taken here\": it is the matrix product δ·aᵀ", over(three_to_three, [=](const Network& n, Sides& sides) {
                       equal(sides, delta_of_k(n) * a_of_j(n).transpose(), matrix_of(3, 3, [&](int k, int j) { return n.delta_k(k) * n(a_j(j)); }));
                     })}}});
  const auto product = over(three_to_three, [=](const Network& n, Sides& sides) {
    equal(sides, loss_by_w_jk(n), broadcast_to(delta_of_k(n), 3, 3).cwiseProduct(broadcast_to(a_of_j(n).transpose(), 3, 3)));
  });
  add({.equation = "44", .words = "δ repeated in columns; times Eq. 45, entry by entry, it is Eq. 43", .printed = product});
  add({.equation = "45", .words = "a repeated in rows; Eq. 44 times it, entry by entry, is Eq. 43", .printed = product});
  add({.equation = "3.2.3 np.broadcast_to(as_vector, (5, len(as_vector)))", .words = "five rows, each 0.5 0.2 0.3 0.1",
       .printed = of_given_numbers([](Sides& sides) {
         const Eigen::RowVector4d as_vector(0.5, 0.2, 0.3, 0.1);
         MatrixXd printed(5, 4);
         printed << 0.5, 0.2, 0.3, 0.1, 0.5, 0.2, 0.3, 0.1, 0.5, 0.2, 0.3, 0.1, 0.5, 0.2, 0.3, 0.1, 0.5, 0.2, 0.3, 0.1;
         equal(sides, broadcast_to(as_vector, 5, 4), printed);
       })});
  add({.equation = "3.2.3 np.broadcast_to(ds_vector, ...)", .words = "the column 1, 2, 3, 4 becomes four columns of it",
       .printed = of_given_numbers([](Sides& sides) {
         MatrixXd printed(4, 4);
         printed << 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4;
         equal(sides, broadcast_to(Eigen::Vector4d(1, 2, 3, 4), 4, 4), printed);
       })});
  add({.equation = "3.2.3 np.multiply(mat_activations, mat_deltas)", .words = "it is the matrix Δw that is added to the weights",
       .printed = delta_w_by_numpy(1), .correction = "-eta * np.multiply(mat_activations, mat_deltas)", .corrected = delta_w_by_numpy(-eta)});
  return claims;
}

} // namespace jetwork::paper
