// chain.cl: launches in which rows do not meet, one after the other, as one command.
//
//   for i < launches: the rows of this group, and all their columns, of what launch i computes
//
// A launch reads of what those before it have stored only its own rows, so no group waits for
// another. LAUNCH(numbers) calls the function of a launch, which is the body of its kernel
// (common.clh); its numbers are those arguments that are no buffers. Before this file stand all
// functions that are called; the one below is the default, y = x.
//
// Layout   numbers[launches][NUMBERS], of each launch which function, then its numbers; a float
//          as its bits
// Launch   global (groups), local (1)

#include "common.clh"

#ifndef NUMBERS
#define NUMBERS 2
#endif
#ifndef BUFFERS
#define BUFFERS , __global const float *x, __global float *y
#endif
#ifndef LAUNCH
#define LAUNCH(numbers)                                                       \
  {                                                                           \
    const int element = (numbers)[1] * (int)get_num_groups(0) + GROUP_INDEX;  \
    y[element] = x[element];                                                  \
  }
#endif

__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void chain(
    const int launches, __global const int *numbers BUFFERS) {
  for (int i = 0; i < launches; ++i)
    LAUNCH(numbers + i * NUMBERS)
}
