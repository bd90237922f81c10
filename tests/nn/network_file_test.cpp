// Saved networks: every number comes back, and a file that is damaged, cut off or of another kind is refused.
#include "nn/network_file.hpp"
#include "tests/io/saved_files.hpp"

#include <boost/test/unit_test.hpp>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

namespace jetwork::autodiff {
JETWORK_UNARY_RULE(saved_root_unit, x / sqrt(1 + x * x), 1 / ((1 + x * x) * sqrt(1 + x * x)))
} // namespace jetwork::autodiff

namespace {

namespace fs = std::filesystem;
using namespace jetwork::io;
using namespace jetwork::nn;
using Own = RuleActivation<jetwork::autodiff::saved_root_unit_rule>;

/// A network whose numbers are awkward.
auto awkward() -> DenseNetwork<NamedActivation> {
  DenseNetwork network(
      {2, 3, 3, 1}, activation("tanh"),
      {.residual = true, .fourier_frequencies = Eigen::MatrixXd{{0.1, 1.0 / 3}, {-2e-7, 5e300}}});
  auto parameters = network.parameters();
  for (Eigen::Index i = 0; i < parameters.size(); ++i)
    parameters[i] = std::sin(1e3 * static_cast<double>(i)) / 3;
  parameters.head(6) << 0.1, -0.0, std::numeric_limits<double>::denorm_min(),
      std::numeric_limits<double>::max(), std::nextafter(1.0, 2.0), -1e-308;
  return network;
}

/// The text of a network file with one thing replaced, and a checksum that fits again.
auto with(std::string text, const std::string& old, const std::string& now) -> std::string {
  text.resize(text.rfind(",\n  \"checksum\""));
  text.replace(text.find(old), old.size(), now);
  return with_checksum(text);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(network_file, Folder)

BOOST_AUTO_TEST_CASE(every_bit_comes_back) {
  const auto network = awkward();
  save_network(network, path / "a.json");
  const auto again = load_network(path / "a.json");
  BOOST_TEST(again.widths() == network.widths());
  BOOST_TEST(again.activation().name() == "tanh");
  BOOST_TEST(again.options().residual);
  BOOST_TEST(again.options().biases);
  BOOST_TEST(!again.options().activate_input);
  BOOST_TEST((again.options().fourier_frequencies == network.options().fourier_frequencies));
  BOOST_TEST(again.parameters() == network.parameters());
  BOOST_TEST(std::signbit(again.parameters()[1]));

  DenseNetwork bare({1, 2, 1}, activation("sin"), {.activate_input = true, .biases = false});
  save_network(bare, path / "b.json");
  const auto bare_again = load_network(path / "b.json");
  BOOST_TEST(bare_again.options().activate_input);
  BOOST_TEST(!bare_again.options().biases);
  BOOST_TEST(bare_again.options().fourier_frequencies.size() == 0);
}

BOOST_AUTO_TEST_CASE(an_activation_of_ones_own) {
  DenseNetwork network({1, 2, 1}, Own());
  save_network(network, path / "own.json");
  BOOST_TEST(load_network(path / "own.json", Own()).widths() == network.widths());
  BOOST_CHECK_EXCEPTION(load_network(path / "own.json"), NetworkFileError,
                        says({"own.json", "no activation \"saved_root_unit\"", "tanh"}));
  save_network(awkward(), path / "tanh.json");
  BOOST_CHECK_EXCEPTION(load_network(path / "tanh.json", Own()), NetworkFileError,
                        says({"tanh", "saved_root_unit"}));
}

BOOST_AUTO_TEST_CASE(a_file_cut_off_anywhere_is_refused) {
  save_network(awkward(), path / "a.json");
  const std::string text = text_of(path / "a.json");
  for (std::size_t length = 0; length < text.size(); ++length)
    BOOST_CHECK_THROW(detail::read_network_text(text.substr(0, length), "a.json"), DamagedFile);
  BOOST_CHECK_THROW(detail::read_network_text(text + "x", "a.json"), DamagedFile);
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_anywhere_is_noticed) {
  save_network(awkward(), path / "a.json");
  const std::string text = text_of(path / "a.json");
  for (std::size_t place = 0; place < text.size(); ++place)
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = text;
      flipped[place] = static_cast<char>(flipped[place] ^ (1 << bit));
      BOOST_CHECK_THROW(detail::read_network_text(flipped, "a.json"), DamagedFile);
    }
}

BOOST_AUTO_TEST_CASE(what_is_whole_but_wrong_is_named) {
  save_network(awkward(), path / "a.json");
  const std::string text = text_of(path / "a.json");
  const auto refused = [&](const std::string& old, const std::string& now,
                           std::initializer_list<const char*> words) {
    BOOST_CHECK_EXCEPTION(detail::read_network_text(with(text, old, now), "a.json"),
                          NetworkFileError, says(words));
  };
  refused("\"version\": 1", "\"version\": 2", {"a.json", "version 2", "version 1"});
  refused("jetwork network", "another network", {"format", "jetwork network"});
  refused("[2,3,3,1]", "[2,3,3,2]", {"holds", "parameters"});
  refused("[2,3,3,1]", "[2,0,3,1]", {"width"});
  refused("[2,3,3,1]", "[2]", {"width"});
  refused("[2,3,3,1]", "[2,2000000000,2000000000,1]", {"parameters"});
  refused("[2,3,3,1]", "\"wide\"", {"describes no network"});
  refused("[2,3,3,1]", "[2,3.5,3,1]", {"a.json", "3.5", "whole number"});
  refused("[2,3,3,1]", "[2,4294967299,3,1]", {"a.json", "4294967299", "whole number"}); // 2³² + 3
  refused("\"parameters\": [0.1,", "\"parameters\": [\"nan\",", {"a.json", "NaN"});
  refused("\"residual\":true", "\"residual\":1", {"describes no network"});
  refused("\"parameters\": [", "\"parameters\": [{},", {"describes no network"});
  write_file_atomically(path / "a.json", with(text, "\"tanh\"", "\"tahn\""));
  BOOST_CHECK_EXCEPTION(load_network(path / "a.json"), NetworkFileError,
                        says({"a.json", "\"tahn\""}));
  write_file_atomically(path / "a.json",
                        with(text, "\"activate_input\":false", "\"activate_input\":true"));
  BOOST_CHECK_EXCEPTION(load_network(path / "a.json"), NetworkFileError,
                        says({"a.json", "Fourier"}));
  BOOST_CHECK_EXCEPTION(load_network(path / "a.json", activation("tanh")), NetworkFileError,
                        says({"a.json", "Fourier"}));
  BOOST_CHECK_EXCEPTION(load_network(path / "none.json"), NetworkFileError,
                        says({"none.json", "no such file"}));
  BOOST_CHECK_EXCEPTION(load_network(path), NetworkFileError, says({"directory"}));
  BOOST_CHECK_EXCEPTION(load_network("/dev/zero"), NetworkFileError, says({"device"})); // no end
}

BOOST_AUTO_TEST_CASE(what_cannot_be_saved_leaves_the_old_file) {
  auto network = awkward();
  save_network(network, path / "a.json");
  const std::string text = text_of(path / "a.json");
  network.parameters()[3] = std::nan("");
  BOOST_CHECK_EXCEPTION(save_network(network, path / "a.json"), std::invalid_argument,
                        says({"NaN"}));
  network.parameters()[3] = 1;
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  rlimit narrow = before;
  narrow.rlim_cur = 100;
  const auto signal_before = ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &narrow);
  BOOST_CHECK_EXCEPTION(save_network(network, path / "a.json"), WriteError,
                        says({"File too large"}));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, signal_before);
  BOOST_TEST(text_of(path / "a.json") == text);
  BOOST_CHECK_EXCEPTION(save_network(network, "/dev/full"), WriteError, says({"No space left"}));
}

BOOST_AUTO_TEST_CASE(the_file_that_the_documentation_shows_is_one) {
  const std::string document = text_of(fs::path(JETWORK_SOURCE_DIR) / "nn/README.md");
  const std::size_t first = document.find("```json\n") + 8;
  const auto network = detail::read_network_text(
      document.substr(first, document.find("```", first) - first), "README.md");
  BOOST_TEST((network.widths == std::vector{1, 2, 1}));
  BOOST_TEST(network.activation == "tanh");
  BOOST_TEST(network.parameters[4] == 1.0);
}

BOOST_AUTO_TEST_CASE(the_checksum_is_the_one_that_everybody_has) {
  BOOST_TEST(crc32("123456789") == 0xcbf43926U); // the check value of CRC-32 (ISO-HDLC)
}

BOOST_AUTO_TEST_SUITE_END()
