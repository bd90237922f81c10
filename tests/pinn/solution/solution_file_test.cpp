// Solutions in files: every bit comes back, and what is not a sound file is refused.
#include "io/checksum.hpp"
#include "pinn/solution/solution_file.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>

using namespace jetwork::pinn;
using Json = nlohmann::json;

namespace {

/// Two unknowns of orders 2 and 1 on two segments, with numbers that no decimal fraction of few
/// digits gives. Of the event at its end no more is known than earlier versions saved.
auto saved() -> SavedSolution {
  auto hidden = std::make_shared<HiddenLayer>();
  hidden->weight = Eigen::Vector3d(1.0 / 3, -std::sqrt(2.0), 1e-300);
  hidden->bias = Eigen::Vector3d(0.1, -0.0, 5e-324);
  const auto segment = [&](double start, double length) {
    Segment result{start, length, hidden, Eigen::MatrixXd::Zero(2, 2), Eigen::MatrixXd(3, 2)};
    result.initial << 1.0 / 7, 2.0, -1.0 / 9, 0.0;
    result.output_weights << 0.1, 0.2, 0.3, 1.0 / 11, 1.0 / 13, 1e17 / 3;
    return result;
  };
  SavedSolution result;
  result.title = "A \"title\" — with more";
  result.result.ending.outcome = Outcome::solved;
  result.result.tolerance = 1e-8;
  result.result.error_estimate = {1e-10 / 3, 2e-11};
  result.result.magnitude = {1.5, 0.7};
  result.result.events = {{.index = 1, .t = 1.0 / 3, .ends_solution = true}};
  result.result.drifts = {
      {.name = "energy", .start = 0.1, .absolute = 1e-12 / 3, .relative = 1e-11 / 3}};
  result.result.solution =
      Solution("s", {"u", "v"}, {2, 1}, {segment(0.1, 0.2), segment(0.1 + 0.2, 0.7)});
  return result;
}

/// The text as versions without checksums wrote it.
auto without_checksum(const std::string& text) -> std::string {
  return text.substr(0, text.rfind(",\n  \"checksum\"")) + "}\n";
}

/// The same with an event that changes values, and one that ends the solution.
auto saved_with_events() -> SavedSolution {
  SavedSolution result = saved();
  result.result.events = {{.index = 2,
                           .t = 0.1 + 0.2,
                           .error_estimate = 1e-13 / 3,
                           .before = {{1.0 / 3, -0.7}, {5e-324}},
                           .after = {{1.0 / 3, 0.63}, {-0.0}}},
                          {.index = 0,
                           .t = 1.0 / 3,
                           .error_estimate = std::numeric_limits<double>::infinity(),
                           .before = {{0.1, 0.2}, {0.3}},
                           .after = {{0.1, 0.2}, {0.3}},
                           .ends_solution = true}};
  return result;
}

void check_text_refused(const std::string& text, const std::string& words) {
  const auto says_so = [&](const SolutionFileError& error) {
    BOOST_TEST_MESSAGE(error.what());
    return std::string(error.what()).find(words) != std::string::npos;
  };
  BOOST_CHECK_EXCEPTION((void)read_solution(text), SolutionFileError, says_so);
}

void check_refused(const std::function<void(Json&)>& damage, const std::string& words) {
  Json file = Json::parse(without_checksum(write_solution(saved())));
  damage(file);
  check_text_refused(file.dump(), words);
}

} // namespace

BOOST_AUTO_TEST_SUITE(solution_file)

