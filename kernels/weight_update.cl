// weight_update.cl: one launch over the flat buffer of all parameters, and the record of the next
// step.
//
//   w ← w − η·∂L/∂w      stochastic gradient descent, the default; Java splices other rules, one a
//                        range of the buffer, and for running statistics, which lie behind all
//                        parameters, s ← s + m·(observed − s)
//
// Of a step that takes several batches only the last updates parameters; all move statistics.
//
// Layout   parameter[end], gradient[end]; slot s of the optimiser at slots + s·slot_elements;
//          range r of RANGES ends where range r + 1 begins, the first is at `first`;
//          records: the step records, and the ring behind them; checks[check_first + i] for i <
//          check_count: numbers of gradients that are not finite, 0 if all are well;
//          losses[loss_count]: what the work-groups of the loss launch have left
//
// If a number is not finite, or an earlier step's was not, no parameter is written and the step
// stays; else work-group g updates the elements first + [g·chunk, (g+1)·chunk). Each work-group
// looks at the checks, in the same order: at one word if clip or step_fold was launched before.
// Launch   global (groups·LOCAL_SIZE), local (LOCAL_SIZE); chunk = ⌈(end − first) / groups⌉

#include "common.clh"
#include "operators.clh"
#include "step_fold.clh"

#ifndef OPERANDS
#define OPERANDS // arguments of the rule
#endif
#ifndef RECORD
#define RECORD CURRENT_RECORD(records)
#endif
#ifndef UNIFORMS
#define UNIFORMS const float learning_rate = as_float((RECORD)[RECORD_LEARNING_RATE]);
#endif
#ifndef ELEMENT
#define ELEMENT(T, row, column)                                                        \
  {                                                                                    \
    const T w = LOAD_##T(parameter + (column)), g = LOAD_##T(gradient + (column));     \
    STORE_##T(w - learning_rate * g, parameter + (column));                            \
  }
#endif
#ifndef RANGES
#define RANGES(X) X(first, end, ELEMENT)
#endif
#ifndef ENDS_STEP
#define ENDS_STEP 1 // whether this is the last batch of its step
#endif
#ifndef NEXT_LEARNING_RATE
// result: the learning rate of the step `step` of `total_steps`, both float; here it stays
#define NEXT_LEARNING_RATE(result, step, total_steps) \
  result = as_float(record[RECORD_LEARNING_RATE]);
#endif

static inline void write_next(
    __global const int *record, __global int *next, const bool finite) {
  for (int i = 0; i < RECORD_WORDS; ++i)
    next[i] = record[i];
  if (finite) {
    next[RECORD_BATCHES] = record[RECORD_BATCHES] + 1;
#if ENDS_STEP
    const int step = record[RECORD_STEP] + 1;
    float learning_rate;
    NEXT_LEARNING_RATE(learning_rate, (float)step, (float)record[RECORD_TOTAL_STEPS])
    next[RECORD_STEP] = step;
    next[RECORD_LEARNING_RATE] = as_int(learning_rate);
#endif
  } else {
    next[RECORD_STATUS] = STATUS_NOT_FINITE;
  }
}

// What of the range [begin, range_end) lies in this work-group's chunk.
#define UPDATE_RANGE(begin, range_end, RANGE_ELEMENT)                                     \
  {                                                                                       \
    const int last = min(range_end, chunk_begin + chunk);                                 \
    int column = max(begin, chunk_begin) + get_local_id(0) * VECTOR_WIDTH;                \
    for (; column + VECTOR_WIDTH <= last; column += LOCAL_SIZE * VECTOR_WIDTH)            \
      RANGE_ELEMENT(VECTOR, 0, column)                                                    \
    for (int j = column; j < min(last, column + VECTOR_WIDTH); ++j)                       \
      RANGE_ELEMENT(float, 0, j)                                                          \
  }

__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void weight_update(
    const int slot_elements, const int first, const int end, const int chunk,
    __global float *parameter, __global const float *gradient, __global float *slots,
    __global int *records, __global const float *checks, const int check_first,
    const int check_count, __global const float *losses, const int loss_count,
    const float loss_share, const int adds_loss, const int ring_length OPERANDS) {
  __local float scratch[LOCAL_SIZE];
  __global const int *record = CURRENT_RECORD(records);
  const float not_finite = fold_step(
      checks + check_first, check_count, losses, loss_count, loss_share, adds_loss,
      records + RING_ENTRY(record, ring_length), scratch);
  const bool finite = not_finite == 0.0f && record[RECORD_STATUS] == 0;
  if (get_global_id(0) == 0)
    write_next(record, NEXT_RECORD(records), finite);
  if (!finite)
    return;
  UNIFORMS
  const int chunk_begin = first + (int)get_group_id(0) * chunk;
  RANGES(UPDATE_RANGE)
}

// Reduces checks and losses before a weight_update of many work-groups, which then read one word,
// checks[check_count].
// Launch   one work-group: global (LOCAL_SIZE), local (LOCAL_SIZE)
__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void step_fold(
    __global float *checks, const int check_count, __global const float *losses,
    const int loss_count, const float loss_share, const int adds_loss, __global int *records,
    const int ring_length) {
  __local float scratch[LOCAL_SIZE];
  const float not_finite = fold_step(
      checks, check_count, losses, loss_count, loss_share, adds_loss,
      records + RING_ENTRY(CURRENT_RECORD(records), ring_length), scratch);
  if (get_local_id(0) == 0)
    checks[check_count] = not_finite;
}
