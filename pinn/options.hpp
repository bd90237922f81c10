// What a solve may be told. Only the tolerance is worth a thought; the rest has defaults that need none.
//
//   pinn::solve(spring, {.tolerance = 1e-10});
//   pinn::solve(spring, {.limits = {.seconds = 5.0, .cancelled = [token] { return token.stop_requested(); }}});
#pragma once

#include "pinn/limits.hpp"
#include "pinn/network/hidden_layer.hpp"
#include "pinn/problem/quantity.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace jetwork::pinn {

enum class Method {
  collocation, ///< segments, each with a small network whose output weights are found by Newton's method
  single_network ///< one network over the whole domain, all its weights trained
};

enum class Optimiser { levenberg_marquardt, adam_then_lbfgs };
enum class Conditions { exact, soft };

struct TrainingOptions {
  Optimiser optimiser = Optimiser::levenberg_marquardt;
  int iterations = 150; ///< of Levenberg–Marquardt, or of L-BFGS after Adam, at most
  int adam_steps = 1000;
  double adam_learning_rate = 3e-2;
  Conditions conditions = Conditions::exact;
  double condition_weight = 1.0; ///< of the squares of what soft conditions miss
  int points = 120;              ///< at which the residual is made small; at least the neurons
};

/// The classical PINN of Method::single_network.
struct SingleNetwork {
  int neurons = 40;                           ///< of its hidden layer
  TrainingOptions training = {.points = 160}; ///< with four points a neuron at least
};

/// How far a solve has come; shown on a terminal.
struct Progress {
  double t = 0.0;        ///< where the march is
  double fraction = 0.0; ///< of the domain, 0 to 1
  int pass = 1; ///< a march that missed the tolerance is repeated with tighter local control
  std::size_t segments = 0;
};

struct Options {
  /// The error asked for, relative to each unknown's largest magnitude over the domain.
  double tolerance = 1e-8;
  /// An error below this is small enough as well, whatever the tolerance; one for each unknown, or none.
  std::vector<double> absolute_tolerance = {};
  Method method = Method::collocation;
  SingleNetwork single = {}; ///< used by Method::single_network alone
  /// Of the random hidden layer; the same seed gives the same digits.
  std::uint64_t seed = default_seed;
  Limits limits = {}; ///< what ends the solve before its time, with what was reached
  std::function<void(const Progress&)> progress = {}; ///< called now and then while marching
  std::vector<Invariant> invariants = {};             ///< reported as Result::drifts
  /// Names of parameters, or r, r', … for the initial values of an unknown: Result::sensitivities has the solution's
  /// derivatives by them.
  std::vector<std::string> sensitivities = {};
};

} // namespace jetwork::pinn
