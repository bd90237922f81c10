// The memory of a scalar tape: plain arrays, in large pages where they are large.
//
// A sweep goes through megabytes at one or two operations a number; with pages of 4 KiB it waits for the
// processor's page tables as much as for the memory. Linux gives large pages on request (madvise).
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace jetwork::autodiff::detail {

/// `size` numbers, default-initialised: those of a fundamental type have no value yet.
template <class Number>
class TapeMemory {
public:
  TapeMemory() = default;
  explicit TapeMemory(std::size_t size) : size_(size) {
    numbers_ = static_cast<Number*>(::operator new(size * sizeof(Number), alignment()));
#ifdef __linux__
    if (is_large()) madvise(numbers_, size * sizeof(Number), MADV_HUGEPAGE); // may be refused
#endif
    std::uninitialized_default_construct_n(numbers_, size);
  }
  TapeMemory(TapeMemory&& other) noexcept
      : numbers_(std::exchange(other.numbers_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  auto operator=(TapeMemory&& other) noexcept -> TapeMemory& {
    std::swap(numbers_, other.numbers_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~TapeMemory() {
    if (numbers_ == nullptr) return;
    std::destroy_n(numbers_, size_);
    ::operator delete(numbers_, alignment());
  }

  auto get() const -> Number* { return numbers_; }
  auto size() const -> std::size_t { return size_; }

private:
  static constexpr std::size_t large_page = std::size_t{1} << 21;
  auto is_large() const -> bool { return size_ * sizeof(Number) >= 2 * large_page; }
  auto alignment() const -> std::align_val_t {
    return std::align_val_t{is_large() ? large_page : std::max<std::size_t>(64, alignof(Number))};
  }

  Number* numbers_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace jetwork::autodiff::detail
