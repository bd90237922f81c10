#include "nn/dense_network.hpp"

void jetwork::nn::detail::library_is_compiled_for(autodiff::Registers /*registers*/) {}
