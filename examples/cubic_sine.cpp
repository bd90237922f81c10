// A cubic fitted to the sine by gradient descent: the numerical example of the paper (4.1.1).
//
//   cubic_sine [cubic_sine.svg]
#include "examples/picture.hpp"
#include "paper/networks/cubic_fit.hpp"

#include <fmt/format.h>

using namespace jetwork;

namespace {

void print(const char* name, const paper::networks::Cubic& c,
           const paper::networks::Samples& sine) {
  fmt::print("{:<22} {:9.6f} {:+9.6f} x {:+9.6f} x² {:+9.6f} x³   loss {:.6g}\n", name, c[0], c[1],
             c[2], c[3], paper::networks::loss(c, sine));
}

auto curve(const char* title, const paper::networks::Cubic& c, const std::vector<double>& x)
    -> examples::Curve {
  examples::Curve result{title, x, {}};
  for (const double at : x)
    result.y.push_back(c[0] + c[1] * at + c[2] * at * at + c[3] * at * at * at);
  return result;
}

auto fit_cubic(const std::filesystem::path& picture) -> bool {
  const paper::networks::Samples sine = paper::networks::sine_samples();
  const paper::networks::Cubic one_start(0.5, -0.3, 0.8, 0.2), another_start(-1.2, 0.9, 0.1, -0.7);
  const paper::networks::Cubic reached = paper::networks::descend(one_start, sine);
  const paper::networks::Cubic limit = paper::networks::least_squares_cubic(sine);

  print("one start", one_start, sine);
  print("after 2,000 steps", reached, sine);
  print("after 20,000 steps", paper::networks::descend(one_start, sine, {.steps = 20'000}), sine);
  print("another start", another_start, sine);
  print("after 2,000 steps", paper::networks::descend(another_start, sine), sine);
  print("the paper prints", paper::networks::Cubic(0.0237, 0.8476, -0.004, -0.0920), sine);
  print("the limit", limit, sine);
  fmt::print("The paper's coefficients are what one random start has become after 2,000 steps, not "
             "the limit:\n"
             "in the slowest direction, 3 % of the start's error are still there.\n");

  examples::draw(picture, examples::curves("A cubic fitted to the sine", "x", "",
                                           {{"sin x", sine.x, sine.y},
                                            curve("after 2,000 steps", reached, sine.x),
                                            curve("least squares", limit, sine.x)}));
  return paper::networks::loss(reached, sine) < paper::networks::loss(one_start, sine);
}

} // namespace

int main(int argc, char** argv) {
  return examples::run(
      argc, argv, "cubic_sine.svg",
      "Fits a cubic to the sine by gradient descent, as in section 4.1.1 of the paper.", fit_cubic);
}
