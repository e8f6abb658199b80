// What the preparation of a gate hands to the kernel that applies it.
#ifndef AUFBAU_GATE_H
#define AUFBAU_GATE_H

#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "CAmplitudes.h"

// Memory that vector loads of every instruction set may read.
struct aligned_bytes {
  void *data = nullptr;
  explicit aligned_bytes(size_t bytes) : data(std::aligned_alloc(64, (bytes + 63) / 64 * 64)) {}
  aligned_bytes(const aligned_bytes &) = delete;
  aligned_bytes &operator=(const aligned_bytes &) = delete;
  ~aligned_bytes() { std::free(data); }
};

struct aufbau_gate {
  bool is_diagonal = false;
  bool is_real = false;
  // Whether coefficients differ from lane to lane of a register.
  bool has_lanes = false;
  // Low targets, inside a register, and the bits they are.
  int low_count = 0;
  int low_bits[4] = {0, 0, 0, 0};
  // 2^(high targets) offsets in complex numbers; for a diagonal only those whose entries are not all 1.
  std::vector<uint64_t> offsets;
  // Bits of the amplitude index that the enumeration of groups skips, and their values at the first group.
  uint64_t fixed_mask = 0;
  uint64_t fixed_value = 0;
  uint64_t items = 0;
  // Dense: for each block of rows, for each input, for each row: re, then im. Diagonal: for each offset: re, im.
  aligned_bytes coefficients;

  explicit aufbau_gate(size_t bytes) : coefficients(bytes) {}
};

#endif
