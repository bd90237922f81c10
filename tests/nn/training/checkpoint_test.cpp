// Trainings that are stopped, killed and taken up again: the same to the last bit as without a break.
#include "io/atomic_file.hpp"
#include "io/checksum.hpp"
#include "nn/initialise.hpp"
#include "nn/training.hpp"
#include "nn/training/checkpoint.hpp"
#include "tests/io/saved_files.hpp"

#include <boost/test/unit_test.hpp>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

namespace fs = std::filesystem;
using namespace jetwork::io;
using namespace jetwork::nn;
using Tanh = RuleActivation<jetwork::autodiff::tanh_rule>;
using Network = DenseNetwork<Tanh>;

auto sine(Eigen::Index count) -> Samples {
  const Eigen::RowVectorXd x = Eigen::RowVectorXd::LinSpaced(count, -2, 2);
  return {x, x.array().sin().matrix()};
}

auto start() -> Network {
  Network network({1, 5, 1}, Tanh());
  glorot_uniform(network, 7);
  return network;
}

/// Everything but the time that it took.
void check_same(const TrainingHistory& one, const TrainingHistory& other) {
  BOOST_TEST(one.epochs.size() == other.epochs.size());
  for (std::size_t i = 0; i < std::min(one.epochs.size(), other.epochs.size()); ++i) {
    const EpochRecord &a = one.epochs[i], &b = other.epochs[i];
    BOOST_TEST(a.epoch == b.epoch);
    BOOST_TEST(a.training_loss == b.training_loss);
    BOOST_TEST((a.validation_loss == b.validation_loss
                || (std::isnan(a.validation_loss) && std::isnan(b.validation_loss))));
    BOOST_TEST(a.learning_rate == b.learning_rate);
  }
  BOOST_TEST(one.best_epoch == other.best_epoch);
  BOOST_TEST(one.best_loss == other.best_loss);
}

const std::vector<TrainingOptions> trainings{
    {.optimiser = GradientDescent(
         {.learning_rate = 0.1, .bias_learning_rate = 0.05, .momentum = 0.9, .nesterov = true}),
     .schedule = PlateauSchedule{.patience = 2, .improvement = 0.2}},
    {.loss = Loss::huber(0.1),
     .optimiser = Adam(),
     .schedule = CosineSchedule{.epochs = 20, .warm_up = 3},
     .batch_size = 7},
    {.optimiser = AdamW(), .batch_size = 7, .validation = sine(11), .patience = 50},
    {.optimiser = Lbfgs()},
    {.optimiser = LeastSquares()},
    {.optimiser = LeastSquares({.method = LeastSquaresMethod::gauss_newton})}};

} // namespace

BOOST_FIXTURE_TEST_SUITE(checkpoints, Folder)

