// product_fold.cl: adds up a product whose inner extent the launch before cut into parts.
//
//   C[row, column] = Σ partial[part][row][column]   over the parts, in their order; to ELEMENT
//   sum of row     = Σ sums[part][row]              likewise, to ROW_SUM if that is defined
//
// Layout   partial[part·rows·columns + row·columns + column], rows of all matrices; behind it
//          sums[part·sum_rows + row]
// Launch   global (groups·LOCAL_SIZE), local (LOCAL_SIZE); items take VECTOR_WIDTH elements each
//          and go on by as many as there are items

#ifndef VECTOR_WIDTH
#define VECTOR_WIDTH 1 // 4 where columns and all that ELEMENT reads and writes are whole fours
#endif
#ifndef OPERANDS
#define OPERANDS , __global float *c, const int c_offset, const int c_stride
#endif
#ifndef UNIFORMS
#define UNIFORMS // statements executed once by each work-item
#endif
#ifndef ELEMENT
#define ELEMENT(T, product, row, column) \
  STORE_##T(product, c + c_offset + (row) * c_stride + (column)); // row of all matrices
#endif

#define VECTORS_ALIGNED 1
#include "common.clh"
#include "operators.clh"
#ifdef RECORD
#include "random.clh"
#endif

__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void product_fold(
    const int rows, const int columns, const int sum_rows, const int parts,
    __global const float *partial
    OPERANDS) {
  __local float scratch[LOCAL_SIZE];
  UNIFORMS
  SUMS(DECLARE_SUM)
  const int elements = rows * columns;
  for (int i = get_global_id(0) * VECTOR_WIDTH; i < elements;
       i += get_global_size(0) * VECTOR_WIDTH) {
    __global const float *element = partial + i;
    VECTOR sum = LOAD_VECTOR(element);
    for (int part = 1; part < parts; ++part) {
      element += elements;
      sum += LOAD_VECTOR(element);
    }
    const int row = i / columns, column = i - row * columns;
    ELEMENT(VECTOR, sum, row, column)
  }
#ifdef ROW_SUM
  for (int row = get_global_id(0); row < sum_rows; row += get_global_size(0)) {
    __global const float *element = partial + (size_t)parts * elements + row;
    float sum = *element;
    for (int part = 1; part < parts; ++part) {
      element += sum_rows;
      sum += *element;
    }
    ROW_SUM(row, sum)
  }
#endif
  SUMS(WRITE_SUM)
}
