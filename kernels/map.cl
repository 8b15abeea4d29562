// map.cl: yᵢⱼ = f(xᵢⱼ, …) for every element of a rows x columns domain; see map.clh for the macros
// and the launch shape. The default is the identity.

#define KERNEL_NAME map
#include "map.clh"