BOOST_AUTO_TEST_CASE(ten_epochs_and_ten_are_twenty) {
  for (std::size_t i = 0; i < trainings.size(); ++i) {
    TrainingOptions options = trainings[i];
    options.epochs = 20;
    Network whole = start(), broken = start(), third = start();
    const auto expected = train(whole, sine(40), options);
    options.checkpoint.file = path / std::to_string(i);
    options.epochs = 10;
    train(broken, sine(40), options);
    options.epochs = 20;
    third.parameters().setZero(); // the weights come from the checkpoint
    const auto found = train(third, sine(40), options);
    BOOST_TEST_CONTEXT("training " << i) {
      BOOST_TEST(third.parameters() == whole.parameters());
      check_same(found, expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_training_that_is_killed_again_and_again_ends_the_same) {
  TrainingOptions options = trainings[2]; // six batches an epoch
  options.epochs = 60;
  Network whole = start(), survivor = start();
  const auto expected = train(whole, sine(40), options);
  options.checkpoint = {.file = path / "killed", .every_steps = 1};
  int killed = 0, within_an_epoch = 0;
  for (int attempt = 0; attempt < 40; ++attempt) {
    const pid_t child = ::fork();
    if (child == 0) {
      Network network = start();
      train(network, sine(40), options);
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(3000 + 777 * attempt));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) break;
    ++killed;
    if (fs::exists(options.checkpoint.file) && read_checkpoint(options.checkpoint.file).step > 0)
      ++within_an_epoch;
  }
  BOOST_TEST_MESSAGE(killed << " times killed, " << within_an_epoch << " times within an epoch");
  BOOST_TEST(killed > 0);
  const auto found = train(survivor, sine(40), options);
  BOOST_TEST(survivor.parameters() == whole.parameters());
  check_same(found, expected);
}

BOOST_AUTO_TEST_CASE(a_stop_within_an_epoch_is_taken_up_there) {
  TrainingOptions options = trainings[1];
  options.epochs = 6;
  Network whole = start(), other = start();
  const auto expected = train(whole, sine(40), options);
  options.checkpoint = {.file = path / "a", .every_steps = 2};
  options.epochs = 3;
  train(other, sine(40), options);
  options.epochs = 6;
  int seen = 0;
  options.callback = [&](const EpochRecord&) -> AfterEpoch {
    if (++seen == 2) throw std::runtime_error("pulled the plug");
    return AfterEpoch::go_on;
  };
  BOOST_CHECK_THROW(train(other, sine(40), options), std::runtime_error);
  BOOST_TEST(read_checkpoint(path / "a").step == 4); // of six batches: epoch 5 was not written down
  options.callback = {};
  const auto found = train(other, sine(40), options);
  BOOST_TEST(other.parameters() == whole.parameters());
  check_same(found, expected);
}

BOOST_AUTO_TEST_CASE(damaged_checkpoints_and_those_of_other_trainings_are_refused) {
  TrainingOptions options = trainings[1];
  options.epochs = 2;
  options.checkpoint.file = path / "a";
  Network network = start();
  train(network, sine(40), options);
  const std::string text = text_of(path / "a");
  const auto refused = [&](const TrainingOptions& other, const Samples& samples,
                           std::initializer_list<const char*> words) {
    BOOST_CHECK_EXCEPTION(train(network, samples, other), std::invalid_argument, says(words));
  };
  TrainingOptions other = options;
  other.optimiser = Adam({.learning_rate = 0.5});
  refused(other, sine(40), {"another training", "optimiser", "0.5"});
  refused(options, sine(41), {"another training", "training data"});
  other = options;
  other.seed = 5;
  refused(other, sine(40), {"another training", "seed"});
  Network wider({1, 6, 1}, Tanh());
  BOOST_CHECK_EXCEPTION(train(wider, sine(40), options), std::invalid_argument, says({"network"}));

  for (std::size_t length = 0; length < text.size(); length += 1 + length / 40) {
    write_file_atomically(path / "a", text.substr(0, length));
    BOOST_CHECK_THROW(train(network, sine(40), options), DamagedFile);
  }
  for (std::size_t place = 0; place < text.size(); place += 1 + place / 40) {
    std::string flipped = text;
    flipped[place] = static_cast<char>(flipped[place] ^ 4);
    write_file_atomically(path / "a", flipped);
    BOOST_CHECK_THROW(train(network, sine(40), options), DamagedFile);
  }
  std::string later = text.substr(0, text.rfind(",\n  \"checksum\""));
  later.replace(later.find("\"version\": 1"), 12, "\"version\": 9");
  write_file_atomically(path / "a", with_checksum(later));
  BOOST_CHECK_EXCEPTION(train(network, sine(40), options), std::runtime_error, says({"version 9"}));
}

BOOST_AUTO_TEST_CASE(a_full_disk_loses_neither_the_old_checkpoint_nor_the_weights) {
  TrainingOptions options = trainings[1];
  options.epochs = 2;
  options.checkpoint.file = path / "a";
  Network network = start();
  train(network, sine(40), options);
  const std::string text = text_of(path / "a");
  const Eigen::VectorXd before = network.parameters();
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  rlimit narrow = limit;
  narrow.rlim_cur = 200;
  const auto signal_before = ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &narrow);
  options.epochs = 3;
  BOOST_CHECK_EXCEPTION(train(network, sine(40), options), WriteError, says({"File too large"}));
  ::setrlimit(RLIMIT_FSIZE, &limit);
  ::signal(SIGXFSZ, signal_before);
  BOOST_TEST(text_of(path / "a") == text);
  BOOST_TEST(network.parameters() != before); // those of the third epoch
  Network third = start();
  options.checkpoint = {};
  train(third, sine(40), options);
  BOOST_TEST(network.parameters() == third.parameters());
}

BOOST_AUTO_TEST_CASE(numbers_that_json_lacks_come_back) {
  Checkpoint checkpoint;
  checkpoint.identity = {{"network", "a \"quoted\" one"}};
  checkpoint.weights = Eigen::Vector3d(0.1, -0.0, 5e-324);
  checkpoint.best_weights = Eigen::Vector3d(1, 2, 3);
  checkpoint.optimiser = {{"empty", Eigen::VectorXd()},
                          {"odd", Eigen::Vector3d(INFINITY, -INFINITY, NAN)}};
  write_checkpoint(path / "a", checkpoint);
  const Checkpoint again = read_checkpoint(path / "a");
  BOOST_TEST((again.identity == checkpoint.identity));
  BOOST_TEST(again.weights == checkpoint.weights);
  BOOST_TEST(std::signbit(again.weights[1]));
  BOOST_TEST(again.best_loss == INFINITY);
  BOOST_TEST(again.optimiser.at("empty").size() == 0);
  BOOST_TEST(again.optimiser.at("odd")[1] == -INFINITY);
  BOOST_TEST(std::isnan(again.optimiser.at("odd")[2]));
  BOOST_CHECK_EXCEPTION(read_checkpoint(path / "none"), std::runtime_error, says({"no such file"}));
}

BOOST_AUTO_TEST_SUITE_END()
