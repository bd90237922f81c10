// What --plot draws, as its users ask for it: --show, --log, --phase, and the kinds of files.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;

namespace {

const std::string circle = R"(domain = [0.0, 6.0]
equations = ["x'' = -x", "y'' = -y"]
conditions = ["x(0) = 1", "x'(0) = 0", "y(0) = 0", "y'(0) = 1"]
)";

/// Status 0 and a picture that ends as it should.
void check_drawn(const Folder& folder, const std::string& arguments, const std::string& file,
                 const std::string& end) {
  BOOST_TEST_CONTEXT(arguments) {
    const Outcome outcome = folder.jetwork("solve p.toml --quiet --plot " + file + " " + arguments);
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.errors == "");
    const std::string picture = folder.read(file);
    BOOST_TEST(picture.find(end, picture.size() - std::min<std::size_t>(picture.size(), 12))
               != std::string::npos);
  }
}

void check_refused(const Folder& folder, const std::string& arguments, const std::string& words) {
  BOOST_TEST_CONTEXT(arguments) {
    const Outcome outcome = folder.jetwork("solve p.toml " + arguments);
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.errors.find(words) != std::string::npos, outcome.errors);
    BOOST_TEST(folder.files() == "p.toml ");
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(pictures_command)

BOOST_AUTO_TEST_CASE(files_of_three_kinds) {
  const Folder folder;
  folder.write("p.toml", circle);
  for (const std::string options : {"", "--show y,x\\'", "--phase x,y", "--phase x,y,x\\'",
                                    "--log t", "--log y", "--log t,y"}) {
    check_drawn(folder, options, "p.svg", "</svg>");
    check_drawn(folder, options, "p.PNG", "IEND");
    check_drawn(folder, options, "p.pdf", "%%EOF");
  }
}

BOOST_AUTO_TEST_CASE(what_is_chosen_is_drawn) {
  const Folder folder;
  folder.write("p.toml", circle);
  check_drawn(folder, "--show \"y, x'\"", "p.svg", "</svg>");
  const std::string picture = folder.read("p.svg");
  BOOST_TEST(picture.find("<title>y</title>") < picture.find("<title>x'</title>"));
  BOOST_TEST(picture.find("<title>x'</title>") != std::string::npos);
  BOOST_TEST(picture.find("<title>x</title>") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_said) {
  const Folder folder;
  folder.write("p.toml", circle);
  const Outcome outcome = folder.jetwork("solve p.toml --plot p.svg --log t,y");
  BOOST_TEST(outcome.status == 0);
  BOOST_TEST(outcome.errors.find("p.svg: t below ") != std::string::npos, outcome.errors);
  BOOST_TEST(outcome.errors.find("values of x, y that are not positive") != std::string::npos);
  BOOST_TEST(folder.read("p.svg").find("that are not positive") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_independent_variable_has_its_name) {
  const Folder folder;
  folder.write("p.toml", "independent = \"x\"\ndomain = [0.0, 1.0]\nequations = [\"u'' = -u\"]\n"
                         "conditions = [\"u(0) = 0\", \"u(1) = 1\"]\n");
  check_drawn(folder, "--log x", "p.svg", "</svg>");
  check_drawn(folder, "--log t", "p.svg", "</svg>");
}

BOOST_AUTO_TEST_CASE(what_ends_before_zero_has_no_logarithmic_picture) {
  const Folder folder;
  const Outcome outcome = folder.jetwork("solve --equation \"y'=1+y^2\" --condition 'y(-3)=0' "
                                         "--domain=-3,5 --plot p.svg --log t");
  BOOST_TEST(outcome.status == 2); // a pole at -3 + pi/2
  BOOST_TEST(outcome.errors.find("no t to draw lies above zero") != std::string::npos,
             outcome.errors);
  BOOST_TEST(folder.files() == "");
}

BOOST_AUTO_TEST_CASE(eigenfunctions_over_their_potential_on_a_logarithmic_axis) {
  const Folder folder;
  folder.write("p.toml", "independent = \"x\"\ndomain = [0.0, \"pi\"]\n"
                         "equations = [\"u'' + (a - 2*cos(2*x))*u = 0\"]\n"
                         "conditions = [\"u(0) = 0\", \"u(pi) = 0\"]\n[unknown]\na = {}\n");
  check_drawn(folder, "--eigenvalues 3 --log y", "p.svg", "</svg>");
  check_drawn(folder, "--eigenvalues 2 --log x,y --show \"u'\"", "p.svg", "</svg>");
}

BOOST_AUTO_TEST_CASE(an_orbit_is_round) {
  const Folder folder;
  folder.write("p.toml", circle);
  check_drawn(folder, "--phase x,y", "p.svg", "</svg>");
  const std::string picture = folder.read("p.svg");
  const auto place = picture.find("d='M", picture.find("gnuplot_plot_1"));
  double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
  const std::string path = picture.substr(place + 3, picture.find('\'', place + 3) - place - 3);
  for (std::size_t at = 0; at < path.size();) {
    if (std::isdigit(static_cast<unsigned char>(path[at])) == 0) {
      ++at;
      continue;
    }
    std::size_t length = 0;
    const double x = std::stod(path.substr(at), &length);
    at += length + 1;
    const double y = std::stod(path.substr(at), &length);
    at += length;
    for (const auto& [i, value] : {std::pair{0, x}, {1, y}}) {
      low[i] = std::min(low[i], value);
      high[i] = std::max(high[i], value);
    }
  }
  BOOST_TEST(high[0] - low[0] > 100.0);
  // The circle is not closed at 6; its largest and smallest values are there.
  BOOST_TEST(std::abs((high[0] - low[0]) / (high[1] - low[1]) - 1) < 0.01);
}

BOOST_AUTO_TEST_CASE(wishes_that_make_no_sense) {
  const Folder folder;
  folder.write("p.toml", circle);
  const std::string plot = " --plot p.svg";
  check_refused(folder, "--plot p.jpg", "ends in .svg, .png or .pdf");
  for (const std::string option : {"--show x", "--log t", "--phase x,y"})
    check_refused(folder, option, "give the name of a picture with --plot");
  check_refused(folder, "--show x,q" + plot, "--show x,q: 'q' is none of x, x', y, y'");
  check_refused(folder, "--show X" + plot, "did you mean 'x'?");
  check_refused(folder, "--show \"x''\"" + plot, "did you mean 'x''?");
  check_refused(folder, "--show x,," + plot, "'' is none of");
  check_refused(folder, "--show x,x,x,x,x,x,x,x,x,x,x,x,x" + plot, "at most 12");
  check_refused(folder, "--log q" + plot, "--log q: expected t, y for the values, or t,y");
  check_refused(folder, "--log t --domain=-6,0" + plot, "nowhere above zero");
  check_refused(folder, "--phase x,y,x\\',y\\'" + plot, "expected two of x, x', y, y'");
  check_refused(folder, "--phase x,y --show x" + plot, "--show: not with --phase");
  check_refused(folder, "--phase x,y --log y" + plot, "--log: not with --phase");
}

BOOST_AUTO_TEST_SUITE_END()
