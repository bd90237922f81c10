#include "tests/autodiff/rules/reference_functions.hpp"

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
const std::vector<double> broken{-17.3, -3.1, -1.2, -0.6, -0.01, 0.02, 0.6, 1.7, 5.2, 21.4};
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
    {"tanh",     {[](const P& x) -> P { return 1 - 2 / (mp::exp(2 * x) + 1); }, moderate}},
    {"asinh",    {[](const P& x) -> P { return mp::log(x + mp::sqrt(x * x + 1)); }, anywhere}},
    {"acosh",    {[](const P& x) -> P { return mp::log(x + mp::sqrt(x * x - 1)); }, {1.001, 1.2, 2.0, 7.5, 400.0}}},
    {"atanh",    {[](const P& x) -> P { return mp::log((1 + x) / (1 - x)) / 2; }, inside}},
    {"erf",      {[](const P& x) -> P { return erf_by_series(x); }, moderate, 1e-9}},
    {"erfc",     {[](const P& x) -> P { return 1 - erf_by_series(x); }, moderate, 1e-9}},
    {"exp2",     {[](const P& x) -> P { return mp::exp(x * mp::log(P(2))); }, anywhere}},
    {"floor",    {[](const P& x) -> P { return mp::floor(x); }, broken}},
    {"ceil",     {[](const P& x) -> P { return -mp::floor(-x); }, broken}},
    {"round",    {[](const P& x) -> P { return x < 0 ? P(-mp::floor(P(0.5) - x)) : mp::floor(x + 0.5); }, broken}},
    {"trunc",    {[](const P& x) -> P { return x < 0 ? P(-mp::floor(-x)) : mp::floor(x); }, broken}},
    {"sigmoid",  {[](const P& x) -> P { return 1 / (1 + mp::exp(-x)); }, moderate, 0.05}},
    {"softplus", {[](const P& x) -> P { return mp::log(1 + mp::exp(x)); }, moderate, 0.05}},
    {"identity", {[](const P& x) -> P { return x; }, anywhere}},
    {"relu",     {[](const P& x) -> P { return x < 0 ? P(0) : x; }, anywhere}},
    {"gelu",     {[](const P& x) -> P { return x * (1 + erf_by_series(x / mp::sqrt(P(2)))) / 2; }, moderate, 0.05}},
    {"swish",    {[](const P& x) -> P { return x / (1 + mp::exp(-x)); }, moderate, 0.05}},
    {"softsign", {[](const P& x) -> P { return x < 0 ? P(x / (1 - x)) : P(x / (1 + x)); }, anywhere}},
};

const std::vector<std::pair<double, double>> quarter{{0.3, 2.1}, {1.7, 0.6}, {2.4, 3.3}, {0.01, 4.0}, {37.0, 0.2}};
const std::vector<std::pair<double, double>> plane{{0.3, 2.1}, {-1.7, 0.6}, {2.4, -3.3}, {-0.5, -0.7}, {40.0, 0.25}};

const std::vector<std::pair<double, double>> off_centre{{0.3, 2.1}, {-1.7, 0.6}, {2.4, -3.3}, {-0.5, -0.7}, {40.1, 0.25}};

auto toward_zero(const P& x) -> P { return x < 0 ? P(-mp::floor(-x)) : mp::floor(x); }
auto remainder_of(const P& x, const P& y, const P& quotient) -> P { return x - quotient * y; }

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
    {"fmin",     {[](const P& x, const P& y) -> P { return x < y ? x : y; }, plane}},
    {"fmax",     {[](const P& x, const P& y) -> P { return x < y ? y : x; }, plane}},
    {"fmod",     {[](const P& x, const P& y) -> P { return remainder_of(x, y, toward_zero(x / y)); }, off_centre}},
    {"remainder", {[](const P& x, const P& y) -> P { return remainder_of(x, y, mp::floor(x / y + 0.5)); }, off_centre}},
    {"copysign", {[](const P& x, const P& y) -> P { return (x < 0) == (y < 0) ? x : P(-x); }, plane}},
};

const std::vector<std::array<double, 3>> space{{0.3, 2.1, -0.7}, {-1.7, 0.6, 1.1}, {2.4, -3.3, 0.2}, {-0.5, -0.7, 4.0}, {9.0, 2.5, 7.0}};

const std::map<std::string_view, TernaryReference> ternary_table{
    {"fma",      {[](const P& x, const P& y, const P& z) -> P { return x * y + z; }, space}},
    {"hypot3",   {[](const P& x, const P& y, const P& z) -> P { return mp::sqrt(x * x + y * y + z * z); }, space, 0.05}},
    {"clamp",    {[](const P& x, const P& y, const P& z) -> P { return x < y ? (y < z ? y : z) : (x < z ? x : z); }, space}},
};
// clang-format on

} // namespace

auto references() -> const std::map<std::string_view, Reference>& { return unary_table; }
auto binary_references() -> const std::map<std::string_view, BinaryReference>& {
  return binary_table;
}
auto ternary_references() -> const std::map<std::string_view, TernaryReference>& {
  return ternary_table;
}
