// The hot loops over amplitudes. No policy, no stable API: the module StateVectors decides what to call and checks every
// argument. See README.md for the layout, and for how one body becomes a kernel for each instruction set.
#ifndef AUFBAU_CAMPLITUDES_H
#define AUFBAU_CAMPLITUDES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Instruction sets, from the plainest up.
typedef enum {
  aufbau_isa_baseline = 0,
  aufbau_isa_avx2 = 1,
  aufbau_isa_avx512 = 2
} aufbau_isa;

/// Precisions of an amplitude's two numbers.
typedef enum { aufbau_single = 0, aufbau_double = 1 } aufbau_precision;

/// Whether this machine runs an instruction set.
int aufbau_isa_available(aufbau_isa isa);

/// A gate made ready for one instruction set and precision.
typedef struct aufbau_gate aufbau_gate;

/// exp(-iA) for A = Σ_k a_k P_k with strings that commute and flip the same qubits x. A takes |i^x⟩ to q s(i)|i⟩ with
/// q = 1 where the strings have an even number of Y, -i where it is odd, and s(i) = (-1)^{|z∧i|} S[b]. Bit m of the
/// pattern b is the parity of masks[m] ∧ i.
typedef struct {
  uint64_t x, z;
  /// The first high_rank masks have a leading bit above the lanes, which no other mask has; the others have lanes only.
  /// The pivot, the highest bit of x above the lanes, is in no mask.
  int rank, high_rank;
  const uint64_t *masks, *leading;
  /// The leading bits and the pivot, where there is one.
  uint64_t skipped;
  /// Whether x has a bit above the lanes; whether the strings have an odd number of Y; whether the high masks have their
  /// leading bits alone above the lanes.
  int has_pairs, is_odd, is_sparse;
  /// cos S[b], sin S[b], and whether the sums of pattern b are asked for (NULL: none are), 2^rank each.
  const double *cosines, *sines;
  const unsigned char *wanted;
} aufbau_flips;

/// Operations on one part of the state after another, each part a tile that fits the cache.
typedef struct aufbau_program aufbau_program;

