// Looks for events on one segment after the other: where a quantity changes its sign, the zero is found on the segment's
// network to the last digit (Alefeld, Potra and Shi 1995).
#pragma once

#include "pinn/problem/quantity.hpp"
#include "pinn/solution/result.hpp"

#include <optional>
#include <vector>

namespace jetwork::pinn {

class EventLocator {
public:
  /// `events` must outlive it.
  EventLocator(const std::vector<Event>& events, const Problem& problem);

  /// The first event on the segment, which follows the last that was looked at.
  auto first_on(const Segment& segment) -> std::optional<EventOccurrence>;

  [[nodiscard]] auto orders() const -> const std::vector<int>& { return orders_; }

private:
  /// The zero between two places where the value is `before` and `after`; nothing where it has a pole there.
  [[nodiscard]] auto zero_between(const Event& event, const Segment& segment, double from,
                                  double to, double before, double after) const
      -> std::optional<double>;
  [[nodiscard]] auto value_at(const Event& event, const Segment& segment, double t) const -> double;

  const std::vector<Event>* events_;
  std::vector<int> orders_;
  std::vector<double> parameters_;
  bool begun_ = false;
  /// Of each event, the last value that was not zero; NaN before there is one.
  std::vector<double> last_;
};

} // namespace jetwork::pinn
