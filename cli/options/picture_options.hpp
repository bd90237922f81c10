// The options that say what --plot draws, and how: --show, --phase and --log.
//
//   const PictureOptions drawn = picture_options(options.picture, problem);     // before the work: throws InputError
#pragma once

#include "cli/options/option_group.hpp"
#include "cli/output/phase_portrait.hpp"
#include "cli/output/picture.hpp"
#include "pinn/problem/problem.hpp"

#include <optional>
#include <string>

namespace jetwork::cli {

struct PictureTexts {
  std::string show;        ///< the values that are drawn
  std::string phase;       ///< those that are drawn against each other
  std::string logarithmic; ///< the axes
};

void add_picture_options(const OptionGroup& group, PictureTexts& texts);

/// Throws InputError where an option says what a picture is like, and there is none.
void check_there_is_a_picture(const PictureTexts& texts, const std::string& plot);

/// The values of --show and the axes of --log. Throws InputError where a name is no unknown, nor a derivative below the highest one.
[[nodiscard]] auto picture_options(const PictureTexts& texts, const pinn::Problem& problem)
    -> PictureOptions;

/// The values of --phase, if it is given. Throws InputError likewise, and where there are neither two nor three.
[[nodiscard]] auto phase_portrait(const PictureTexts& texts, const pinn::Problem& problem)
    -> std::optional<PhasePortrait>;

} // namespace jetwork::cli
