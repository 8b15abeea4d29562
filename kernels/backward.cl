// backward.cl: the gradients of one dense layer, from ∂Z [batch, out], the gradient of its
// pre-activation z = X·Wᵀ + b.
//
//   ∂X = ∂Z·W ⊙ f′        [batch, in]   f′ of the layer below, so that ∂X leaves as that layer's ∂Z
//   ∂W = ∂Zᵀ·X            [out, in]
//   ∂b = column sums of ∂Z [out]        the row sums of op(A) = ∂Zᵀ
//
// See the body for layouts, tile macros and the launch shape. Java replaces OPERANDS, ELEMENT and
// ROW_SUM; the ones below store the gradients as they are (f′ = 1).

#ifndef MATMUL_BODY
#define MATMUL_BODY "product_tile.clh" // or another of product_*.clh and matmul_*.clh
#endif
#ifndef A_TRANSPOSED
#define A_TRANSPOSED 1 // 1: ∂W with ∂b; 0: ∂X
#endif
#ifndef OPERANDS
#define OPERANDS                                \
  , __global float *gradient, const int gradient_stride \
  , __global float *bias_gradient
#define ELEMENT(T, product, row, column) \
  STORE_##T(product, gradient + (row) * gradient_stride + (column));
#if A_TRANSPOSED
#define ROW_SUM(row, sum) bias_gradient[row] = sum;
#endif
#endif

#define KERNEL_NAME backward
#include MATMUL_BODY