/// A set of kernels for one instruction set and precision. `state` is always the 64-byte-aligned interleaved complex
/// amplitudes of at least 2^lane_bits complex numbers; ranges are in work items, of which the caller may give disjoint
/// ones to different threads.
typedef struct {
  /// log2 of the complex numbers in a vector register: lower qubits live inside a register.
  int lane_bits;
  /// The most bits above the lanes that one call of `turns` may rotate at full speed.
  int widest_turns;

  /// Prepares a dense gate: 4^k elements (re, im), row-major, bit j of an index is targets[j]; controls as bits of
  /// control_mask that must equal those of control_value. k is at most 6.
  aufbau_gate *(*dense)(int qubits, int k, const int *targets, const double *matrix, uint64_t control_mask,
                        uint64_t control_value);
  /// Prepares a diagonal gate: 2^k entries (re, im). k is at most 16.
  aufbau_gate *(*diagonal)(int qubits, int k, const int *targets, const double *entries, uint64_t control_mask,
                           uint64_t control_value);
  /// Applies a prepared gate to work items begin to end-1 of aufbau_gate_items.
  void (*apply)(void *state, const aufbau_gate *gate, uint64_t begin, uint64_t end);

  /// cos·ψ + factor·sin-like part of exp(-iθ/2 P): ψ_i ← c ψ_i + (fr + i fi) (-1)^{|z∧(i^x)|} ψ_{i^x}.
  /// Work items: 2^qubits / 2^lane_bits vectors when x has no bit above the lanes, otherwise half of that.
  void (*pauli_rotation)(void *state, int qubits, uint64_t x, uint64_t z, double c, double fr, double fi,
                         uint64_t begin, uint64_t end);

  /// Sum of |ψ_i|² over amplitudes begin to end-1.
  double (*norm)(const void *state, uint64_t begin, uint64_t end);
  /// Adds Σ conj(left_i) right_i over amplitudes begin to end-1 to result[0] (re) and result[1] (im).
  void (*inner_product)(const void *left, const void *right, uint64_t begin, uint64_t end, double *result);
  /// Multiplies amplitudes begin to end-1 by a real number.
  void (*scale)(void *state, double factor, uint64_t begin, uint64_t end);

  /// For blocks begin to end-1 of 2^block_bits amplitudes, at least one register: adds to sums[t] the real (or
  /// imaginary) part of Σ_i (-1)^{|z_t∧i|} conj(left_i) right_{i^x} for every z_t. With pivot >= block_bits only blocks
  /// whose bit `pivot` is 0 are counted and summed. scratch holds aufbau_pauli_scratch doubles.
  void (*pauli_sums)(const void *left, const void *right, int block_bits, uint64_t x, int pivot, int imaginary,
                     size_t terms, const uint64_t *z, uint64_t begin, uint64_t end, double *scratch, double *sums);
  /// For the same blocks of the target: target_i += Σ_t c_t (-1)^{|z_t∧(i^x)|} source_{i^x}, times i if imaginary.
  void (*pauli_apply)(const void *source, void *target, int block_bits, uint64_t x, int imaginary, size_t terms,
                      const uint64_t *z, const double *coefficients, uint64_t begin, uint64_t end, double *scratch);
  /// For each of `draws` numbers from 0 up to the weight Σ|ψ_i|² of at most 4096 amplitudes from `first` on: puts the
  /// index i whose part of the weight holds numbers[d] into samples[places[d]]. The weight is not zero.
  void (*draw)(const void *state, uint64_t first, uint64_t count, const double *numbers, const uint64_t *places,
               uint64_t draws, ptrdiff_t *samples);

  /// Adds to a program for each of at most 4 bits above the lanes, and of the lanes' bits, all positions in the tile,
  /// (x, y) ← (x - t y, y + t x) on the pairs that differ in the bit, and a real factor. order: moreover the
  /// pattern p of the bits becomes order[p] after the rotations, or order[p] becomes p before them (order_first); 16
  /// patterns; only without bits of the lanes; NULL for none. exchanges: at most 2, without an order, after the rotations:
  /// with f a pair of factors, x with the bits 2e and 2e+1 of those above the lanes 1 and 0, and y with 0 and 1, become
  /// x - conj(f) y and y + f x; for bits in `reversed` 0 stands for 1.
  void (*turns)(aufbau_program *program, int count, const int *bits, const double *tangents, double scale,
                const uint8_t *order, int order_first, int exchanges, const double *factors, unsigned reversed);
  /// Adds ψ_i ← c ψ_i + f (-1)^{|z∧(i^x)|} ψ_{i^x}, f times i if imaginary: numbers holds c and f for each pattern of the
  /// parities of i with the masks w, at most 4, each of which shares an even number of bits with x.
  void (*rotations)(aufbau_program *program, uint64_t x, uint64_t z, uint64_t outer_z, int imaginary, int count,
                    const uint64_t *w, const uint64_t *outer_w, const double *numbers);
  /// Adds a table to the phases added last: amplitudes are multiplied by the number that the bits of `mask` of their
  /// index select, the lowest bit first; is_row: and, below them, the lowest row_bits bits. Numbers are re, im pairs.
  /// At most 8 tables of a kind.
  void (*phase_table)(aufbau_program *program, int is_row, uint64_t mask, const double *numbers);
  /// Carries a program out on tiles begin to end-1. scratch: aufbau_program_scratch bytes, aligned to 64. Tiles that
  /// are zero are skipped. past_cache: write around the caches. is_written: all of the state's memory was written
  /// before, so that nothing is gained by looking for zeros. Otherwise gives the number of tiles that are written whole.
  uint64_t (*run_tiles)(const aufbau_program *program, void *state, void *scratch, uint64_t begin, uint64_t end,
                        int past_cache, int is_written);
  /// For a program whose only tile is the state: how many operations from `first` on, at least one, touch no bit above
  /// those of a block of the state, and so may run together on one block after another; and how many blocks there are.
  size_t (*joint_operations)(const aufbau_program *program, size_t first);
  uint64_t (*state_blocks)(const aufbau_program *program);
  /// Carries out `count` operations in place, of each one of `parts` shares. More than one operation must be joint ones,
  /// and the parts as many as the blocks.
  void (*run_share)(const aufbau_program *program, void *state, size_t first, size_t count, uint64_t part,
                    uint64_t parts);

  /// Applies exp(-iA) to the ket and, unless it is NULL, to the bra; with a bra adds to sums[b], for patterns that are
  /// wanted or that change, Σ_i (-1)^{|z∧i|} Im(q conj(bra_i) ket_{i^x}) of the states as they were. Work items:
  /// 2^qubits / 2^lane_bits / 2^|skipped|, one for registers no wider than the lanes.
  void (*flip_rotation)(void *ket, void *bra, const aufbau_flips *flips, uint64_t begin, uint64_t end, double *sums);
  /// Adds to result the 4^k numbers (re, im) M_ab = Σ conj(bra_a) ket_b, row-major, over the values of the qubits that
  /// are not targets, under controls; bit j of a and b is targets[j]; k is at most 3. Work items: 2^qubits / 2^lane_bits /
  /// 2^(targets and controls above the lanes), one for registers no wider than the lanes.
  void (*transition)(const void *bra, const void *ket, int k, const int *targets, uint64_t control_mask,
                     uint64_t control_value, uint64_t begin, uint64_t end, double *result);

  /// Σ_i (-1)^{|z∧i|} S[b] Re(q conj(ψ_i) ψ_{i^x}), with S in the place of the sines; work items as for flip_rotation.
  double (*flip_value)(const void *state, const aufbau_flips *flips, uint64_t begin, uint64_t end);
  /// target_i += f (-1)^{|z∧i|} S[b] source_{i^x} with f = i if turned, else 1, and S in the place of the sines; work items
  /// as for flip_rotation.
  void (*flip_add)(const void *source, void *target, const aufbau_flips *flips, int turned, uint64_t begin,
                   uint64_t end);
  /// Σ_i diagonal_i |ψ_i|² over amplitudes begin to end-1.
  double (*diagonal_value)(const void *state, const double *diagonal, uint64_t begin, uint64_t end);
} aufbau_kernels;