BOOST_AUTO_TEST_CASE(every_bit_comes_back) {
  const SavedSolution before = saved();
  const SavedSolution after = read_solution(write_solution(before));
  BOOST_TEST(after.title == before.title);
  BOOST_TEST(after.result.solved());
  BOOST_TEST(after.result.tolerance == before.result.tolerance);
  BOOST_TEST(after.result.error_estimate == before.result.error_estimate,
             boost::test_tools::per_element());
  BOOST_TEST(after.result.magnitude == before.result.magnitude, boost::test_tools::per_element());
  BOOST_TEST_REQUIRE((after.result.ended_by() != nullptr));
  BOOST_TEST(after.result.ended_by()->index == 1U);
  BOOST_TEST(after.result.ended_by()->t == 1.0 / 3);
  BOOST_TEST_REQUIRE(after.result.drifts.size() == 1U);
  BOOST_TEST(after.result.drifts[0].name == "energy");
  BOOST_TEST(after.result.drifts[0].start == 0.1);
  BOOST_TEST(after.result.drifts[0].absolute == 1e-12 / 3);
  BOOST_TEST(after.result.drifts[0].relative == 1e-11 / 3);
  const Solution& a = before.result.solution;
  const Solution& b = after.result.solution;
  BOOST_TEST(b.independent() == "s");
  BOOST_TEST(b.names() == a.names(), boost::test_tools::per_element());
  BOOST_TEST(b.orders() == a.orders(), boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(b.segments().size() == a.segments().size());
  for (std::size_t i = 0; i < a.segments().size(); ++i) {
    BOOST_TEST(b.segments()[i].start == a.segments()[i].start);
    BOOST_TEST(b.segments()[i].length == a.segments()[i].length);
    BOOST_TEST((b.segments()[i].initial == a.segments()[i].initial));
    BOOST_TEST((b.segments()[i].output_weights == a.segments()[i].output_weights));
    BOOST_TEST((b.segments()[i].hidden->weight == a.segments()[i].hidden->weight));
    BOOST_TEST((b.segments()[i].hidden->bias == a.segments()[i].hidden->bias));
  }
  BOOST_TEST(b.segments()[0].hidden == b.segments()[1].hidden); // shared as before
  for (const double t : {0.1, 0.25, 0.5, 1.0})
    for (const int derivative : {0, 1}) BOOST_TEST(b(0, t, derivative) == a(0, t, derivative));
  BOOST_TEST(write_solution(after) == write_solution(before));
}

BOOST_AUTO_TEST_CASE(events_come_back) {
  const SavedSolution before = saved_with_events();
  const std::string text = write_solution(before);
  const SavedSolution after = read_solution(text);
  const auto& events = after.result.events;
  BOOST_TEST_REQUIRE(events.size() == 2U);
  BOOST_TEST(events[0].index == 2U);
  BOOST_TEST(events[0].t == 0.1 + 0.2);
  BOOST_TEST(events[0].error_estimate == 1e-13 / 3);
  BOOST_TEST((events[0].before == before.result.events[0].before));
  BOOST_TEST((events[0].after == before.result.events[0].after));
  BOOST_TEST(std::signbit(events[0].after[1][0]));
  BOOST_TEST(!events[0].ends_solution);
  BOOST_TEST(std::isinf(events[1].error_estimate));
  BOOST_TEST((after.result.ended_by() == &events[1]));
  BOOST_TEST(write_solution(after) == text);
  BOOST_TEST(!Json::parse(text).contains("stopped_at"));
}

BOOST_AUTO_TEST_CASE(damaged_events_are_refused) {
  const auto refused = [](const std::function<void(Json&)>& damage, const std::string& words) {
    Json file = Json::parse(without_checksum(write_solution(saved_with_events())));
    damage(file["events"]);
    std::string text = file.dump();
    text.pop_back(); // the '}' comes after the checksum
    check_text_refused(jetwork::io::with_checksum(std::move(text)), words);
  };
  refused([](Json& events) { events = 3; }, "not a list");
  refused([](Json& events) { events[0].erase("at"); }, "event 0 has no \"at\"");
  refused([](Json& events) { events[0]["event"] = -1; }, "whole number");
  refused([](Json& events) { events[1]["before"].erase(0); }, "1 lists for 2 unknowns");
  refused([](Json& events) { events[0]["after"][0].push_back(1.0); }, "expected 2");
  refused([](Json& events) { events[0]["after"][0][0] = nullptr; }, "not a finite number");
  refused([](Json& events) { events[0]["error_estimate"] = -1.0; }, "negative");
  refused([](Json& events) { events[0]["ends_solution"] = 1; }, "not a boolean");
  refused([](Json& events) { events[0]["ends_solution"] = true; },
          "event 1 comes behind the one that ended the solution");
}

BOOST_AUTO_TEST_CASE(every_edit_is_noticed) {
  const std::string text = write_solution(saved());
  BOOST_TEST(read_solution(text).is_checked);
  const auto check_noticed = [&](const std::string& edited) {
    if (edited != text) BOOST_CHECK_THROW((void)read_solution(edited), SolutionFileError);
  };
  for (std::size_t place = 0; place < text.size(); ++place) {
    for (const char c : {'0', '1', '9', ' ', 'e', '-', '"', ','}) {
      std::string replaced = text, inserted = text;
      replaced[place] = c;
      check_noticed(replaced);
      check_noticed(inserted.insert(place, 1, c));
    }
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = text;
      flipped[place] = static_cast<char>(flipped[place] ^ (1 << bit));
      check_noticed(flipped);
    }
    std::string swapped = text, shorter = text;
    std::swap(swapped[place], swapped[(place + 1) % text.size()]);
    check_noticed(swapped);
    check_noticed(shorter.erase(place, 1));
    check_noticed(text.substr(0, place));
    check_noticed(text.substr(place));
  }
  check_noticed(text + "\n");
  check_noticed(Json::parse(text).dump());
}

