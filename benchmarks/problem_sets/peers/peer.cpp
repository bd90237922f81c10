#include "benchmarks/problem_sets/peers/peer.hpp"

#include "benchmarks/cpu_time.hpp"

namespace jetwork::benchmarks {

#ifdef JETWORK_ODEINT
auto odeint_peer() -> Peer;
#endif
#ifdef JETWORK_CVODE
auto cvode_peer() -> Peer;
#endif
#ifdef JETWORK_COLNEW
auto colnew_peer() -> Peer;
#endif

auto compiled_peers() -> std::vector<Peer> {
  std::vector<Peer> peers;
#ifdef JETWORK_ODEINT
  peers.push_back(odeint_peer());
#endif
#ifdef JETWORK_CVODE
  peers.push_back(cvode_peer());
#endif
#ifdef JETWORK_COLNEW
  peers.push_back(colnew_peer());
#endif
  return peers;
}

LimitedRightSide::LimitedRightSide(const KnownProblem& known, double limit)
    : right_side_(known.right_side), end_(cpu_now() + limit) {}

void LimitedRightSide::operator()(double t, const double* state, double* slope) {
  constexpr unsigned often = 1024; // the clock is slow compared to many right-hand sides
  if (++calls_ % often == 0 && cpu_now() > end_) throw TooLong();
  right_side_->plain(t, state, slope);
}

} // namespace jetwork::benchmarks
