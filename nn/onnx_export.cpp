#include "nn/onnx_export.hpp"

#include "io/atomic_file.hpp"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace jetwork::nn {
namespace {

/// Activations that are one operator of the standard.
struct Operator {
  std::string_view activation;
  const char* name;
};
// clang-format off
constexpr Operator operators[] = {
    {"tanh", "Tanh"}, {"sigmoid", "Sigmoid"}, {"relu", "Relu"}, {"softplus", "Softplus"}, {"softsign", "Softsign"},
    {"sin", "Sin"},   {"cos", "Cos"},         {"tan", "Tan"},   {"asin", "Asin"},         {"acos", "Acos"},
    {"atan", "Atan"}, {"sinh", "Sinh"},       {"cosh", "Cosh"}, {"asinh", "Asinh"},       {"acosh", "Acosh"},
    {"atanh", "Atanh"}, {"exp", "Exp"},       {"log", "Log"},   {"sqrt", "Sqrt"},         {"erf", "Erf"},
    {"abs", "Abs"},   {"floor", "Floor"},     {"ceil", "Ceil"}, {"sign", "Sign"},         {"negate", "Neg"},
    {"identity", "Identity"},
};
// clang-format on

/// Writes a model's operators one after the other; each returns the name of its result.
class ModelWriter {
public:
  explicit ModelWriter(const OnnxOptions& options)
      : type_(options.precision == OnnxPrecision::float32 ? onnx::TensorProto::FLOAT
                                                          : onnx::TensorProto::DOUBLE) {
    model_.set_ir_version(7);
    model_.set_producer_name("jetwork");
    auto* standard = model_.add_opset_import();
    standard->set_domain("");
    standard->set_version(13);
    graph().set_name(options.name);
  }

  auto node(const char* type, const std::vector<std::string>& inputs) -> std::string {
    onnx::NodeProto& node = *graph().add_node();
    node.set_op_type(type);
    node.set_name(fmt::format("{}_{}", type, graph().node_size()));
    for (const std::string& input : inputs) node.add_input(input);
    node.add_output(node.name() + "_result");
    return node.output(0);
  }
  /// A matrix, row after row, or a vector.
  auto constant(const std::string& name, const Eigen::Ref<const Eigen::MatrixXd>& numbers,
                bool is_vector = false) -> std::string {
    onnx::TensorProto& tensor = *graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type_);
    if (!is_vector) tensor.add_dims(numbers.rows());
    tensor.add_dims(is_vector ? numbers.size() : numbers.cols());
    for (Eigen::Index i = 0; i < numbers.rows(); ++i)
      for (Eigen::Index j = 0; j < numbers.cols(); ++j) {
        if (type_ == onnx::TensorProto::DOUBLE) tensor.add_double_data(numbers(i, j));
        else tensor.add_float_data(static_cast<float>(numbers(i, j)));
        check(type_ == onnx::TensorProto::DOUBLE
                  ? numbers(i, j)
                  : static_cast<double>(static_cast<float>(numbers(i, j))),
              numbers(i, j), name);
      }
    return name;
  }
  /// W a + b of every sample, for samples in rows.
  auto affine(const std::string& a, std::size_t l, const Eigen::Ref<const Eigen::MatrixXd>& weights,
              const Eigen::Ref<const Eigen::VectorXd>& biases) -> std::string {
    const std::string W = fmt::format("layer_{}_weights", l + 1);
    if (biases.size() == 0) return node("MatMul", {a, constant(W, weights.transpose())});
    const std::string result =
        node("Gemm", {a, constant(W, weights),
                      constant(fmt::format("layer_{}_biases", l + 1), biases, true)});
    onnx::AttributeProto& transposed =
        *graph().mutable_node(graph().node_size() - 1)->add_attribute();
    transposed.set_name("transB");
    transposed.set_type(onnx::AttributeProto::INT);
    transposed.set_i(1);
    return result;
  }
  auto activate(std::string_view activation, const std::string& x) -> std::string {
    for (const Operator& each : operators)
      if (each.activation == activation) return node(each.name, {x});
    if (activation == "swish") return node("Mul", {x, node("Sigmoid", {x})});
    if (activation == "gelu") { // x·(1 + erf(x/√2))/2
      const std::string error = node("Erf", {node("Mul", {x, number(1 / std::numbers::sqrt2)})});
      return node("Mul", {node("Mul", {x, number(0.5)}), node("Add", {error, number(1)})});
    }
    throw std::invalid_argument(fmt::format(
        "ONNX has no operator for the activation \"{}\": the network cannot be exported. Use "
        "tanh, sigmoid, relu, softplus, softsign, gelu, swish, sin or another function of the "
        "standard",
        activation));
  }
  void describe(::google::protobuf::RepeatedPtrField<onnx::ValueInfoProto>* of, const char* name,
                int width) {
    onnx::ValueInfoProto& value = *of->Add();
    value.set_name(name);
    auto& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(type_);
    tensor.mutable_shape()->add_dim()->set_dim_param("samples");
    tensor.mutable_shape()->add_dim()->set_dim_value(width);
  }
  auto graph() -> onnx::GraphProto& { return *model_.mutable_graph(); }
  auto bytes() const -> std::string { return model_.SerializeAsString(); }

private:
  auto number(double x) -> std::string {
    const std::string name = fmt::format("constant_{}", graph().initializer_size());
    return constant(name, Eigen::Matrix<double, 1, 1>(x), true);
  }
  static void check(double written, double exact, const std::string& name) {
    if (!std::isfinite(exact))
      throw std::invalid_argument(
          fmt::format("{} holds {}: a network with parameters that are not finite is not exported",
                      name, exact));
    if (!std::isfinite(written))
      throw std::invalid_argument(fmt::format(
          "{} holds {}, too large for 32-bit numbers: export with OnnxPrecision::float64", name,
          exact));
  }

