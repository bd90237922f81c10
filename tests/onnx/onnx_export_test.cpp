// Exported networks: valid to ONNX's own checker, and the same numbers in OpenCV's runtime.
#include "io/atomic_file.hpp"
#include "nn/initialise.hpp"
#include "nn/onnx_export.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <opencv2/dnn.hpp>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace jetwork::io;
using namespace jetwork::nn;
namespace fs = std::filesystem;

/// A file that is gone at the end of the scope.
class TemporaryFile {
public:
  TemporaryFile()
      : path_(fs::temp_directory_path()
              / ("jetwork_onnx_test_" + std::to_string(::getpid()) + ".onnx")) {}
  ~TemporaryFile() { fs::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  auto operator=(const TemporaryFile&) -> TemporaryFile& = delete;
  auto path() const -> const fs::path& { return path_; }
  auto bytes() const -> std::string {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

private:
  fs::path path_;
};

auto make_network(const char* name, std::vector<int> widths, DenseNetworkOptions options = {})
    -> DenseNetwork<NamedActivation> {
  DenseNetwork network(std::move(widths), activation(name), std::move(options));
  UniformGenerator uniform(3);
  for (double& p : network.parameters()) p = uniform(-0.7, 0.7);
  return network;
}

/// Exports, checks and runs the network; the largest difference to its own outputs.
auto largest_difference(const DenseNetwork<NamedActivation>& network, int samples) -> double {
  const TemporaryFile file;
  save_onnx(network, file.path());
  onnx::checker::check_model(file.path().string()); // throws what is wrong

  const int inputs = network.widths().front(), outputs = network.widths().back();
  cv::Mat points(samples, inputs, CV_32F);
  UniformGenerator uniform(8);
  for (int n = 0; n < samples; ++n)
    for (int i = 0; i < inputs; ++i) points.at<float>(n, i) = static_cast<float>(uniform(-1, 1));
  cv::dnn::Net runtime = cv::dnn::readNetFromONNX(file.path().string());
  runtime.setInput(points);
  const cv::Mat given = runtime.forward();
  BOOST_REQUIRE(given.rows == samples);
  BOOST_REQUIRE(given.cols == outputs);

  double largest = 0;
  for (int n = 0; n < samples; ++n) {
    std::vector<double> x;
    for (int i = 0; i < inputs; ++i) x.push_back(points.at<float>(n, i));
    const auto expected = network(std::span<const double>(x));
    for (int i = 0; i < outputs; ++i) {
      const double difference =
          std::abs(given.at<float>(n, i) - expected[static_cast<std::size_t>(i)]);
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

const char* const activations[] = {"tanh", "sigmoid", "relu", "softplus", "softsign",
                                   "gelu", "swish",   "sin",  "cos",      "erf"};
const Eigen::MatrixXd frequencies{{1.5, -0.5}, {0.3, 2.0}, {-1.0, 0.7}};

} // namespace

BOOST_AUTO_TEST_SUITE(onnx_export)

BOOST_DATA_TEST_CASE(another_runtime_gives_the_same_outputs,
                     boost::unit_test::data::make(activations), name) {
  BOOST_TEST(largest_difference(make_network(name, {3, 8, 5, 2}), 7) < 1e-6);
}

BOOST_AUTO_TEST_CASE(every_option_is_exported) {
  const auto difference = [](DenseNetworkOptions options) {
    return largest_difference(make_network("tanh", {2, 6, 6, 1}, std::move(options)), 5);
  };
  BOOST_TEST(difference({.activate_input = true}) < 1e-6);
  BOOST_TEST(difference({.biases = false}) < 1e-6);
  BOOST_TEST(difference({.residual = true}) < 1e-6);
  BOOST_TEST(difference({.fourier_frequencies = frequencies}) < 1e-6);
  BOOST_TEST(difference({.residual = true, .fourier_frequencies = frequencies}) < 1e-6);
  BOOST_TEST(largest_difference(make_network("tanh", {2, 1}), 4) < 1e-6); // no hidden layer
}

BOOST_AUTO_TEST_CASE(every_operator_is_valid_in_both_precisions) {
  for (const char* name :
       {"tanh", "sigmoid", "relu", "softplus", "softsign", "gelu",  "swish", "sin",   "cos",
        "tan",  "asin",    "acos", "atan",     "sinh",     "cosh",  "asinh", "acosh", "atanh",
        "exp",  "log",     "sqrt", "erf",      "abs",      "floor", "ceil",  "sign"})
    for (const auto precision : {OnnxPrecision::float32, OnnxPrecision::float64}) {
      const auto network = make_network(name, {2, 3, 1});
      const TemporaryFile file;
      save_onnx(network, file.path(), {.precision = precision, .name = name});
      BOOST_CHECK_NO_THROW(onnx::checker::check_model(file.path().string()));
    }
}

BOOST_AUTO_TEST_CASE(double_precision_keeps_every_bit) {
  const auto network = make_network("tanh", {2, 3, 1});
  const TemporaryFile file;
  save_onnx(network, file.path(), {.precision = OnnxPrecision::float64, .name = "exact"});
  onnx::ModelProto model;
  BOOST_REQUIRE(model.ParseFromString(file.bytes()));
  BOOST_TEST(model.graph().name() == "exact");
  const onnx::TensorProto& weights = model.graph().initializer(0);
  BOOST_TEST(weights.dims(0) == 3);
  BOOST_TEST(weights.dims(1) == 2);
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 2; ++j)
      BOOST_TEST(weights.double_data(2 * i + j) == network.parameters()[i + 3 * j]);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_exported_is_refused_and_leaves_the_old_file) {
  const TemporaryFile file;
  std::ofstream(file.path()) << "old";
  const auto refuses = [&](const DenseNetwork<NamedActivation>& network, const char* reason) {
    BOOST_CHECK_EXCEPTION(save_onnx(network, file.path()), std::invalid_argument,
                          [&](const std::exception& error) {
                            return std::string(error.what()).find(reason) != std::string::npos;
                          });
    BOOST_TEST(file.bytes() == "old");
  };
  refuses(make_network("erfc", {1, 2, 1}), "\"erfc\"");
  auto broken = make_network("tanh", {1, 2, 1});
  broken.parameters()[3] = std::numeric_limits<double>::quiet_NaN();
  refuses(broken, "not finite");
  broken.parameters()[3] = 1e300;
  refuses(broken, "float64");
  BOOST_CHECK_THROW(save_onnx(make_network("tanh", {1, 2, 1}), file.path(), {.name = ""}),
                    std::invalid_argument);
  BOOST_TEST(file.bytes() == "old");
  BOOST_CHECK_NO_THROW(save_onnx(broken, file.path(), {.precision = OnnxPrecision::float64}));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error) {
  const auto network = make_network("tanh", {1, 2, 1});
  BOOST_CHECK_THROW(save_onnx(network, "/dev/full"), WriteError);
  BOOST_CHECK_THROW(save_onnx(network, "/there/is/no/such/folder.onnx"), WriteError);
}

BOOST_AUTO_TEST_SUITE_END()
