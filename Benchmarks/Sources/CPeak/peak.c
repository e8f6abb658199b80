#include "CPeak.h"

#if defined(__x86_64__)
#define VECTOR_TARGET __attribute__((target("avx2,fma")))
#define BYTES 32
#else
#define VECTOR_TARGET
#define BYTES 16
#endif

typedef float floats __attribute__((vector_size(BYTES)));
typedef double doubles __attribute__((vector_size(BYTES)));

// Enough independent chains to hide the latency of a multiply-add.
enum { CHAINS = 12 };

static volatile double sink;

#pragma clang fp contract(fast)
#define PEAK(NAME, VECTOR, NUMBER)                                                    \
  VECTOR_TARGET double NAME(size_t rounds) {                                          \
    VECTOR chain[CHAINS];                                                             \
    for (int i = 0; i < CHAINS; i++) chain[i] = (VECTOR){0} + (NUMBER)i;              \
    VECTOR factor = (VECTOR){0} + (NUMBER)0.999999, shift = (VECTOR){0} + (NUMBER)1e-6; \
    for (size_t round = 0; round < rounds; round++)                                   \
      _Pragma("clang loop unroll(full)")                                              \
      for (int i = 0; i < CHAINS; i++) chain[i] = chain[i] * factor + shift;          \
    VECTOR sum = (VECTOR){0};                                                         \
    for (int i = 0; i < CHAINS; i++) sum += chain[i];                                 \
    sink = sum[0];                                                                    \
    return 2.0 * CHAINS * (BYTES / sizeof(NUMBER)) * (double)rounds;                  \
  }

PEAK(cpeak_single, floats, float)
PEAK(cpeak_double, doubles, double)

VECTOR_TARGET void cpeak_scale(float *numbers, size_t count, float factor) {
  for (size_t i = 0; i < count; i++) numbers[i] *= factor;
}
