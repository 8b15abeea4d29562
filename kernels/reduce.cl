// reduce.cl: sums over the first axis, and the global norm of the gradients.
//
//   column_sums   yⱼ = Σᵢ xᵢⱼ
//   clip          clipScale = min(1, limit / (‖g‖ + 1e-6)),  ‖g‖² = Σ squares, in a fixed order

// Of sums whose rows are cut into parts, the launch that adds up the parts leaves what SUMS lists.
#define LEAVES_SUMS (get_num_groups(1) == 1)

#include "common.clh"
#include "operators.clh"
#include "step_fold.clh"

#ifndef OPERANDS
#define OPERANDS , __global float *y
#endif
#ifndef UNIFORMS
#define UNIFORMS // statements executed once by each work-item
#endif
#ifndef ELEMENT
#define ELEMENT(T, sum, row, column) STORE_##T(sum, y + (column));
#endif

// A lane's share of the sum of a column: every lanes-th row, in parts of SUM_TERMS of them.
#define SUM_ROWS(T, sum, column)                                                    \
  for (int first = first_row + lane; first < end_row; first += SUM_TERMS * lanes) { \
    const int last = min(end_row, first + SUM_TERMS * lanes);                       \
    T part = 0.0f;                                                                  \
    for (int row = first; row < last; row += lanes)                                 \
      part += LOAD_##T(x + row * x_stride + (column));                              \
    sum += part;                                                                    \
  }

// The sum of all rows to ELEMENT, that of a part of them to `partial`.
#define LEAVE_SUM(T, sum, column)                                   \
  if (get_num_groups(1) == 1) {                                     \
    ELEMENT(T, sum, 0, column)                                      \
  } else {                                                          \
    STORE_##T(sum, partial + get_group_id(1) * columns + (column)); \
  }

// The sum of the values of all lanes of this item's slot. Must be reached by all work-items.
static inline float SUM_of_slot(float value, const int slots, __local float *scratch) {
#if LOCAL_SIZE == 1
  return value;
#else
  const int item = get_local_id(0);
  scratch[item] = value;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int half_size = LOCAL_SIZE / 2; half_size >= slots; half_size /= 2) {
    if (item < half_size)
      scratch[item] += scratch[item + half_size];
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  const float sum = scratch[item % slots];
  barrier(CLK_LOCAL_MEM_FENCE); // before scratch is written again
  return sum;
#endif
}

// Layout   x[row·x_stride + column]; partial[part·columns + column]
// Launch   global (groups·LOCAL_SIZE, parts), local (LOCAL_SIZE, 1); work-group (g, p) sums the
//          rows [p·part_rows, (p+1)·part_rows) of the columns [g·chunk, (g+1)·chunk). Its items
//          are `lanes` times LOCAL_SIZE / lanes slots, powers of two: lanes share a column's rows,
//          slots are VECTOR_WIDTH columns apart; several items take single columns. Of several
//          parts only `partial` is written; a second launch sums it as it does any x.
__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void column_sums(
    const int rows, const int columns, const int chunk, const int part_rows, const int lanes,
    __global const float *x, const int x_offset, const int x_stride, __global float *partial
    OPERANDS) {
  __local float scratch[LOCAL_SIZE];
  UNIFORMS
  SUMS(DECLARE_SUM)
  x += x_offset;
  const int slots = LOCAL_SIZE / lanes;
  const int lane = get_local_id(0) / slots;
  const int slot = get_local_id(0) % slots;
  const int first_row = min(rows, (int)get_group_id(1) * part_rows);
  const int end_row = min(rows, first_row + part_rows);
  const int end = min(columns, (int)(get_group_id(0) + 1) * chunk);
  for (int strip = get_group_id(0) * chunk; strip < end; strip += slots * VECTOR_WIDTH) {
    const int column = strip + slot * VECTOR_WIDTH;
#if VECTOR_WIDTH > 1
    if (column + VECTOR_WIDTH <= end) {
      VECTOR sum = 0.0f;
      SUM_ROWS(VECTOR, sum, column)
      LEAVE_SUM(VECTOR, sum, column)
    } else {
      for (int j = column; j < end; ++j) {
        float sum = 0.0f;
        SUM_ROWS(float, sum, j)
        LEAVE_SUM(float, sum, j)
      }
    }
#else
    float sum = 0.0f;
    if (column < end) {
      SUM_ROWS(float, sum, column)
    }
    sum = SUM_of_slot(sum, slots, scratch);
    if (lane == 0 && column < end) {
      LEAVE_SUM(float, sum, column)
    }
#endif
  }
  SUMS(WRITE_SUM)
}

// Also folds what the launches of the step have left, since it waits for all of them anyway.
//
// Layout   squares[count]: Σ g² of parts of the gradients, left by the launches that wrote them;
//          checks[count] of the same launches, behind which the number that are not finite goes;
//          losses[loss_count]; records: the step records and the ring
// Launch   one work-group: global (LOCAL_SIZE), local (LOCAL_SIZE)
__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void clip(
    const int count, __global const float *squares, const float limit, __global float *checks,
    __global const float *losses, const int loss_count, const float loss_share,
    const int adds_loss, __global int *records, const int ring_length) {
  __local float scratch[LOCAL_SIZE];
  float sum = 0.0f;
  for (int i = get_local_id(0); i < count; i += LOCAL_SIZE)
    sum += squares[i];
  sum = SUM_of_group(sum, scratch);
  // The step's number is that of `next` until the update: `current` is written here.
  const float not_finite = fold_step(
      checks, count, losses, loss_count, loss_share, adds_loss,
      records + RING_ENTRY(NEXT_RECORD(records), ring_length), scratch);
  if (get_local_id(0) == 0) {
    checks[count] = not_finite;
    CURRENT_RECORD(records)[RECORD_CLIP_SCALE] =
        as_int(fmin(1.0f, limit / (sqrt(sum) + 1e-6f)));
  }
}
