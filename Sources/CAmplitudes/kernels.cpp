// One body, compiled once for each instruction set, and the choice between them at run time.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "CAmplitudes.h"
#include "gate.h"
#include "program.h"

// SSE2 on x86-64, NEON on arm64: what every machine of the architecture has.
#define AUFBAU_ISA baseline
#define AUFBAU_BYTES 16
#include "isa.inc"
#undef AUFBAU_ISA
#undef AUFBAU_BYTES

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)
#define AUFBAU_ISA avx2
#define AUFBAU_BYTES 32
#include "isa.inc"
#undef AUFBAU_ISA
#undef AUFBAU_BYTES
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)
#define AUFBAU_ISA avx512
#define AUFBAU_BYTES 64
#include "isa.inc"
#undef AUFBAU_ISA
#undef AUFBAU_BYTES
#pragma clang attribute pop
#endif

extern "C" int aufbau_isa_available(aufbau_isa isa) {
  switch (isa) {
    case aufbau_isa_baseline: return 1;
#if defined(__x86_64__)
    case aufbau_isa_avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    case aufbau_isa_avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
#endif
    default: return 0;
  }
}

extern "C" const aufbau_kernels *aufbau_kernels_for(aufbau_isa isa, aufbau_precision precision) {
  if (!aufbau_isa_available(isa)) return nullptr;
  bool single = precision == aufbau_single;
  switch (isa) {
#if defined(__x86_64__)
    case aufbau_isa_avx2: return single ? &avx2::table<float> : &avx2::table<double>;
    case aufbau_isa_avx512: return single ? &avx512::table<float> : &avx512::table<double>;
#endif
    default: return single ? &baseline::table<float> : &baseline::table<double>;
  }
}

extern "C" uint64_t aufbau_gate_items(const aufbau_gate *gate) { return gate->items; }

extern "C" void aufbau_gate_free(aufbau_gate *gate) { delete gate; }

extern "C" size_t aufbau_pauli_scratch(int block_bits, size_t terms) {
  size_t tile = size_t(2) << block_bits;
  return tile * (1 + (terms < baseline::transform_terms ? terms : 0));
}
