#include "cli/interrupt.hpp"

namespace jetwork::cli {

namespace {

volatile std::sig_atomic_t was_interrupted = 0;

extern "C" void note_interrupt(int) { was_interrupted = 1; }

} // namespace

InterruptWatch::InterruptWatch() {
  was_interrupted = 0;
  struct sigaction action = {};
  action.sa_handler = note_interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND); // a second signal ends the process
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &old_interrupt_);
  sigaction(SIGTERM, &action, &old_terminate_);
  // A signal that the process was told to ignore, as by nohup, stays ignored.
  if (old_interrupt_.sa_handler == SIG_IGN) sigaction(SIGINT, &old_interrupt_, nullptr);
  if (old_terminate_.sa_handler == SIG_IGN) sigaction(SIGTERM, &old_terminate_, nullptr);
}

InterruptWatch::~InterruptWatch() {
  sigaction(SIGINT, &old_interrupt_, nullptr);
  sigaction(SIGTERM, &old_terminate_, nullptr);
}

auto InterruptWatch::interrupted() -> bool { return was_interrupted != 0; }

} // namespace jetwork::cli
