// row.cl: reductions over the last axis alternating with scalar expressions; see row.clh for the
// macros and the launch shape. The default is softmax:
//
//   yᵢⱼ = e^(xᵢⱼ − maxⱼ xᵢⱼ) / Σⱼ e^(xᵢⱼ − maxⱼ xᵢⱼ)

#define KERNEL_NAME row
#include "row.clh"
