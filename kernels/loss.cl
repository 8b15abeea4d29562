// loss.cl: the loss L of a prediction ŷ and its target y, both [batch, columns], summed over the
// batch by each work-group for its part; sum_fold.cl adds up the parts.
//
//   L = Σ ½(ŷ − y)²          the default; Java splices the expression of the loss at hand
//
// The body is map.clh for losses of single elements and row.clh for those of whole rows (softmax
// cross-entropy); see there for the macros and the launch shape. loss[loss_at] takes the sum
// of each work-group.

#ifndef LOSS_BODY
#define LOSS_BODY "map.clh" // "map.clh", "row.clh" or "row_across.clh"
#endif
#ifndef OPERANDS
#define OPERANDS                                                      \
  , __global const float *prediction, __global const float *target   \
  , __global float *loss
#define UNIFORMS const int loss_at = get_group_id(0);
#define SUMS(X) X(loss)
#define ELEMENT(T, row, column)                                                  \
  {                                                                              \
    const int place = (row) * columns + (column);                               \
    const T difference = LOAD_##T(prediction + place) - LOAD_##T(target + place); \
    loss_##T += 0.5f * difference * difference;                                  \
  }
#endif

#define KERNEL_NAME loss
#include LOSS_BODY
