#include "nn/training/checkpoint.hpp"

#include "io/atomic_file.hpp"
#include "io/json_file.hpp"
#include "io/text_file.hpp"

namespace jetwork::nn {
namespace {

using io::Json;
constexpr int format_version = 1;
const std::string format_name = "jetwork checkpoint";

auto state_json(const OptimiserState& state) -> Json {
  Json json = Json::object();
  for (const auto& [name, vector] : state) json[name] = io::vector_json(vector);
  return json;
}

auto read_state(const Json& json) -> OptimiserState {
  OptimiserState state;
  for (const auto& [name, vector] : json.items()) state.emplace(name, io::read_vector(vector));
  return state;
}

auto record_json(const EpochRecord& record) -> Json {
  using io::number_json;
  return {record.epoch, io::number_json(record.training_loss),
          io::number_json(record.validation_loss), io::number_json(record.learning_rate),
          io::number_json(record.seconds)};
}

auto read_record(const Json& json) -> EpochRecord {
  using io::read_number;
  return {.epoch = json.at(0).get<int>(),
          .training_loss = io::read_number(json.at(1)),
          .validation_loss = io::read_number(json.at(2)),
          .learning_rate = io::read_number(json.at(3)),
          .seconds = io::read_number(json.at(4))};
}

auto from_json(const Json& json) -> Checkpoint {
  using namespace detail;
  Checkpoint checkpoint{.identity = json.at("identity").get<std::map<std::string, std::string>>(),
                        .epoch = json.at("epoch").get<int>(),
                        .step = json.at("step").get<Eigen::Index>(),
                        .loss_so_far = io::read_number(json.at("loss_so_far")),
                        .seconds = io::read_number(json.at("seconds")),
                        .weights = io::read_vector(json.at("weights")),
                        .optimiser = read_state(json.at("optimiser")),
                        .schedule = read_state(json.at("schedule")),
                        .best_weights = io::read_vector(json.at("best_weights")),
                        .best_loss = io::read_number(json.at("best_loss")),
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
  add("loss_so_far", io::number_json(checkpoint.loss_so_far));
  add("seconds", io::number_json(checkpoint.seconds));
  add("weights", io::vector_json(checkpoint.weights));
  add("optimiser", state_json(checkpoint.optimiser));
  add("schedule", state_json(checkpoint.schedule));
  add("best_weights", io::vector_json(checkpoint.best_weights));
  add("best_loss", io::number_json(checkpoint.best_loss));
  add("best_epoch", checkpoint.best_epoch);
  add("epochs", epochs);
  io::write_file_atomically(path, io::with_checksum(std::move(body)));
}

auto read_checkpoint(const std::filesystem::path& path) -> Checkpoint {
  const std::string text = io::read_object(path, io::largest_json_file, "a checkpoint");
  try {
    return from_json(io::read_checked_json(text, path.string(), format_name, format_version));
  } catch (const Json::exception& error) {
    throw std::runtime_error(
        fmt::format("{}: is no checkpoint of a training: {}", path.string(), error.what()));
  }
}

} // namespace jetwork::nn
