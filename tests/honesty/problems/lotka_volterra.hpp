// Predators and prey, x' = a·x - b·x·y, y' = c·x·y - d·y, to forty digits: Taylor series of order 60, end to end.
#pragma once

#include "tests/honesty/problems/chosen_problem.hpp"

#include <array>
#include <vector>

namespace jetwork::honesty {

struct LotkaVolterra {
  double a = 1, b = 1, c = 1, d = 1;
};

class LotkaVolterraReference {
public:
  LotkaVolterraReference(const LotkaVolterra& animals, double x0, double y0, double end);

  /// x and y at a point between 0 and the end.
  auto operator()(const Real& t) const -> Reals;

private:
  static constexpr int order = 60;
  struct Piece {
    Real start;
    std::array<std::vector<Real>, 2> coefficients; ///< of x and y, in powers of t - start
  };

  std::vector<Piece> pieces_;
};

} // namespace jetwork::honesty
