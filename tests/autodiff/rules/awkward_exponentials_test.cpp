// Awkward points of exponentials, logarithms and activations.
#include "tests/autodiff/rules/awkward_points.hpp"

namespace {

using namespace awkward;

const double ln2 = std::log(2.0);
/// tanh' and sigmoid' far out.
auto sech_squared(double x) -> double {
  return 4 * std::exp(-2 * x) / std::pow(1 + std::exp(-2 * x), 2);
}

// clang-format off
const std::vector<Point> exponentials{
    POINT(tanh(x),           400.0,  1,         0,          0),
    POINT(tanh(x),          -400.0,  -1,        0,          0),
    POINT(tanh(x),        infinity,  1,         0,          0),
    POINT(tanh(x),           5.0,    std::tanh(5.0), sech_squared(5), -2 * std::tanh(5.0) * sech_squared(5)),
    POINT(tanh(x),           300.0,  1,         sech_squared(300), -2 * sech_squared(300)),
    POINT(sigmoid(x),       -800.0,  0,         0,          0),
    POINT(sigmoid(x),        800.0,  1,         0,          0),
    POINT(sigmoid(x),        300.0,  1,         std::exp(-300.0), -std::exp(-300.0)),
    POINT(softplus(x),      -800.0,  0,         0,          0),
    POINT(softplus(x),       800.0,  800,       1,          0),
    POINT(softplus(x),       0.0,    ln2,       0.5,        0.25),
    POINT(exp(x),           -800.0,  0,         0,          0),
    POINT(exp(x),        -infinity,  0,         0,          0),
    POINT(erf(x),         infinity,  1,         0,          0),
    POINT(erfc(x),        infinity,  0,         0,          0),
    POINT(log(x),            0.0,    -infinity, infinity,   -infinity),
    POINT(log(x),           -0.0,    -infinity, infinity,   -infinity),
    POINT(log(x),           -1.0,    not_a_number, not_a_number, not_a_number),
    POINT(log(x),        infinity,   infinity,  0,          0),
    POINT(log2(x),          -1.0,    not_a_number, not_a_number, not_a_number),
    POINT(log10(x),         -1.0,    not_a_number, not_a_number, not_a_number),
    POINT(log1p(x),         -2.0,    not_a_number, not_a_number, not_a_number),
    POINT(log1p(x),         -1.0,    -infinity, infinity,   -infinity),
    POINT(gelu(x),       -infinity,  0,         0,          0),
    POINT(gelu(x),        infinity,  infinity,  1,          0),
    POINT(swish(x),      -infinity,  0,         0,          0),
    POINT(swish(x),       infinity,  infinity,  1,          0),
    POINT(softsign(x),    infinity,  1,         0,          0),
    POINT(softsign(x),       0.0,    0,         1,          0),
    POINT(relu(x),           0.0,    0,         0,          0),
};
// clang-format on

} // namespace

BOOST_AUTO_TEST_SUITE(awkward_points)

BOOST_AUTO_TEST_CASE(of_exponentials_and_logarithms) { check(exponentials); }

BOOST_AUTO_TEST_SUITE_END()
