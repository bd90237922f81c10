#include "verify/series_of_formula.hpp"

namespace jetwork::verify {

template struct SeriesOfFormula<HundredDigits>;

} // namespace jetwork::verify
