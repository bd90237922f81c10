#include "nn/network_file.hpp"

#include "io/json_file.hpp"
#include "io/text_file.hpp"

#include <algorithm>

namespace jetwork::nn::detail {
namespace {

using io::Json;

constexpr int format_version = 1;
const std::string format_name = "jetwork network";

auto rows_json(const Eigen::MatrixXd& matrix) -> Json {
  Json rows = Json::array();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i)
    rows.push_back(io::vector_json(matrix.row(i).transpose()));
  return rows;
}

auto read_rows(const Json& rows) -> Eigen::MatrixXd {
  Eigen::MatrixXd matrix;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Eigen::VectorXd row = io::read_vector(rows[i]);
    if (i == 0) matrix.resize(static_cast<Eigen::Index>(rows.size()), row.size());
    if (row.size() != matrix.cols())
      throw std::invalid_argument("the rows of a matrix differ in length");
    matrix.row(static_cast<Eigen::Index>(i)) = row.transpose();
  }
  return matrix;
}

auto read_widths(const Json& json) -> std::vector<int> {
  std::vector<int> widths;
  for (const Json& width : json.get_ref<const Json::array_t&>())
    widths.push_back(io::read_int(width));
  return widths;
}

auto options_json(const DenseNetworkOptions& options) -> Json {
  return {{"activate_input", options.activate_input},
          {"biases", options.biases},
          {"residual", options.residual},
          {"fourier_frequencies", rows_json(options.fourier_frequencies)}};
}

auto read_options(const Json& json) -> DenseNetworkOptions {
  return {.activate_input = json.at("activate_input").get<bool>(),
          .biases = json.at("biases").get<bool>(),
          .residual = json.at("residual").get<bool>(),
          .fourier_frequencies = read_rows(json.at("fourier_frequencies"))};
}

/// The number of weights and biases, before the network is made: damaged widths could ask for any amount of memory.
auto count_of(const NetworkDescription& network) -> double {
  double count = 0;
  for (std::size_t l = 0; l + 1 < network.widths.size(); ++l) {
    const double inputs =
        l == 0 && network.options.fourier_frequencies.size() > 0
            ? 2.0 * static_cast<double>(network.options.fourier_frequencies.rows())
            : network.widths[l];
    count += (inputs + (network.options.biases ? 1 : 0)) * network.widths[l + 1];
  }
  return count;
}

} // namespace

auto architecture(const NetworkDescription& network) -> std::string {
  return Json{{"widths", network.widths},
              {"activation", network.activation},
              {"options", options_json(network.options)}}
      .dump();
}

auto network_text(const NetworkDescription& network) -> std::string {
  if (!network.parameters.allFinite())
    throw std::invalid_argument("save_network: a weight of the network is infinite or NaN; it was "
                                "not saved: train or initialise it again");
  return io::with_checksum(
      fmt::format("{{\n  \"format\": {},\n  \"version\": {},\n  \"widths\": {},\n"
                  "  \"activation\": {},\n  \"options\": {},\n"
                  "  \"parameters\": {}",
                  Json(format_name).dump(), format_version, Json(network.widths).dump(),
                  Json(network.activation).dump(), options_json(network.options).dump(),
                  io::vector_json(network.parameters).dump()));
}

auto read_network_text(const std::string& text, const std::string& file) -> NetworkDescription {
  Json json;
  try {
    json = io::read_checked_json(text, file, format_name, format_version);
  } catch (const io::DamagedFile&) { throw; } catch (const std::runtime_error& error) {
    throw NetworkFileError(error.what());
  }
  NetworkDescription network;
  try {
    network = {.widths = read_widths(json.at("widths")),
               .activation = json.at("activation").get<std::string>(),
               .options = read_options(json.at("options")),
               .parameters = io::read_vector(json.at("parameters"))};
  } catch (const std::exception& error) {
    throw NetworkFileError(fmt::format("{}: describes no network: {}", file, error.what()));
  }
  if (network.widths.size() < 2
      || std::any_of(network.widths.begin(), network.widths.end(),
                     [](int width) { return width < 1; }))
    throw NetworkFileError(
        fmt::format("{}: describes no network: every width must be positive", file));
  if (const double count = count_of(network);
      count != static_cast<double>(network.parameters.size()))
    throw NetworkFileError(fmt::format("{}: holds {} parameters, but the network that it describes "
                                       "has {}",
                                       file, network.parameters.size(), count));
  if (!network.parameters.allFinite())
    throw NetworkFileError(fmt::format("{}: a parameter is infinite or NaN", file));
  return network;
}

auto read_network(const std::filesystem::path& path) -> NetworkDescription {
  std::string text;
  try {
    text = io::read_object(path, io::largest_json_file, "a network file");
  } catch (const io::ReadError& error) { throw NetworkFileError(error.what()); }
  return read_network_text(text, path.string());
}

} // namespace jetwork::nn::detail
