"""SciPy's integrators on the problems that are given on standard input as JSON; every run is a line of JSON.

usage: scipy_runs.py DIRECTORY < problems.json      # the directory of the generated right-hand sides
"""
import importlib.util
import json
import os
import sys
import time
import warnings

import numpy
from scipy.integrate import solve_ivp

warnings.simplefilter("ignore")
directory = sys.argv[1]
task = json.load(sys.stdin)
right_sides = {}
for name in task["sets"]:
    spec = importlib.util.spec_from_file_location(name, os.path.join(directory, name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    right_sides.update(module.right_sides)


class TooLong(Exception):
    pass


for problem in task["problems"]:
    function = right_sides[problem["id"]]
    t, start = numpy.array(problem["t"]), numpy.array(problem["start"])
    reference = numpy.array(problem["reference"])
    largest, floor = numpy.array(problem["largest"]), numpy.array(problem["floor"])

    def limited(at, y):
        if time.process_time() > limited.end:
            raise TooLong
        return function(at, y)

    for method in ("LSODA", "Radau") if problem["stiff"] else ("DOP853", "LSODA"):
        for tolerance in (1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-13):
            limited.end = time.process_time() + task["limit"]
            begun = time.process_time()
            try:
                result = solve_ivp(limited, (t[0], t[-1]), start, method=method, t_eval=t, rtol=tolerance,
                                   atol=tolerance * numpy.array(problem["magnitude"]))
            except (TooLong, ArithmeticError, TypeError, ValueError):
                break
            seconds = time.process_time() - begun
            if seconds < 0.1:  # a second run, as the other solvers' short runs are repeated too
                again = time.process_time()
                solve_ivp(function, (t[0], t[-1]), start, method=method, t_eval=t, rtol=tolerance,
                          atol=tolerance * numpy.array(problem["magnitude"]))
                seconds = min(seconds, time.process_time() - again)
            if not result.success:
                break
            difference = abs(result.y[problem["offset"]] - reference)
            error = float(numpy.max(numpy.maximum(0, difference.max(axis=1) - floor) / largest))
            print(json.dumps({"id": problem["id"], "method": method, "tolerance": tolerance, "error": error,
                              "seconds": seconds}), flush=True)
