// scatter.cl: sums of rows of x in the rows of a table: the gradient of a gather.
//
//   sort_indices   a counting sort: the numbers i in the order of index[i], those of one index in
//                  their own order; what names no row of the table is left out
//   add_segments   y_r = Σ x_i over the segment of the row r, in its order; 0 where it is empty
//
// Nothing is added by two work-items, so that the bits are the same in every run.

#ifndef OPERANDS
#define OPERANDS , __global const float *x, __global const int *sorted, __global float *y
#endif
#ifndef STORE_SUM
#define STORE_SUM(T, sum, row, column) STORE_##T(sum, y + (row) * columns + (column));
#endif

// The sum of a segment, in parts of SUM_TERMS values.
#define ELEMENT(T, row, column)                                       \
  {                                                                   \
    const int end = sorted[row];                                      \
    T sum = 0.0f;                                                     \
    for (int first = (row) == 0 ? 0 : sorted[(row) - 1]; first < end; \
         first += SUM_TERMS) {                                        \
      const int part_end = min(end, first + SUM_TERMS);               \
      T part = 0.0f;                                                  \
      for (int at = first; at < part_end; ++at)                       \
        part += LOAD_##T(x + sorted[rows + at] * columns + (column)); \
      sum += part;                                                    \
    }                                                                 \
    STORE_SUM(T, sum, row, column)                                    \
  }

// Layout   x[i·columns + column], y[row·columns + column] with the macros and the launch shape of
//          map.clh; sorted as sort_indices leaves it
#define KERNEL_NAME add_segments
#include "map.clh"

// The numbers of earlier items of the group with the same row, and whether there are later ones.
static inline int earlier_equals(__local const int *group_rows, const int item) {
  int equals = 0;
  for (int other = 0; other < item; ++other)
    equals += group_rows[other] == group_rows[item];
  return equals;
}
static inline bool is_last_equal(__local const int *group_rows, const int item) {
  for (int other = item + 1; other < LOCAL_SIZE; ++other)
    if (group_rows[other] == group_rows[item])
      return false;
  return true;
}

// Layout   index[count]; sorted[rows + count]: for each row where its segment ends, which is where
//          that of the next begins, then the segments one after the other
// Launch   one work-group: global (LOCAL_SIZE), local (LOCAL_SIZE), LOCAL_SIZE indices at a time;
//          of items with the same row the last one alone writes what is known of it
__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void sort_indices(
    const int count, const int rows, __global const float *index, const int index_offset,
    __global int *sorted) {
  __local int group_rows[LOCAL_SIZE];
  __local int strip_counts[LOCAL_SIZE];
  const int item = get_local_id(0);
  for (int row = item; row < rows; row += LOCAL_SIZE)
    sorted[row] = 0;
  // How many indices name each row.
  for (int first = 0; first < count; first += LOCAL_SIZE) {
    const int i = first + item;
    const int row = i < count ? table_row(index[index_offset + i], rows) : -1;
    group_rows[item] = row;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    if (row >= 0 && is_last_equal(group_rows, item))
      sorted[row] += earlier_equals(group_rows, item) + 1;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  }
  // Where the segment of each row begins: an item has a strip of rows.
  const int strip = (rows + LOCAL_SIZE - 1) / LOCAL_SIZE;
  const int strip_end = min(rows, (item + 1) * strip);
  int in_strip = 0;
  for (int row = item * strip; row < strip_end; ++row)
    in_strip += sorted[row];
  strip_counts[item] = in_strip;
  barrier(CLK_LOCAL_MEM_FENCE);
  int start = 0;
  for (int other = 0; other < item; ++other)
    start += strip_counts[other];
  for (int row = item * strip; row < strip_end; ++row) {
    const int in_row = sorted[row];
    sorted[row] = start;
    start += in_row;
  }
  // The beginning of each segment moves on to its end.
  for (int first = 0; first < count; first += LOCAL_SIZE) {
    const int i = first + item;
    const int row = i < count ? table_row(index[index_offset + i], rows) : -1;
    group_rows[item] = row;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int equals = row >= 0 ? earlier_equals(group_rows, item) : 0;
    if (row >= 0)
      sorted[rows + sorted[row] + equals] = i;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    if (row >= 0 && is_last_equal(group_rows, item))
      sorted[row] += equals + 1;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  }
}
