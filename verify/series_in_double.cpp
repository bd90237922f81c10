#include "verify/series_of_formula.hpp"

namespace jetwork::autodiff {

template struct SeriesOfFormula<double>;

} // namespace jetwork::autodiff
