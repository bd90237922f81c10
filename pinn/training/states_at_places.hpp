// What a recorded network's states, u, u', … of each unknown, are at the places where conditions look.
// A private header of pinn/training/trial_network.hpp.
//
//   StatesAtPlaces states(tape, theta, places, terms);
//   states.replay().set(…); states.replay().forward();
//   states.values();                       // (state, place)
//   states.by(parameters, count);          // (place·states + state, weight)
#pragma once

#include "autodiff/batch.hpp"

#include <Eigen/Core>

#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace jetwork::pinn {

class StatesAtPlaces {
public:
  /// `places` are values of the input `theta`.
  StatesAtPlaces(autodiff::BatchTape& tape, const autodiff::BatchVariable& theta,
                 const Eigen::VectorXd& places, std::vector<autodiff::BatchVariable> states)
      : replay_(tape, static_cast<int>(places.size())),
        places_(places.size()),
        states_(std::move(states)) {
    replay_.set(theta, places.transpose());
  }

  [[nodiscard]] auto replay() -> autodiff::BatchReplay& { return replay_; }

  [[nodiscard]] auto values() const -> Eigen::MatrixXd {
    Eigen::MatrixXd values(std::ssize(states_), places_);
    for (std::size_t s = 0; s < states_.size(); ++s)
      values.row(static_cast<Eigen::Index>(s)) = replay_.value(states_[s]).row(0);
    return values;
  }

  /// By parameters that have so many numbers together.
  [[nodiscard]] auto by(std::span<const autodiff::BatchParameter> parameters, Eigen::Index count)
      -> Eigen::MatrixXd {
    const Eigen::Index states = std::ssize(states_);
    Eigen::MatrixXd result(places_ * states, count);
    for (Eigen::Index s = 0; s < states; ++s) {
      const Eigen::MatrixXd of_one =
          replay_.jacobian(states_[static_cast<std::size_t>(s)], parameters);
      for (Eigen::Index place = 0; place < places_; ++place)
        result.row(place * states + s) = of_one.row(place);
    }
    return result;
  }

private:
  autodiff::BatchReplay replay_;
  Eigen::Index places_;
  std::vector<autodiff::BatchVariable> states_;
};

} // namespace jetwork::pinn
