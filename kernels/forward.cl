// forward.cl: one dense layer.
//
//   ŷ = f(X·Wᵀ + b)      X [batch, in], W [out, in], b [out], ŷ [batch, out]
//
// The product is A·Bᵀ with A = X and B = W (see the body for layouts, tile macros and the launch
// shape); the expression of ELEMENT adds the bias and applies the activation. Java replaces
// OPERANDS and ELEMENT; the ones below are f = identity.

#ifndef MATMUL_BODY
#define MATMUL_BODY "product_tile.clh" // or another of product_*.clh and matmul_*.clh
#endif
#ifndef B_TRANSPOSED
#define B_TRANSPOSED 1
#endif
#ifndef OPERANDS
#define OPERANDS                                \
  , __global const float *bias                  \
  , __global float *y, const int y_stride
#endif
#ifndef ELEMENT
#define ELEMENT(T, product, row, column)                       \
  {                                                            \
    const T z = (product) + LOAD_##T(bias + (column));         \
    STORE_##T(z, y + (row) * y_stride + (column));       \
  }
#endif

#define KERNEL_NAME forward
#include MATMUL_BODY
