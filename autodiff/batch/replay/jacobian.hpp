// The Jacobian by parameters, sample by sample, of a batch replay. Included by autodiff/batch/replay/replay.hpp.
//
//   auto J = replay.jacobian(residual, {w, b});      // a row for every sample, a column for every entry of w and b
//
// The samples are independent, so that one reverse sweep holds every sample's own derivatives; only where they meet, in
// the parameters, a gradient sums them. A Jacobian is the same sweep without that sum: for as long as it takes, the
// parameters' adjoints lie in the rows and columns of the result.
#pragma once

#include "autodiff/batch/replay/replay.hpp"

namespace jetwork::autodiff {

inline auto BatchReplay::jacobian(const BatchVariable& output,
                                  std::span<const BatchParameter> parameters)
    -> Eigen::Map<const Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>> {
  require_start(output, "jacobian");
  require_forward("jacobian");
  std::ptrdiff_t entries = 0;
  std::fill(jacobian_leads_.begin(), jacobian_leads_.end(), std::uint8_t{0});
  for (const BatchParameter& p : parameters) {
    check(p, "jacobian");
    if (jacobian_leads_[p.index()] != 0)
      throw std::invalid_argument("BatchReplay::jacobian: a parameter is named twice");
    jacobian_leads_[p.index()] = 1;
    entries += p.rows() * p.cols();
  }
  const std::ptrdiff_t stride = memory_.padded_columns();
  if (entries * stride > jacobian_size_) {
    jacobian_ = detail::allocate(entries * stride);
    jacobian_size_ = entries * stride;
  }
  std::fill_n(jacobian_.get(), entries * stride, 0.0);

  // For this sweep the parameters' adjoints lie in the Jacobian, and nothing else is asked for.
  program_.propagate(jacobian_leads_);
  program_.plan_reverse(output.index(), jacobian_leads_);
  planned_ = output.index();
  gradients_.clear();
  for (const BatchParameter& p : parameters)
    gradients_.push_back(memory_.slots(0)[p.index()].adjoint);
  const bool one_sample = memory_.layout().one_sample;
  for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block) {
    double* first = jacobian_.get() + block * memory_.layout().columns;
    for (const BatchParameter& p : parameters) {
      memory_.slots(block)[p.index()].adjoint = first;
      first += p.rows() * p.cols() * stride;
    }
    reverse(
        block, [&](double* adjoint) { seed_ones(block, adjoint); }, one_sample ? -1 : stride);
  }
  for (std::size_t k = 0; k < parameters.size(); ++k)
    for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block)
      memory_.slots(block)[parameters[k].index()].adjoint = gradients_[k];
  planned_.reset();
  state_ = State::forward; // a Jacobian sweep leaves no adjoints to ask for
  return {jacobian_.get(), columns(), entries, Eigen::OuterStride<>(stride)};
}

} // namespace jetwork::autodiff
