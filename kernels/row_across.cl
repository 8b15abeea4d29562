// row_across.cl: row programs whose neighbours in memory are rows, and reductions over windows; see
// row_across.clh for the macros and the launch shape. The default is the sums of columns:
//
//   yᵢ = Σⱼ xⱼᵢ

#define KERNEL_NAME row_across
#include "row_across.clh"
