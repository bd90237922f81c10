#include "nn/training/checkpoint.hpp"

#include "io/atomic_file.hpp"
#include "io/json_file.hpp"

namespace jetwork::nn {
namespace {

using detail::Json;
constexpr int format_version = 1;
const std::string format_name = "jetwork checkpoint";

auto state_json(const OptimiserState& state) -> Json {
  Json json = Json::object();
  for (const auto& [name, vector] : state) json[name] = detail::vector_json(vector);
  return json;
}

auto read_state(const Json& json) -> OptimiserState {
  OptimiserState state;
  for (const auto& [name, vector] : json.items()) state.emplace(name, detail::read_vector(vector));
  return state;
}

auto record_json(const EpochRecord& record) -> Json {
  using detail::number_json;
  return {record.epoch, number_json(record.training_loss), number_json(record.validation_loss),
          number_json(record.learning_rate), number_json(record.seconds)};
}

auto read_record(const Json& json) -> EpochRecord {
  using detail::read_number;
  return {.epoch = json.at(0).get<int>(),
          .training_loss = read_number(json.at(1)),
          .validation_loss = read_number(json.at(2)),
          .learning_rate = read_number(json.at(3)),
          .seconds = read_number(json.at(4))};
}

auto from_json(const Json& json) -> Checkpoint {
  using namespace detail;
  Checkpoint checkpoint{.identity = json.at("identity").get<std::map<std::string, std::string>>(),
                        .epoch = json.at("epoch").get<int>(),
                        .step = json.at("step").get<Eigen::Index>(),
                        .loss_so_far = read_number(json.at("loss_so_far")),
                        .seconds = read_number(json.at("seconds")),
                        .weights = read_vector(json.at("weights")),
                        .optimiser = read_state(json.at("optimiser")),
                        .schedule = read_state(json.at("schedule")),
                        .best_weights = read_vector(json.at("best_weights")),
                        .best_loss = read_number(json.at("best_loss")),
                        .best_epoch = json.at("best_epoch").get<int>(),
                        .epochs = {}};
  for (const Json& record : json.at("epochs")) checkpoint.epochs.push_back(read_record(record));
  return checkpoint;
}

} // namespace

void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  using namespace detail;
  Json epochs = Json::array();
  for (const EpochRecord& record : checkpoint.epochs) epochs.push_back(record_json(record));
  std::string body = fmt::format("{{\n  \"format\": {},\n  \"version\": {}",
                                 Json(format_name).dump(), format_version);
  const auto add = [&](std::string_view name, const Json& value) {
    body += fmt::format(",\n  \"{}\": {}", name, value.dump());
  };
  add("identity", checkpoint.identity);
  add("epoch", checkpoint.epoch);
  add("step", checkpoint.step);
  add("loss_so_far", number_json(checkpoint.loss_so_far));
  add("seconds", number_json(checkpoint.seconds));
  add("weights", vector_json(checkpoint.weights));
  add("optimiser", state_json(checkpoint.optimiser));
  add("schedule", state_json(checkpoint.schedule));
  add("best_weights", vector_json(checkpoint.best_weights));
  add("best_loss", number_json(checkpoint.best_loss));
  add("best_epoch", checkpoint.best_epoch);
  add("epochs", epochs);
  write_file_atomically(path, with_checksum(std::move(body)));
}

auto read_checkpoint(const std::filesystem::path& path) -> Checkpoint {
  const std::string text = detail::read_text(path);
  try {
    return from_json(detail::read_checked_json(text, path.string(), format_name, format_version));
  } catch (const Json::exception& error) {
    throw std::runtime_error(
        fmt::format("{}: is no checkpoint of a training: {}", path.string(), error.what()));
  }
}

} // namespace jetwork::nn
