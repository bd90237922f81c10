"""How long a solver takes, and its end where that is too long."""
import time


class TooLong(Exception):
    pass


def limited(function, limit):
    """The function, which raises TooLong once so many seconds have passed."""
    end = time.process_time() + limit

    def call(*arguments):
        if time.process_time() > end:
            raise TooLong
        return function(*arguments)

    return call


def timed(solve, function, limit):
    """solve(function) and its seconds; short runs are repeated, as those of the other solvers are."""
    begun = time.process_time()
    result = solve(limited(function, limit))
    seconds = time.process_time() - begun
    if seconds < 0.1:
        again = time.process_time()
        solve(function)
        seconds = min(seconds, time.process_time() - again)
    return result, seconds
