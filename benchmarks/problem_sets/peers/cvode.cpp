// SUNDIALS CVODE: backward differentiation with a dense Jacobian (its own difference quotients), its usual method for
// stiff problems; on the others also the Adams method with fixed-point iteration.
//
// Its time includes making the solver and the output at the reference's points, which its interpolation gives nearly free.
#include "benchmarks/cpu_time.hpp"
#include "benchmarks/problem_sets/peers/peer.hpp"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_context.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

#include <algorithm>

namespace jetwork::benchmarks {

namespace {

auto evaluate(double t, N_Vector state, N_Vector slope, void* right_side) -> int {
  try {
    (*static_cast<LimitedRightSide*>(right_side))(t, N_VGetArrayPointer(state),
                                                  N_VGetArrayPointer(slope));
  } catch (const TooLong&) { return -1; } // makes CVODE give up
  return 0;
}

/// One integration; the values at the reference's points, or fewer where it failed.
auto integrate(const KnownProblem& known, int method, double tolerance, double limit)
    -> std::vector<std::vector<double>> {
  LimitedRightSide right_side(known, limit);
  const auto size = static_cast<sunindextype>(known.start.size());
  sundials::Context context;
  N_Vector state = N_VNew_Serial(size, context), absolute = N_VNew_Serial(size, context);
  std::copy(known.start.begin(), known.start.end(), N_VGetArrayPointer(state));
  for (std::size_t k = 0; k < known.start.size(); ++k)
    N_VGetArrayPointer(absolute)[k] = tolerance * known.magnitude[k];

  void* solver = CVodeCreate(method, context);
  CVodeInit(solver, evaluate, known.t.front(), state);
  CVodeSetUserData(solver, &right_side);
  CVodeSVtolerances(solver, tolerance, absolute);
  CVodeSetMaxNumSteps(solver, 10'000'000);
  CVodeSetErrFile(solver, nullptr);
  SUNMatrix matrix = nullptr;
  SUNLinearSolver linear = nullptr;
  SUNNonlinearSolver fixed_point = nullptr;
  if (method == CV_BDF) {
    matrix = SUNDenseMatrix(size, size, context);
    linear = SUNLinSol_Dense(state, matrix, context);
    CVodeSetLinearSolver(solver, linear, matrix);
  } else {
    fixed_point = SUNNonlinSol_FixedPoint(state, 0, context);
    CVodeSetNonlinearSolver(solver, fixed_point);
  }

  std::vector<std::vector<double>> values(known.reference.size());
  double reached = known.t.front();
  for (const double t : known.t) {
    if (t != known.t.front() && CVode(solver, t, state, &reached, CV_NORMAL) < 0) break;
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i].push_back(N_VGetArrayPointer(state)[known.offset[i]]);
  }
  CVodeFree(&solver);
  SUNLinSolFree(linear);
  SUNMatDestroy(matrix);
  SUNNonlinSolFree(fixed_point);
  N_VDestroy(state);
  N_VDestroy(absolute);
  return values;
}

} // namespace

auto cvode_peer() -> Peer;
auto cvode_peer() -> Peer {
  return {"CVODE", [](const KnownProblem& known, double limit) {
            std::vector<Run> runs;
            if (known.group == Group::boundary_values) return runs;
            for (const int method : {CV_BDF, CV_ADAMS})
              for (const double tolerance : peer_tolerances) {
                if (method == CV_ADAMS && known.group == Group::stiff) break;
                std::vector<std::vector<double>> values;
                const double seconds =
                    cpu_seconds([&] { values = integrate(known, method, tolerance, limit); });
                if (values.front().size() < known.t.size()) break;
                runs.push_back(
                    {method == CV_BDF ? "BDF" : "Adams", tolerance, known.error(values), seconds});
              }
            return runs;
          }};
}

} // namespace jetwork::benchmarks
