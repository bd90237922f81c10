// What nearly every test includes, compiled once. A test still includes what it uses: the style check,
// and a build with -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON, do without this file.
#pragma once

#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>
