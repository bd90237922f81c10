#include "pinn/collocation/residual.hpp"

#include "pinn/collocation/recorded_residual.hpp"

namespace jetwork::pinn {

auto residual(const Problem& problem, const Solution& solution, std::span<const double> t)
    -> Eigen::MatrixXd {
  const RecordedResidual recorded(problem);
  RecordedResidual::Replay replay(recorded, static_cast<int>(t.size()));
  replay.set_parameters(parameter_values(problem));
  replay.set_time(
      Eigen::Map<const Eigen::RowVectorXd>(t.data(), static_cast<Eigen::Index>(t.size())));
  for (int i = 0; i < recorded.equations(); ++i)
    for (int n = 0; n <= recorded.order(i); ++n) {
      const auto values = solution.evaluate(static_cast<std::size_t>(i), t, n);
      replay.set(i, n,
                 Eigen::Map<const Eigen::RowVectorXd>(values.data(),
                                                      static_cast<Eigen::Index>(values.size())));
    }
  replay.evaluate();
  Eigen::MatrixXd result(recorded.equations(), static_cast<Eigen::Index>(t.size()));
  for (int e = 0; e < recorded.equations(); ++e) result.row(e) = replay.value(e);
  return result;
}

} // namespace jetwork::pinn
