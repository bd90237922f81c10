"""solve_ivp: DOP853 and LSODA, on stiff problems LSODA and Radau."""
import numpy
from processor_time import TooLong, timed
from scipy.integrate import solve_ivp


def runs(problem, function, limit):
    """The method, the tolerance, the states at the reference's points, and the seconds, of each run that ended."""
    t, start, magnitude = (numpy.array(problem[name]) for name in ("t", "start", "magnitude"))
    for method in ("LSODA", "Radau") if problem["kind"] == "stiff" else ("DOP853", "LSODA"):
        for tolerance in (1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-13):

            def solve(slope):
                return solve_ivp(slope, (t[0], t[-1]), start, method=method, t_eval=t, rtol=tolerance,
                                 atol=tolerance * magnitude)

            try:
                result, seconds = timed(solve, function, limit)
            except (TooLong, ArithmeticError, TypeError, ValueError):
                break
            if not result.success:
                break
            yield method, tolerance, result.y, seconds
