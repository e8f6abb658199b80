// Loops whose speed is the machine's own: what one core can do at most.
#ifndef AUFBAU_CPEAK_H
#define AUFBAU_CPEAK_H

#include <stddef.h>

/// Multiply-adds in registers, `rounds` times; gives the number of floating-point operations.
double cpeak_single(size_t rounds);
/// The same in double precision.
double cpeak_double(size_t rounds);
/// Multiplies `count` numbers in place.
void cpeak_scale(float *numbers, size_t count, float factor);

#endif
