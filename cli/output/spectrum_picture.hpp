// The picture of eigenfunctions: of an equation of second order over its potential, and of an infinite domain where they are.
#pragma once

#include "cli/output/picture.hpp"
#include "pinn/eigenvalues.hpp"

namespace jetwork::cli {

/// Of at least one eigenfunction.
[[nodiscard]] auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
                           const pinn::Spectrum& spectrum, const PictureOptions& options = {})
    -> Picture;

} // namespace jetwork::cli
