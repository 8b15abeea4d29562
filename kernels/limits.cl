// limits.cl: what bounds the speed of all other kernels, one kernel for each limit.
//
//   multiply_adds   s ← a·m + s                 numbers in registers, twelve sums a work-item
//   update          yᵢ ← yᵢ + a·xᵢ              reads two arrays, writes one
//   nothing                                     what a launch costs by itself
//
// Group g of update takes the elements [g·chunk, (g+1)·chunk), `repeats` times: arrays that fit in
// caches are moved often enough to be timed. chunk is a multiple of VECTOR_WIDTH·LOCAL_SIZE.
// Launch   global (groups·LOCAL_SIZE), local (LOCAL_SIZE)

#define VECTORS_ALIGNED 1
#include "common.clh"

#define DECLARE(i) VECTOR s##i = start + (float)(i);
#define STEP(i) s##i = MULTIPLY_ADD(a, m, s##i);
#define TOTAL(i) total += s##i;

__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void multiply_adds(
    const int rounds, const float first, const float second, __global float *sums) {
  const VECTOR a = first, m = second, start = (float)get_local_id(0);
  REPEAT_12(DECLARE)
  for (int round = 0; round < rounds; ++round) {
    REPEAT_12(STEP)
  }
  VECTOR total = 0.0f;
  REPEAT_12(TOTAL)
  STORE_VECTOR(total, sums + get_global_id(0) * VECTOR_WIDTH);
}

__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void update(
    const int chunk, const int repeats, const float rate, __global const float *x,
    __global float *y) {
  const size_t begin = (size_t)get_group_id(0) * chunk;
  const VECTOR a = rate;
  for (int repeat = 0; repeat < repeats; ++repeat)
    for (int i = get_local_id(0) * VECTOR_WIDTH; i < chunk; i += LOCAL_SIZE * VECTOR_WIDTH) {
      const VECTOR sum = MULTIPLY_ADD(a, LOAD_VECTOR(x + begin + i), LOAD_VECTOR(y + begin + i));
      STORE_VECTOR(sum, y + begin + i);
    }
}

__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void nothing(const int unused) {}
