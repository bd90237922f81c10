// Writes the source of stored_numbers(): the feature tables of the default hidden layer. Run by the build.
//
//   write_feature_tables FILE.cpp
#include "pinn/network/feature_tables.hpp"
#include "pinn/network/stored_feature_tables.hpp"

#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>

namespace {

using namespace jetwork::pinn;

auto hexadecimal(double number) -> std::string {
  char text[32];
  std::snprintf(text, sizeof text, "%a", number);
  return text;
}

void write(const std::string& file) {
  std::ofstream source(file);
  source << "#include \"pinn/network/stored_feature_tables.hpp\"\n\nnamespace {\n";
  const auto hidden = draw_hidden_layer(default_seed);
  for (int order = 1; order <= stored_orders; ++order) {
    source << "\nconstexpr double order_" << order << "[] = {\n";
    for (const double number : numbers_of(*hidden, compute_feature_tables(*hidden, order)))
      source << hexadecimal(number) << ",\n";
    source << "};\n";
  }
  source << "\n} // namespace\n\nauto jetwork::pinn::stored_numbers(int order) -> std::span<const "
            "double> {\n"
         << "  switch (order) {\n";
  for (int order = 1; order <= stored_orders; ++order)
    source << "  case " << order << ": return order_" << order << ";\n";
  source << "  default: return {};\n  }\n}\n";
  source.close();
  if (!source) throw std::runtime_error("cannot write " + file);
}

} // namespace

auto main(int count, char** arguments) -> int {
  try {
    if (count != 2) throw std::runtime_error("usage: write_feature_tables FILE.cpp");
    write(arguments[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
