// How deeply a JSON text is nested, before a tree is built of it: a tree of a hundred million brackets would take
// gigabytes.
//
//   is_nested_deeper(R"({"a": [[1]]})", 2);     // true: an object, a list, a list
#pragma once

#include <string_view>

namespace jetwork::io {

/// Whether lists and objects lie more than `most` deep inside each other. Brackets within strings do not count. Of a
/// text that is not JSON the answer means nothing, but it is given.
auto is_nested_deeper(std::string_view text, int most) -> bool;

} // namespace jetwork::io
