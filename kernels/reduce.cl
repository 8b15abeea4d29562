// reduce.cl: sums over the first axis, and the global norm of the gradients.
//
//   column_sums   yⱼ = Σᵢ xᵢⱼ
//   clip          clipScale = min(1, limit / (‖g‖ + 1e-6)),  ‖g‖² = Σ squares, in a fixed order

#include "common.clh"
#include "operators.clh"

#ifndef OPERANDS
#define OPERANDS , __global float *y
#endif
#ifndef UNIFORMS
#define UNIFORMS // statements executed once by each work-item
#endif
#ifndef ELEMENT
#define ELEMENT(T, sum, row, column) STORE_##T(sum, y + (column));
#endif

// The sum of a column, in parts of SUM_TERMS rows, to ELEMENT.
#define SUM_COLUMN(T, column)                                          \
  {                                                                    \
    T sum = 0.0f;                                                      \
    for (int first = 0; first < rows; first += SUM_TERMS) {            \
      T part = 0.0f;                                                   \
      for (int row = first; row < min(rows, first + SUM_TERMS); ++row) \
        part += LOAD_##T(x + row * x_stride + (column));               \
      sum += part;                                                     \
    }                                                                  \
    ELEMENT(T, sum, 0, column)                                         \
  }

// Layout   x[row·x_stride + column]
// Launch   global (groups·LOCAL_SIZE), local (LOCAL_SIZE); work-group g sums the columns
//          [g·chunk, (g+1)·chunk)
__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void column_sums(
    const int rows, const int columns, const int chunk,
    __global const float *x, const int x_offset, const int x_stride OPERANDS) {
  __local float scratch[LOCAL_SIZE];
  UNIFORMS
  SUMS(DECLARE_SUM)
  x += x_offset;
  const int end = min(columns, (int)(get_group_id(0) + 1) * chunk);
  int column = get_group_id(0) * chunk + get_local_id(0) * VECTOR_WIDTH;
  for (; column + VECTOR_WIDTH <= end; column += LOCAL_SIZE * VECTOR_WIDTH)
    SUM_COLUMN(VECTOR, column)
  for (int j = column; j < min(end, column + VECTOR_WIDTH); ++j)
    SUM_COLUMN(float, j)
  SUMS(WRITE_SUM)
}

// Layout   squares[count]: Σ g² of parts of the gradients, left by the launches that wrote them
// Launch   one work-group: global (LOCAL_SIZE), local (LOCAL_SIZE)
__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void clip(
    const int count, __global const float *squares, const float limit, __global int *records) {
  __local float scratch[LOCAL_SIZE];
  float sum = 0.0f;
  for (int i = get_local_id(0); i < count; i += LOCAL_SIZE)
    sum += squares[i];
  sum = SUM_of_group(sum, scratch);
  if (get_local_id(0) == 0)
    CURRENT_RECORD(records)[RECORD_CLIP_SCALE] =
        as_int(fmin(1.0f, limit / (sqrt(sum) + 1e-6f)));
}