  onnx::ModelProto model_;
  onnx::TensorProto::DataType type_;
};

} // namespace

auto onnx_model(const NetworkDescription& network, const OnnxOptions& options) -> std::string {
  if (options.name.empty())
    throw std::invalid_argument("onnx_model: the model needs a name; ONNX's checker asks for one");
  ModelWriter writer(options);
  writer.describe(writer.graph().mutable_input(), "input", network.widths.front());
  writer.describe(writer.graph().mutable_output(), "output", network.widths.back());

  std::string a = "input";
  if (network.options.fourier_frequencies.size() > 0) {
    const std::string angle = writer.node(
        "MatMul", {a, writer.constant("fourier_frequencies",
                                      network.options.fourier_frequencies.transpose())});
    const std::string sine = writer.node("Sin", {angle}), cosine = writer.node("Cos", {angle});
    a = writer.node("Concat", {sine, cosine});
    onnx::AttributeProto& axis =
        *writer.graph().mutable_node(writer.graph().node_size() - 1)->add_attribute();
    axis.set_name("axis");
    axis.set_type(onnx::AttributeProto::INT);
    axis.set_i(1);
  } else if (network.options.activate_input) {
    a = writer.activate(network.activation, a);
  }
  const std::vector<DenseLayer> layers = dense_layers(network.widths, network.options);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const DenseLayer& layer = layers[l];
    const double* numbers = network.parameters.data();
    const Eigen::Map<const Eigen::MatrixXd> weights(numbers + layer.weights, layer.outputs,
                                                    layer.inputs);
    const Eigen::Map<const Eigen::VectorXd> biases(numbers + layer.biases,
                                                   network.options.biases ? layer.outputs : 0);
    std::string z = writer.affine(a, l, weights, biases);
    if (l + 1 < layers.size()) {
      z = writer.activate(network.activation, z);
      if (layer.adds_input) z = writer.node("Add", {a, z});
    }
    a = z;
  }
  writer.graph().mutable_node(writer.graph().node_size() - 1)->set_output(0, "output");
  return writer.bytes();
}

void save_onnx(const NetworkDescription& network, const std::filesystem::path& path,
               const OnnxOptions& options) {
  io::write_file_atomically(path, onnx_model(network, options));
}

} // namespace jetwork::nn
