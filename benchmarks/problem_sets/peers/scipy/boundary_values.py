"""solve_bvp, with its own difference quotients for Jacobians, from the lines from which Jetwork starts as well."""
import numpy
from processor_time import TooLong, timed
from scipy.integrate import solve_bvp


def runs(problem, function, boundary, limit):
    """The method, the tolerance, the states at the reference's points, and the seconds, of each run that ended."""
    t = numpy.array(problem["t"])
    mesh = numpy.linspace(t[0], t[-1], 11)
    left, right = (numpy.array(state)[:, None] for state in problem["lines"])
    lines = left + (right - left) * (mesh - t[0]) / (t[-1] - t[0])
    for tolerance in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11):

        def solve(slope):
            return solve_bvp(slope, boundary, mesh, lines, tol=tolerance, max_nodes=100_000)

        try:
            result, seconds = timed(solve, function, limit)
        except (TooLong, ArithmeticError, MemoryError, ValueError):
            break
        if result.success:
            yield "solve_bvp", tolerance, result.sol(t), seconds
