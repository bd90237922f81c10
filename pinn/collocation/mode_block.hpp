// How one equation's modes answer to one unknown's: a block of the Newton matrix.
//
//   ModeBlock block;
//   block.set_zero();
//   ModeBlock::add_product(tests.data(), 20, table.data(), block.data(), ModeBlock::columns);
//   block.invert();
#pragma once

#include "autodiff/numbers/pack.hpp"
#include "pinn/network/feature_tables.hpp"

#include <Eigen/Core>

#include <array>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

class ModeBlock {
public:
  static constexpr int size = FeatureTables::modes, columns = size, depth = size;

  auto data() -> double* { return numbers_.data(); }
  auto data() const -> const double* { return numbers_.data(); }
  void set_zero() { numbers_.fill(0.0); }
  /// Adds factor·other.
  void add(double factor, const double* other) {
    for (int k = 0; k < size * size; k += Pack::size)
      (Pack::load(data() + k) + Pack(factor) * Pack::load(other + k)).store(data() + k);
  }

  /// This block becomes its product with the other.
  void multiply(const ModeBlock& other) {
    const ModeBlock copy = *this;
    set_zero();
    product<1>(copy.data(), size, other.data(), data(), columns);
  }
  /// c += a·b where a has `inner` columns of `size` numbers, b `columns` of `inner` numbers.
  static void add_product(const double* a, int inner, const double* b, double* c, int count) {
    product<1>(a, inner, b, c, count);
  }
  /// c -= a·b for a block a and `count` columns.
  static void subtract_product(const double* a, const double* b, double* c, int count) {
    product<-1>(a, size, b, c, count);
  }

  /// Gauss–Jordan elimination in place, with exchange of rows; not finite where the block is singular.
  void invert() {
    Array<size, int> exchanged{};
    for (int k = 0; k < size; ++k) {
      const int pivot = pivot_row(k);
      exchanged[index(k)] = pivot;
      if (pivot != k)
        for (int column = 0; column < size; ++column) std::swap(at(k, column), at(pivot, column));
      eliminate(k);
    }
    for (int k = size; k-- > 0;)
      if (const int other = exchanged[index(k)]; other != k)
        for (int row = 0; row < size; ++row) std::swap(at(row, k), at(row, other));
  }

private:
  using Pack = autodiff::Pack;
  static constexpr int packs = size / Pack::size;
  static_assert(size % Pack::size == 0);
  template <int count, class Number>
  using Array = std::array<Number, static_cast<std::size_t>(count)>;
  static constexpr auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }

  auto at(int row, int column) -> double& { return numbers_[index(column * size + row)]; }

  /// The diagonal, unless it is small beside what is below it.
  auto pivot_row(int k) -> int {
    constexpr double threshold = 0.1;
    using Column = Eigen::Map<const Eigen::ArrayXd>;
    Eigen::Index largest = 0;
    const double size_of_largest = Column(&at(k, k), size - k).abs().maxCoeff(&largest);
    return std::abs(at(k, k)) >= threshold * size_of_largest ? k : k + static_cast<int>(largest);
  }
  /// One step of Gauss–Jordan elimination. Row k is replaced by the quotients, all others lose their multiple of them:
  /// old·(1 - e_k) + (e_k - factors)·quotient, in whole packs.
  void eliminate(int k) {
    const double inverse = 1.0 / at(k, k);
    Array<packs, Pack> kept, factors;
    for (int r = 0; r < packs; ++r) {
      kept[index(r)] = 1.0;
      factors[index(r)] = -Pack::load(&at(r * Pack::size, k));
    }
    kept[index(k / Pack::size)][k % Pack::size] = 0.0;
    factors[index(k / Pack::size)][k % Pack::size] = 1.0;
    for (int column = 0; column < size; ++column) {
      const double quotient = column == k ? inverse : at(k, column) * inverse;
      for (int r = 0; r < packs; ++r) {
        double* const place = &at(r * Pack::size, column);
        const Pack old = column == k ? Pack(0.0) : Pack::load(place) * kept[index(r)];
        (old + factors[index(r)] * Pack(quotient)).store(place);
      }
    }
  }

  template <int sign>
  static void product(const double* a, int inner, const double* b, double* c, int count) {
    for (; count >= 4; count -= 4, b += 4 * inner, c += 4 * size)
      product_of_columns<sign, 4>(a, inner, b, c);
    for (; count > 0; --count, b += inner, c += size) product_of_columns<sign, 1>(a, inner, b, c);
  }
  template <int sign, int count>
  static void product_of_columns(const double* a, int inner, const double* b, double* c) {
    Array<count * packs, Pack> sum;
    for (int column = 0; column < count; ++column)
      for (int r = 0; r < packs; ++r)
        sum[index(column * packs + r)] = Pack::load(c + column * size + r * Pack::size);
    for (int k = 0; k < inner; ++k)
      for (int r = 0; r < packs; ++r) {
        const Pack left = Pack::load(a + k * size + r * Pack::size);
        for (int column = 0; column < count; ++column) {
          const Pack right(b[column * inner + k]);
          if constexpr (sign > 0) sum[index(column * packs + r)] += left * right;
          else sum[index(column * packs + r)] -= left * right;
        }
      }
    for (int column = 0; column < count; ++column)
      for (int r = 0; r < packs; ++r)
        sum[index(column * packs + r)].store(c + column * size + r * Pack::size);
  }

  alignas(Pack::alignment) Array<size * size, double> numbers_;
};

} // namespace jetwork::pinn
