// tile.cl: a matrix product that is good enough for the static gate, and switches that make it
// worse, each in one way that the gate must see. Nobody runs it; it is compiled only.
//
//   C = Aᵀ·B, A is k x m, B is k x n, C is m x n; m and n are multiples of 128, k of 8.
//
// A work-group of 256 items computes 128 x 128 elements of C, an item 8 x 8. Slices of 8 are read
// one ahead into registers and lie in two local tiles in turn, so that a barrier a slice suffices.

#ifndef ONE_FLOAT_COPIES
#define ONE_FLOAT_COPIES 0 // 1: operands are read a float at a time
#endif
#ifndef ONE_FLOAT_TILES
#define ONE_FLOAT_TILES 0 // 1: local memory is read a float at a time
#endif
#ifndef ACCUMULATOR_ARRAY
#define ACCUMULATOR_ARRAY 0 // 1: an array that is indexed by a loop which stays one
#endif
#ifndef TWO_BARRIERS
#define TWO_BARRIERS 0 // 1: one local tile, written between barriers
#endif
#ifndef DIVISION
#define DIVISION 0 // 1: rows of B are found by a division
#endif
#ifndef SPILLS
#define SPILLS 0 // 1: more accumulators than there are registers
#endif

#define TILE_M 128
#define TILE_N 128
#define TILE_K 8

#if ONE_FLOAT_COPIES
#define READ(p) (float4)((p)[0], (p)[gap], (p)[2 * gap], (p)[3 * gap])
#else
#define READ(p) (*(__global const float4 *)(p))
#endif
#if ONE_FLOAT_TILES
#define READ_LOCAL(p) (float4)((p)[0], (p)[33], (p)[66], (p)[99])
#else
#define READ_LOCAL(p) (*(__local const float4 *)(p))
#endif
#if DIVISION
#define B_ROW(p) ((p) / divisor)
#else
#define B_ROW(p) (p)
#endif
#if ACCUMULATOR_ARRAY
#define UNROLL _Pragma("unroll 1")
#else
#define UNROLL _Pragma("unroll")
#endif

__kernel __attribute__((reqd_work_group_size(256, 1, 1))) void tile(
    const int n, const int k, __global const float *a, const int a_stride,
    __global const float *b, const int b_stride, __global float *c, const int gap,
    const int divisor) {
  __local float a_tile[2][TILE_K * TILE_M] __attribute__((aligned(16)));
  __local float b_tile[2][TILE_K * TILE_N] __attribute__((aligned(16)));
  const int item = get_local_id(0);
  const int tiles_n = n / TILE_N;
  const int first_row = get_group_id(0) / tiles_n * TILE_M;
  const int first_column = get_group_id(0) % tiles_n * TILE_N;
  const int copy_p = item / 32, copy_x = item % 32 * 4;
  const int row = item / 16 * 4, column = item % 16 * 4;
  float4 left[8], right[8]; // Columns 0 to 3 and 64 to 67 of the item's rows.
#pragma unroll
  for (int i = 0; i < 8; ++i) left[i] = right[i] = 0.0f;
#if SPILLS
  float4 left_total[8], right_total[8], left_square[8], right_square[8], left_cube[8], right_cube[8];
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    left_total[i] = READ(a + 16 * i), right_total[i] = READ(b + 16 * i);
    left_square[i] = READ(a + 20 * i), right_square[i] = READ(b + 20 * i);
    left_cube[i] = READ(a + 24 * i), right_cube[i] = READ(b + 24 * i);
  }
#endif

  float4 a_next = READ(a + copy_p * a_stride + first_row + copy_x);
  float4 b_next = READ(b + B_ROW(copy_p) * b_stride + first_column + copy_x);
  *(__local float4 *)(a_tile[0] + copy_p * TILE_M + copy_x) = a_next;
  *(__local float4 *)(b_tile[0] + copy_p * TILE_N + copy_x) = b_next;
  barrier(CLK_LOCAL_MEM_FENCE);
  int turn = 0;
  for (int first_p = 0; first_p < k; first_p += TILE_K) {
    const int p_next = min(first_p + TILE_K, k - TILE_K) + copy_p;
    a_next = READ(a + p_next * a_stride + first_row + copy_x);
    b_next = READ(b + B_ROW(p_next) * b_stride + first_column + copy_x);
    UNROLL
    for (int p = 0; p < TILE_K; ++p) {
      __local const float *a_row = a_tile[turn] + p * TILE_M + row;
      __local const float *b_row = b_tile[turn] + p * TILE_N + column;
      const float4 a0 = READ_LOCAL(a_row), a1 = READ_LOCAL(a_row + TILE_M / 2);
      const float4 b0 = READ_LOCAL(b_row), b1 = READ_LOCAL(b_row + TILE_N / 2);
      const float values[8] = {a0.x, a0.y, a0.z, a0.w, a1.x, a1.y, a1.z, a1.w};
      UNROLL
      for (int i = 0; i < 8; ++i) {
        left[i] = fma((float4)(values[i]), b0, left[i]);
        right[i] = fma((float4)(values[i]), b1, right[i]);
      }
    }
#if SPILLS
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      left_total[i] += left[i], right_total[i] += right[i];
      left_square[i] += left[i] * left[i], right_square[i] += right[i] * right[i];
      left_cube[i] += left[i] * left_square[i], right_cube[i] += right[i] * right_square[i];
    }
#endif
#if TWO_BARRIERS
    barrier(CLK_LOCAL_MEM_FENCE);
#else
    turn ^= 1;
#endif
    *(__local float4 *)(a_tile[turn] + copy_p * TILE_M + copy_x) = a_next;
    *(__local float4 *)(b_tile[turn] + copy_p * TILE_N + copy_x) = b_next;
    barrier(CLK_LOCAL_MEM_FENCE);
  }

#pragma unroll
  for (int i = 0; i < 8; ++i) {
#if SPILLS
    left[i] += left_total[i] * left_square[i] * left_cube[i];
    right[i] += right_total[i] * right_square[i] * right_cube[i];
#endif
    const int c_row = first_row + row + i % 4 + i / 4 * (TILE_M / 2);
    __global float *to = c + c_row * n + first_column + column;
    *(__global float4 *)to = left[i];
    *(__global float4 *)(to + TILE_N / 2) = right[i];
  }
}
