#include "verify/series_of_formula.hpp"

namespace jetwork::verify {

template struct SeriesOfFormula<double>;

} // namespace jetwork::verify
