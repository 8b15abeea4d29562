// sum_fold.cl: adds up sums over all elements of a launch, of which each work-group left its part.
//
//   yᵢ = Σ partial[i·parts + g]   over the work-groups g, in a fixed order, for the i-th of SUMS
//
// Layout   partial[sum·parts + group]
// Launch   one work-group: global (LOCAL_SIZE), local (LOCAL_SIZE)

#ifndef OPERANDS
#define OPERANDS , __global float *loss
#define UNIFORMS const int loss_at = 0;
#define SUMS(X) X(loss)
#endif

#include "common.clh"

#define FOLD_SUM(name)                                                 \
  {                                                                    \
    float sum = 0.0f;                                                  \
    for (int part = get_local_id(0); part < parts; part += LOCAL_SIZE) \
      sum += partial[part];                                            \
    partial += parts;                                                  \
    sum = SUM_of_group(sum, scratch);                                  \
    if (get_local_id(0) == 0)                                          \
      name[name##_at] = sum;                                           \
  }

__kernel __attribute__((reqd_work_group_size(LOCAL_SIZE, 1, 1))) void sum_fold(
    const int parts, __global const float *partial OPERANDS) {
  __local float scratch[LOCAL_SIZE];
  UNIFORMS
  SUMS(FOLD_SUM)
}
