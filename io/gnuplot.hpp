// Pictures, drawn by the program gnuplot.
//
//   draw_by_gnuplot("sine.svg", "plot '-' with lines\n0 0\n1 1\ne\n");
//   std::string title = gnuplot_string("50 % of \"it\"");      // quoted, whatever it holds
//
// draw_by_gnuplot sets the terminal; the script is what gnuplot reads after it. gnuplot prints the picture, and it is
// written from here, because gnuplot takes no notice of a disk that is full. The file is written whole or not at all.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace jetwork::io {

/// gnuplot is missing, or failed; the message holds gnuplot's own.
class GnuplotError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// In pixels of an SVG; a PNG has half as many again each way, and a PDF a hundred to the inch.
struct PictureSize {
  int width = 900;
  int height = 640;
};

/// Throws std::invalid_argument unless the file's name ends in .svg, .png or .pdf.
void check_picture_name(const std::filesystem::path& path);

/// Draws into a file that ends in .svg, .png or .pdf. Throws std::invalid_argument on another ending, GnuplotError, or
/// WriteError.
void draw_by_gnuplot(const std::filesystem::path& path, std::string_view script,
                     const PictureSize& size = {});

/// The text in double quotes for gnuplot. A backquote would run a command, and becomes an apostrophe.
auto gnuplot_string(std::string_view text) -> std::string;

} // namespace jetwork::io
