// loss_gradient.cl: the gradient of the loss by the prediction ŷ, with the loss itself in the same
// pass: both read ŷ and y once. It is the launch that begins the second half of a training step.
//
//   L = Σ ½(ŷ − y)²,  ∂L/∂ŷ = ŷ − y      the default; Java splices the expressions of the loss at
//                                         hand, times f′ of the last layer, so that ∂Z leaves
//
// The body is map.clh for losses of single elements and row.clh for those of whole rows (softmax
// cross-entropy); see there for the macros and the launch shape. loss[loss_at] takes the sum
// of each work-group; what updates the parameters adds them up, see step_fold.clh.

#ifndef LOSS_BODY
#define LOSS_BODY "map.clh" // "map.clh", "row.clh" or "row_across.clh"
#endif
#ifndef OPERANDS
#define OPERANDS                                                      \
  , __global const float *prediction, __global const float *target   \
  , __global float *gradient, __global float *loss, __global int *records
#define UNIFORMS const int loss_at = get_group_id(0);
#define SUMS(X) X(loss)
#define BEGINS_STEP
#define ELEMENT(T, row, column)                                                  \
  {                                                                              \
    const int place = (row) * columns + (column);                               \
    const T difference = LOAD_##T(prediction + place) - LOAD_##T(target + place); \
    STORE_##T(difference, gradient + place);                                     \
    loss_##T += 0.5f * difference * difference;                                  \
  }
#endif

#define KERNEL_NAME loss_gradient
#include LOSS_BODY
