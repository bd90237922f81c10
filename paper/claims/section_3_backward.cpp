// Section 3.2: δ and the corrections in matrices, Eq. 26 to 45.
#include "paper/claims/claim.hpp"
#include "paper/claims/matrices.hpp"
#include "paper/claims/network_family.hpp"

namespace jetwork::paper {

namespace {

constexpr double eta = 0.5;

const NetworkFamily networks{.before = {{}, {2}}};
const NetworkFamily three_to_three{.inputs = {3}, .hidden = {3}, .outputs = {3}};
/// Figure 4: three inputs, two hidden neurons, four outputs.
const NetworkFamily figure_4{.inputs = {3}, .hidden = {2}, .outputs = {4}};
const NetworkFamily figure_4_or_other{.inputs = {3}, .hidden = {1, 2, 3, 4, 5}, .outputs = {4}};
const NetworkFamily four_or_more_outputs{.hidden = {2, 3}, .outputs = {4, 5}};

void delta_of_output(const Network& n, Sides& sides) {
  for (int k : n.k())
    sides.equal(n.d(loss(), z_k(k)), n.df(z_k(k)) * (n(a_k(k)) - n.y(k)),
                "k = " + std::to_string(k));
}
/// Eq. 30-32: the sum is what a_j does to the loss.
void sum_of_deltas(const Network& n, int j, Sides& sides) {
  sides.equal(n.d(loss(), a_j(j)), sum(n.k(), [&](int k) { return n.delta_k(k) * n(w_jk(j, k)); }));
}
/// Eq. 35-38: δ of hidden neuron j by column j of the weights, in the family.
auto delta_by_column(const NetworkFamily& family, int j) -> Statement {
  const Statement statement = over(family, [j](const Network& n, Sides& sides) {
    if (j > n.j().back())
      return sides.no_such_number("the hidden layer has no neuron " + std::to_string(j));
    sides.equal(n.d(loss(), z_j(j)), n.df(z_j(j)) * W_jk(n).col(j).dot(delta_of_k(n)));
  });
  return [statement, j](std::uint64_t seed) {
    // What counts is whether there are enough of them.
    std::vector<Member> members = statement(seed);
    for (Member& member : members) {
      std::string& hidden = member.attributes.at("neurons in layer j");
      hidden = std::to_string(j + 1) + (std::stoi(hidden) > j ? " or more" : " not reached");
    }
    return members;
  };
}
auto in_existing_columns() -> Statement {
  return over(figure_4_or_other, [](const Network& n, Sides& sides) {
    for (int j : n.j())
      sides.equal(n.d(loss(), z_j(j)), n.df(z_j(j)) * W_jk(n).col(j).dot(delta_of_k(n)));
  });
}

// NumPy's rule: a row is repeated downwards, a column to the right.
auto broadcast_to(const MatrixXd& m, int rows, int columns) -> MatrixXd {
  return matrix_of(rows, columns, [&](int row, int column) {
    return m(m.rows() == 1 ? 0 : row, m.cols() == 1 ? 0 : column);
  });
}
/// A statement about given numbers: its family has one member.
auto of_given_numbers(const std::function<void(Sides&)>& sides) -> Statement {
  const NetworkFamily one{.inputs = {3},
                          .hidden = {3},
                          .outputs = {3},
                          .activations = {Activation::tanh},
                          .hidden_biases = {true},
                          .output_biases = {true}};
  return over(one, [sides](const Network&, Sides& all) { sides(all); });
}
auto delta_w_by_numpy(double factor) -> Statement {
  return over(networks, [factor](const Network& n, Sides& sides) {
    sides.given("eta", eta);
    const int rows = count(n.k()), columns = count(n.j());
    const MatrixXd activations = broadcast_to(a_of_j(n).transpose(), rows, columns);
    const MatrixXd deltas = broadcast_to(delta_of_k(n), rows, columns);
    equal(sides, -eta * loss_by_w_jk(n), factor * activations.cwiseProduct(deltas));
  });
}

} // namespace

auto section_3_backward() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  add({.equation = "26",
       .words = "δ_k = f'(z_k)(a_k - y_k) is ∂L_T/∂z_k",
       .printed = over(networks, delta_of_output)});
  add({.equation = "27",
       .words = "the same as a vector of four",
       .printed = over(figure_4, delta_of_output)});
  add({.equation = "28",
       .words = "the same as a vector of any length",
       .printed = over(four_or_more_outputs, delta_of_output)});
  add({.equation = "29",
       .words = "δ_j = f'(z_j)·Σ_k δ_k·w_jk is ∂L_T/∂z_j",
       .printed = over(networks,
                       [](const Network& n, Sides& sides) {
                         for (int j : n.j()) sides.equal(n.d(loss(), z_j(j)), n.delta_j(j));
                       }),
       .readings = {{"for any two adjacent layers: δ_i by δ_j",
                     over(networks, [](const Network& n, Sides& sides) {
                       for (int i : n.i()) sides.equal(n.d(loss(), z_i(i)), n.delta_i(i));
                     })}}});
  const auto at_z_j = over(networks, [](const Network& n, Sides& sides) {
    for (int j : n.j()) sides.equal(n.d(loss(), z_j(j)), n.df(z_j(j)) * n.d(loss(), a_j(j)));
  });
  add({.equation = "3.2.2 text after (29)",
       .words = "f' in δ_j is evaluated at the neuron's output, which is a_j",
       .printed = over(networks,
                       [](const Network& n, Sides& sides) {
                         for (int j : n.j())
                           sides.equal(n.d(loss(), z_j(j)), n.df(a_j(j)) * n.d(loss(), a_j(j)),
                                       "j = " + std::to_string(j));
                       }),
       .correction = "at its input z_j",
       .corrected = at_z_j,
       .readings = {{"\"output level\" is but a word for z_j, which the text names", at_z_j}}});
  add({.equation = "30",
       .words = "Σ_k δ_k·w_jk = δ_0·w_j0 + δ_1·w_j1 + δ_2·w_j2 + …, which is ∂L_T/∂a_j",
       .printed = over(four_or_more_outputs, [](const Network& n, Sides& sides) {
         for (int j : n.j()) sum_of_deltas(n, j, sides);
       })});
  add({.equation = "31",
       .words = "the same for j = 0",
       .printed = over(four_or_more_outputs,
                       [](const Network& n, Sides& sides) { sum_of_deltas(n, 0, sides); })});
  add({.equation = "32",
       .words = "the same for j = 1",
       .printed = over(four_or_more_outputs,
                       [](const Network& n, Sides& sides) { sum_of_deltas(n, 1, sides); })});
  add({.equation = "33",
       .words = "this matrix of 4 rows and 2 columns takes two hidden neurons to four outputs: z_k "
                "= W·a_j + b_k",
       .printed = over(figure_4, [](const Network& n, Sides& sides) {
         const VectorXd z = vector_of(4, [&](int k) { return n(z_k(k)) - n(b_k(k)); });
         equal(sides, z, W_jk(n) * a_of_j(n));
       })});
  add({.equation = "34", .words = "the vector of δ_k for four outputs"});
  const std::string exist = "for the columns that W has: two in figure 4, so δ_0 and δ_1 alone";
  add({.equation = "35",
       .words = "δ_0 = f'(z_0)·(column 0 of W)·δ of the output layer",
       .printed = delta_by_column(figure_4, 0)});
  add({.equation = "36",
       .words = "δ_1 = f'(z_1)·(column 1 of W)·δ of the output layer",
       .printed = delta_by_column(figure_4, 1)});
  add({.equation = "37",
       .words = "δ_2 = f'(z_2)·(column 2 of W)·δ of the output layer",
       .printed = delta_by_column(figure_4_or_other, 2),
       .correction = exist,
       .corrected = in_existing_columns(),
       .readings = {{"in figure 4, which the text is about", delta_by_column(figure_4, 2)}}});
  add({.equation = "38",
       .words = "δ_3 = f'(z_3)·(column 3 of W)·δ of the output layer",
       .printed = delta_by_column(figure_4_or_other, 3),
       .correction = exist,
       .corrected = in_existing_columns(),
       .readings = {{"in figure 4, which the text is about", delta_by_column(figure_4, 3)}}});
  add({.equation = "39",
       .words = "Δw_jk = -η·δ_k·a_j is the step -η·∂L_T/∂w_jk",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j())
           for (int k : n.k())
             sides.equal(-eta * n.d(loss(), w_jk(j, k)), -eta * n.delta_k(k) * n(a_j(j)));
       })});
  add({.equation = "40", .words = "the matrix of the weights w_jk, as in Eq. 33"});
  add({.equation = "41", .words = "the matrix of the corrections Δw_jk in the same layout"});
  add({.equation = "42",
       .words = "W + ΔW, with Δw_jk of Eq. 39 in the same layout, is W - η·∂L_T/∂W",
       .printed = over(figure_4, [](const Network& n, Sides& sides) {
         const MatrixXd correction =
             matrix_of(4, 2, [&](int k, int j) { return -eta * n.delta_k(k) * n(a_j(j)); });
         equal(sides, W_jk(n) - eta * loss_by_w_jk(n), W_jk(n) + correction);
       })});
  const auto outer = [](const Network& n) -> MatrixXd {
    return delta_of_k(n) * a_of_j(n).transpose();
  };
  add({.equation = "43",
       .words = "the matrix with δ_k·a_j in row k, column j is the Δw matrix of Eq. 41, with Δw_jk "
                "of Eq. 39",
       .printed = over(three_to_three,
                       [=](const Network& n, Sides& sides) {
                         sides.given("eta", eta);
                         equal(sides, -eta * loss_by_w_jk(n), outer(n));
                       }),
       .correction = "-η times the matrix",
       .corrected = over(three_to_three,
                         [=](const Network& n, Sides& sides) {
                           equal(sides, -eta * loss_by_w_jk(n), -eta * outer(n));
                         }),
       .readings = {
           {"up to the factor -η that stands before it in Eq. 39: it is ∂L_T/∂W",
            over(three_to_three,
                 [=](const Network& n, Sides& sides) { equal(sides, loss_by_w_jk(n), outer(n)); })},
           {"\"there's no dot product to be taken here\": it is the matrix product δ·aᵀ",
            over(three_to_three, [=](const Network& n, Sides& sides) {
              equal(sides, delta_of_k(n) * a_of_j(n).transpose(),
                    matrix_of(3, 3, [&](int k, int j) { return n.delta_k(k) * n(a_j(j)); }));
            })}}});
  const auto product = over(three_to_three, [=](const Network& n, Sides& sides) {
    equal(
        sides, loss_by_w_jk(n),
        broadcast_to(delta_of_k(n), 3, 3).cwiseProduct(broadcast_to(a_of_j(n).transpose(), 3, 3)));
  });
  add({.equation = "44",
       .words = "δ repeated in columns; times Eq. 45, entry by entry, it is Eq. 43",
       .printed = product});
  add({.equation = "45",
       .words = "a repeated in rows; Eq. 44 times it, entry by entry, is Eq. 43",
       .printed = product});
  add({.equation = "3.2.3 np.broadcast_to(as_vector, (5, len(as_vector)))",
       .words = "five rows, each 0.5 0.2 0.3 0.1",
       .printed = of_given_numbers([](Sides& sides) {
         const Eigen::RowVector4d as_vector(0.5, 0.2, 0.3, 0.1);
         MatrixXd printed(5, 4);
         printed << 0.5, 0.2, 0.3, 0.1, 0.5, 0.2, 0.3, 0.1, 0.5, 0.2, 0.3, 0.1, 0.5, 0.2, 0.3, 0.1,
             0.5, 0.2, 0.3, 0.1;
         equal(sides, broadcast_to(as_vector, 5, 4), printed);
       })});
  add({.equation = "3.2.3 np.broadcast_to(ds_vector, ...)",
       .words = "the column 1, 2, 3, 4 becomes four columns of it",
       .printed = of_given_numbers([](Sides& sides) {
         MatrixXd printed(4, 4);
         printed << 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4;
         equal(sides, broadcast_to(Eigen::Vector4d(1, 2, 3, 4), 4, 4), printed);
       })});
  add({.equation = "3.2.3 np.multiply(mat_activations, mat_deltas)",
       .words = "it is the matrix Δw that is added to the weights",
       .printed = delta_w_by_numpy(1),
       .correction = "-eta * np.multiply(mat_activations, mat_deltas)",
       .corrected = delta_w_by_numpy(-eta)});
  return claims;
}

} // namespace jetwork::paper
