// The batch tape: a program recorded once, replayed on many samples at a time.
//
//   BatchTape tape;
//   BatchVariable x = tape.input(1);                      // one row: a number for every sample
//   BatchParameter k = tape.parameter(1, 1);              // shared by all samples
//   BatchVariable y = exp(-broadcast(k) * x * x);        // recorded, not computed
//   BatchReplay replay(tape, 64);                         // see autodiff/batch/replay/replay.hpp
//
// A BatchVariable is an Active number like a Dual: generic code, Dual<BatchVariable> and
// Jet<BatchVariable, K> record onto the tape by being run. It stands for a matrix, rows × samples; the
// samples are independent columns, so one reverse sweep gives the derivatives of every sample. It has no
// value until the tape is replayed, and therefore a comparison is no bool: it is recorded as a condition,
// and select(condition, a, b) takes each sample's own branch on every replay. A replay that goes another way than the
// recording went, and so gives a wrong number, can't be written: `if (x > 0)` does not compile.
//
// What is where, in autodiff/batch/: variable.hpp variables, conditions, parameters; tape.hpp the list of operations;
// arithmetic.hpp rules and comparisons; matrix.hpp rows, reductions, dense layers; function.hpp whole expressions as one
// operation; jet.hpp functions of jets; node.hpp what one operation is, kernels/ what it computes, replay/ the sweeps.
// Reverse accumulation: Linnainmaa 1970, Speelpenning 1980.
#pragma once

#include "autodiff/batch/arithmetic.hpp"
#include "autodiff/batch/function.hpp"
#include "autodiff/batch/jet.hpp"
#include "autodiff/batch/matrix.hpp"
#include "autodiff/batch/replay/replay.hpp"
#include "autodiff/batch/tape.hpp"
#include "autodiff/batch/variable.hpp"
