// Saved networks: refused, or read; then they have as many parameters as they need.
#include "io/checksum.hpp"
#include "nn/network_file.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace {

namespace nn = jetwork::nn;
using jetwork::fuzz::require;

void check(const std::string& text) {
  try {
    const nn::NetworkDescription stored = nn::detail::read_network_text(text, "n.json");
    const auto network = nn::detail::restored(stored, nn::activation("tanh"), "n.json");
    require(network.parameters().size() == stored.parameters.size(),
            "a network has not the parameters that were read");
    require(!nn::detail::network_text(stored).empty(), "a network cannot be written");
  } catch (const nn::NetworkFileError&) {
  } catch (const jetwork::io::DamagedFile&) {}
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = jetwork::fuzz::text_of(data, size);
  check(text);
  check(jetwork::fuzz::with_right_checksum(text, jetwork::io::with_checksum));
  return 0;
}
