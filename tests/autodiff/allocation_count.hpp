// How often a test program has asked for memory, to prove that something asks for none.
//
//   const std::size_t before = allocations();
//   work();
//   BOOST_TEST(allocations() == before);
//
// The program's operator new is replaced to count (allocation_count.cpp). Under the sanitizers, which bring their own,
// it is not, and `counts_allocations` is false: skip such a test there.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool counts_allocations = false;
#else
inline constexpr bool counts_allocations = true;
#endif

auto allocations() -> std::size_t;
