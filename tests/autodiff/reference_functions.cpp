#include "tests/autodiff/reference_functions.hpp"

namespace {

namespace mp = boost::multiprecision;
using P = Precise;

auto erf_by_series(const P& x) -> P {
  P term = x, sum = x;
  for (int n = 1; n < 300; ++n) term *= -x * x / n, sum += term / (2 * n + 1);
  return 2 * sum / mp::sqrt(4 * mp::atan(P(1)));
}

// clang-format off
const std::vector<double> anywhere{-17.3, -3.1, -1.0, -0.4, -0.01, 0.02, 0.6, 1.7, 5.2, 21.0};
const std::vector<double> moderate{-4.7, -2.2, -0.9, -0.3, 0.03, 0.7, 1.3, 3.9};
const std::vector<double> positive{1e-3, 0.2, 0.7, 1.9, 12.0, 345.0};
const std::vector<double> inside{-0.97, -0.6, -0.2, 0.05, 0.4, 0.8, 0.999};

const std::map<std::string_view, Reference> unary_table{
    {"negate",   {[](const P& x) -> P { return 0 - x; }, anywhere}},
    {"abs",      {[](const P& x) -> P { return x < 0 ? P(-x) : x; }, anywhere}},
    {"sign",     {[](const P& x) -> P { return x < 0 ? -1 : 1; }, anywhere}},
    {"sqrt",     {[](const P& x) -> P { return mp::exp(mp::log(x) / 2); }, positive}},
    {"cbrt",     {[](const P& x) -> P { return x < 0 ? P(-mp::exp(mp::log(-x) / 3)) : mp::exp(mp::log(x) / 3); },
                  {-54.0, -0.3, 1e-3, 0.2, 1.9, 345.0}}},
    {"exp",      {[](const P& x) -> P { return mp::exp(x); }, anywhere}},
    {"expm1",    {[](const P& x) -> P { return mp::exp(x) - 1; }, anywhere}},
    {"log",      {[](const P& x) -> P { return mp::log(x); }, positive}},
    {"log1p",    {[](const P& x) -> P { return mp::log(1 + x); }, {-0.9, -0.3, 1e-4, 0.7, 3.0, 99.0}}},
    {"log2",     {[](const P& x) -> P { return mp::log(x) / mp::log(P(2)); }, positive}},
    {"log10",    {[](const P& x) -> P { return mp::log(x) / mp::log(P(10)); }, positive}},
    {"sin",      {[](const P& x) -> P { return mp::sin(x); }, anywhere}},
    {"cos",      {[](const P& x) -> P { return mp::cos(x); }, anywhere}},
    {"tan",      {[](const P& x) -> P { return mp::sin(x) / mp::cos(x); }, moderate}},
    {"asin",     {[](const P& x) -> P { return mp::atan(x / mp::sqrt(1 - x * x)); }, inside}},
    {"acos",     {[](const P& x) -> P { return 2 * mp::atan(mp::sqrt((1 - x) / (1 + x))); }, inside}},
    {"atan",     {[](const P& x) -> P { return mp::asin(x / mp::sqrt(1 + x * x)); }, anywhere}},
    {"sinh",     {[](const P& x) -> P { return (mp::exp(x) - mp::exp(-x)) / 2; }, anywhere}},
    {"cosh",     {[](const P& x) -> P { return (mp::exp(x) + mp::exp(-x)) / 2; }, anywhere}},
    {"tanh",     {[](const P& x) -> P { return 1 - 2 / (mp::exp(2 * x) + 1); }, moderate, 1}},
    {"asinh",    {[](const P& x) -> P { return mp::log(x + mp::sqrt(x * x + 1)); }, anywhere}},
    {"acosh",    {[](const P& x) -> P { return mp::log(x + mp::sqrt(x * x - 1)); }, {1.001, 1.2, 2.0, 7.5, 400.0}}},
    {"atanh",    {[](const P& x) -> P { return mp::log((1 + x) / (1 - x)) / 2; }, inside}},
    {"erf",      {[](const P& x) -> P { return erf_by_series(x); }, moderate, 1e-9}},
    {"erfc",     {[](const P& x) -> P { return 1 - erf_by_series(x); }, moderate, 1e-9}},
    {"sigmoid",  {[](const P& x) -> P { return 1 / (1 + mp::exp(-x)); }, moderate, 1}},
    {"softplus", {[](const P& x) -> P { return mp::log(1 + mp::exp(x)); }, moderate, 1}},
};

const std::vector<std::pair<double, double>> quarter{{0.3, 2.1}, {1.7, 0.6}, {2.4, 3.3}, {0.01, 4.0}, {37.0, 0.2}};
const std::vector<std::pair<double, double>> plane{{0.3, 2.1}, {-1.7, 0.6}, {2.4, -3.3}, {-0.5, -0.7}, {40.0, 0.25}};

const std::map<std::string_view, BinaryReference> binary_table{
    {"add",      {[](const P& x, const P& y) -> P { return x + y; }, plane}},
    {"subtract", {[](const P& x, const P& y) -> P { return x - y; }, plane}},
    {"multiply", {[](const P& x, const P& y) -> P { return x * y; }, plane}},
    {"divide",   {[](const P& x, const P& y) -> P { return x / y; }, plane}},
    {"pow",      {[](const P& x, const P& y) -> P { return mp::exp(y * mp::log(x)); }, quarter}},
    {"atan2",    {[](const P& x, const P& y) -> P { return 2 * mp::atan(x / (mp::sqrt(x * x + y * y) + y)); }, plane}},
    {"hypot",    {[](const P& x, const P& y) -> P { return mp::sqrt(x * x + y * y); }, plane, 0.05}},
    {"min",      {[](const P& x, const P& y) -> P { return x < y ? x : y; }, plane}},
    {"max",      {[](const P& x, const P& y) -> P { return x < y ? y : x; }, plane}},
};
// clang-format on

} // namespace

auto references() -> const std::map<std::string_view, Reference>& { return unary_table; }
auto binary_references() -> const std::map<std::string_view, BinaryReference>& {
  return binary_table;
}
