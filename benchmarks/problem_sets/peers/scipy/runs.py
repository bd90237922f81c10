"""SciPy's solvers on the problems that are given on standard input as JSON; every run is a line of JSON.

usage: runs.py DIRECTORY < problems.json      # the directory of the generated right-hand sides
"""
import importlib.util
import json
import os
import sys
import warnings

import numpy

import boundary_values
import initial_values

warnings.simplefilter("ignore")
numpy.seterr(all="ignore")
directory = sys.argv[1]
task = json.load(sys.stdin)
right_sides, boundaries = {}, {}
for name in task["sets"]:
    spec = importlib.util.spec_from_file_location(name, os.path.join(directory, name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    right_sides.update(module.right_sides)
    boundaries.update(module.boundaries)


def true_error(problem, values):
    """Of states at the reference's points, relative to each unknown's largest magnitude; KnownProblem::error says what it is."""
    difference = abs(values[problem["offset"]] - numpy.array(problem["reference"])).max(axis=1)
    return float(numpy.max(numpy.maximum(0, difference - problem["floor"]) / problem["largest"]))


for problem in task["problems"]:
    function = right_sides[problem["id"]]
    if problem["kind"] != "boundary values":
        runs = initial_values.runs(problem, function, task["limit"])
    elif problem["lines"]:
        runs = boundary_values.runs(problem, function, boundaries[problem["id"]], task["limit"])
    else:
        continue  # on a half line, or with conditions inside the domain
    for method, tolerance, values, seconds in runs:
        if numpy.isfinite(values).all():
            print(json.dumps({"id": problem["id"], "method": method, "tolerance": tolerance,
                              "error": true_error(problem, values), "seconds": seconds}), flush=True)
