// receive.cl: a part of a small batch, which comes as an argument.
//
//   to[first + i] = part.words[i]        i < count ≤ WORDS
//
// Whatever the words are, numbers or indices, their bits stay the same. A part is 4·WORDS of the
// 1,024 bytes that the arguments of a kernel may have on any device.
// Macros   WORDS   words of an argument
// Launch   global (1), local (1)

#ifndef WORDS
#define WORDS 240
#endif

typedef struct {
  uint words[WORDS];
} Part;

__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void receive(
    __global uint *to, const int first, const int count, const Part part) {
  for (int i = 0; i < count; ++i) to[first + i] = part.words[i];
}
