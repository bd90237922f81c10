// A network as an ONNX file in another project.
#include <nn/initialise.hpp>
#include <nn/onnx_export.hpp>

int main() {
  using namespace jetwork::nn;
  DenseNetwork network({1, 3, 1}, activation("tanh"));
  glorot_uniform(network, 7);
  save_onnx(network, "network.onnx");
}