BOOST_AUTO_TEST_CASE(a_file_of_an_earlier_version_is_read_and_is_not_checked) {
  const std::string text = write_solution(saved());
  const SavedSolution earlier = read_solution(without_checksum(text));
  BOOST_TEST(!earlier.is_checked);
  BOOST_TEST(write_solution(earlier) == text);
  check_refused([](Json& file) { file["chucksum"] = "00000000"; }, "\"chucksum\"");
}

BOOST_AUTO_TEST_CASE(what_lies_too_deep_is_refused_before_it_is_read) {
  const std::string open(50'000'000, '[');
  BOOST_CHECK_EXCEPTION((void)read_solution("{\"segments\": " + open), SolutionFileError,
                        [](const SolutionFileError& error) {
                          return std::string(error.what()).find("16 deep") != std::string::npos;
                        });
}

BOOST_AUTO_TEST_CASE(what_is_not_solved_stays_so) {
  SavedSolution before = saved();
  before.result.ending.outcome = Outcome::time_limit;
  before.result.reason = "a pole at s = 1";
  before.result.error_estimate[1] = std::numeric_limits<double>::infinity();
  const SavedSolution after = read_solution(write_solution(before));
  BOOST_TEST(!after.result.solved());
  BOOST_TEST(after.result.reason == before.result.reason);
  BOOST_TEST(std::isinf(after.result.error_estimate[1]));
}

BOOST_AUTO_TEST_CASE(foreign_files_are_refused) {
  const auto says = [](const std::string& words) {
    return [words](const SolutionFileError& error) {
      return std::string(error.what()).find(words) != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION((void)read_solution(""), SolutionFileError, says("not a solution file"));
  BOOST_CHECK_EXCEPTION((void)read_solution("t,r\n0,1\n"), SolutionFileError, says("not JSON"));
  BOOST_CHECK_EXCEPTION((void)read_solution("{\"a\": 1}"), SolutionFileError,
                        says("not a solution file"));
  BOOST_CHECK_EXCEPTION((void)read_solution("[1, 2]"), SolutionFileError,
                        says("not a solution file"));
  const std::string whole = write_solution(saved());
  BOOST_CHECK_EXCEPTION((void)read_solution(whole.substr(0, whole.size() / 2)), SolutionFileError,
                        says("damaged"));
  BOOST_CHECK_EXCEPTION((void)load_solution("no/such/file.json"), SolutionFileError,
                        says("no such file"));
  BOOST_CHECK_EXCEPTION((void)load_solution("/"), SolutionFileError, says("directory"));
  check_refused([](Json& file) { file["version"] = 2; }, "version 2");
}

BOOST_AUTO_TEST_CASE(damaged_files_are_refused) {
  check_refused([](Json& file) { file.erase("tolerance"); }, "no \"tolerance\"");
  check_refused([](Json& file) { file["status"] = "perhaps"; }, "status");
  check_refused([](Json& file) { file["unknowns"][0]["order"] = 0; }, "order 0");
  check_refused([](Json& file) { file["unknowns"][0]["order"] = -1; }, "whole number");
  check_refused([](Json& file) { file["unknowns"][0]["order"] = 9; }, "expected 1 to 8");
  check_refused([](Json& file) { file["unknowns"][1]["name"] = "u"; }, "that of another");
  check_refused([](Json& file) { file["unknowns"].erase(1); }, "lists for 1 unknowns");
  check_refused([](Json& file) { file["hidden_layers"][0]["bias"].erase(0); },
                "3 weights and 2 biases");
  check_refused([](Json& file) { file["hidden_layers"][0]["bias"][0] = nullptr; },
                "not a finite number");
  check_refused([](Json& file) { file["segments"][1]["hidden"] = 1; }, "hidden layer 1");
  check_refused([](Json& file) { file["segments"][0]["length"] = 0; }, "length 0");
  check_refused([](Json& file) { file["segments"][0]["length"] = "long"; }, "not a finite number");
  check_refused([](Json& file) { file["segments"][1]["start"] = 0.31; }, "starts at 0.31");
  check_refused([](Json& file) { file["segments"][1]["length"] = -0.7; }, "segment 1");
  check_refused([](Json& file) { file["segments"][0]["initial"][0].push_back(1.0); }, "expected 2");
  check_refused([](Json& file) { file["segments"][0]["output_weights"][1].erase(0); },
                "expected 3");
  check_refused([](Json& file) { file["segments"] = Json::array(); }, "no segments");
  check_refused([](Json& file) { file["segments"] = 3; }, "not a list");
}

BOOST_AUTO_TEST_SUITE_END()