/// The kernels for an instruction set and precision; NULL where the machine lacks the set.
const aufbau_kernels *aufbau_kernels_for(aufbau_isa isa, aufbau_precision precision);

/// The doubles of scratch that a Pauli kernel needs for a block and a number of terms.
size_t aufbau_pauli_scratch(int block_bits, size_t terms);

/// The work items of a prepared gate.
uint64_t aufbau_gate_items(const aufbau_gate *gate);
/// Frees a prepared gate.
void aufbau_gate_free(aufbau_gate *gate);

/// A program without operations on tiles of the qubits whose bits are set in `local`; the lowest lane_bits (or all,
/// where there are fewer) must be among them.
aufbau_program *aufbau_program_new(const aufbau_kernels *kernels, int qubits, uint64_t local);
void aufbau_program_free(aufbau_program *program);
/// The lowest bits of the index that a row table covers.
int aufbau_program_row_bits(const aufbau_program *program);
uint64_t aufbau_program_tiles(const aufbau_program *program);
size_t aufbau_program_operations(const aufbau_program *program);
/// Bytes of a tile.
size_t aufbau_program_scratch(const aufbau_program *program, aufbau_precision precision);
/// Adds a product of diagonal gates, whose tables follow.
void aufbau_program_phases(aufbau_program *program);
/// Adds X on a bit under controls, all positions in the tile.
void aufbau_program_flip(aufbau_program *program, int bit, uint64_t control_mask, uint64_t control_value);
/// Adds a gate prepared for a register of the tile's size, and owns it.
void aufbau_program_gate(aufbau_program *program, aufbau_gate *gate);
/// Adds what pauli_rotation does, x and z by positions in the tile, outer_z by bits of the tile's base index.
void aufbau_program_rotation(aufbau_program *program, uint64_t x, uint64_t z, uint64_t outer_z, double cosine,
                             double factor_re, double factor_im);
/// Adds (x, y) ← (x - conj(f) y, y + f x) on the amplitudes x and y whose two bits, those in which `first` and `second`
/// differ, are as in `first` and as in `second`; positions in the tile.
void aufbau_program_exchange(aufbau_program *program, uint64_t first, uint64_t second, double factor_re,
                             double factor_im);
/// Adds the exchange of two bits.
void aufbau_program_swap(aufbau_program *program, int first, int second);
/// Restricts what was added last to tiles whose base index has these bits.
void aufbau_program_condition(aufbau_program *program, uint64_t mask, uint64_t value);
/// Multiplies a table of 2^table_bits numbers (re, im) by a diagonal gate on k of its bits.
void aufbau_phase_product(double *numbers, int table_bits, int k, const int *bits, const double *entries);

#ifdef __cplusplus
}
#endif

#endif
