// A segment of a circuit: what is done to one tile of the state after another while it stays in the cache.
#ifndef AUFBAU_PROGRAM_H
#define AUFBAU_PROGRAM_H

#include <cstdint>
#include <memory>
#include <vector>

#include "CAmplitudes.h"
#include "gate.h"

// Real rotations of several qubits in one pass over the tile, each as (x, y) -> (x - t y, y + t x).
struct aufbau_turns {
  int count = 0;
  int bits[4] = {0, 0, 0, 0};
  double tangents[4] = {0, 0, 0, 0};
  // Bits whose tangent is 1, up to a sign, and that are rotated by additions alone, which other units of the processor do
  // while the multiplications of the rest go on: the first half of them, or the first of each pair.
  unsigned units = 0;
  // Bits whose registers are taken in the opposite order.
  unsigned reversed = 0;
  // Rotations of pairs that follow, of the bits 0 and 1, then 2 and 3: x with the pattern 1, 0 and y with 0, 1 become
  // x - conj(f) y and y + f x.
  int exchanges = 0;
  double factor_re[2] = {0, 0};
  double factor_im[2] = {0, 0};
  int lane_count = 0;
  int lane_bits[3] = {0, 0, 0};
  double scale = 1;
  // Whether registers trade places, before or after the rotations, and where the one with each pattern of the bits comes
  // from or goes.
  bool reorders = false;
  bool reorders_last = false;
  uint8_t order[16];
  // For each lane stage: -t in lanes whose bit is 0 and t in the others.
  aligned_bytes lane_tangents{4 * 64};
};

// How a table holds its numbers. real: row tables hold each number twice. complex: re, im. split: of each pattern the
// real parts, each twice, then the imaginary parts as (-im, im).
enum class phase_layout { real, complex, split };

// Unit numbers looked up by some bits of the amplitude index.
struct aufbau_phase_table {
  phase_layout layout = phase_layout::real;
  // Bits of a row's number in the tile, and the bits of the pattern that they are.
  uint64_t row_mask = 0;
  uint64_t pattern_mask = 0;
  // Bits of the tile's base index, and the bits of the pattern that they are.
  std::vector<std::pair<uint64_t, uint32_t>> base_bits;
  // Row tables: whether all numbers of a pattern are 1.
  std::vector<uint8_t> is_trivial;
  std::unique_ptr<aligned_bytes> data;
};

struct aufbau_phases {
  std::vector<aufbau_phase_table> rows;
  std::vector<aufbau_phase_table> scalars;
};

// Rotations about strings with one x whose angle depends on the parities of `count` masks with the index.
struct aufbau_rotations {
  bool is_imaginary = false;
  int count = 0;
  uint64_t w[4] = {0, 0, 0, 0};
  uint64_t outer_w[4] = {0, 0, 0, 0};
  // For each pattern of parities, that of z above those of the masks: by lanes the cosine, then the factor.
  aligned_bytes coefficients;

  explicit aufbau_rotations(size_t bytes) : coefficients(bytes) {}
};

struct aufbau_program_op {
  enum { turns, phases, flip, exchange, swap, gate, rotation } kind;
  // Carried out only on tiles whose base index has these bits.
  uint64_t condition_mask = 0;
  uint64_t condition_value = 0;
  std::unique_ptr<aufbau_turns> turn;
  std::unique_ptr<aufbau_phases> phase;
  std::unique_ptr<aufbau_gate> prepared;
  std::unique_ptr<aufbau_rotations> together;
  // Exchange and swap: the two values of both bits, in x and z, and the factor f of exchanges.
  // Flip: the target's bit and the controls inside the tile. Rotation: x and z inside, z outside the tile.
  uint64_t x = 0, z = 0, outer_z = 0;
  uint64_t control_mask = 0, control_value = 0;
  double cosine = 1, factor_re = 0, factor_im = 0;

  // The bits of the tile that are moved or select what is left out.
  uint64_t touched() const {
    uint64_t bits = 0;
    switch (kind) {
      case turns:
        for (int j = 0; j < turn->count; j++) bits |= uint64_t(1) << turn->bits[j];
        return bits;
      case phases: return 0;
      case flip: return x | control_mask;
      case exchange:
      case swap: return x | z;
      case gate:
        for (uint64_t offset : prepared->offsets) bits |= offset;
        return bits | prepared->fixed_mask;
      case rotation: return x;
    }
    return ~uint64_t(0);
  }
};

struct aufbau_program {
  int qubits = 0;
  int tile_bits = 0;
  int row_bits = 0;
  uint64_t local = 0;
  // Low qubits that are all local: amplitudes that lie together.
  int run_bits = 0;
  std::vector<aufbau_program_op> ops;
};

#endif
