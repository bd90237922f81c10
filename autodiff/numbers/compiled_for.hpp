// That a program and a compiled library of ours use vector registers of one width: the linker sees to it.
//
// Packs, tapes and Eigen's matrices are laid out for the widest register that the compiler may use (-march). Compiled for
// another width than the library that it calls, a program would free what was allocated in another way, or read numbers from
// where there are none. It is not linked instead: "undefined reference to
// `jetwork::nn::detail::library_is_compiled_for(jetwork::autodiff::RegistersOf<64ul>)'". Compile the program for the
// processors that the library was compiled for, or the library for those of the program.
#pragma once

#include "autodiff/numbers/registers.hpp"

#include <cstddef>

namespace jetwork::autodiff {

/// A library defines a function that takes it, for the registers that it is compiled for; its doors refer to that function
/// for the registers that the program is compiled for.
template <std::size_t bytes>
struct RegistersOf {};

/// Those that this file is compiled for.
using Registers = RegistersOf<detail::register_bytes>;

} // namespace jetwork::autodiff
