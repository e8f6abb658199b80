// What a segment is built from, whatever the instruction set and precision.

#include "program.h"

#include <algorithm>
#include <complex>

extern "C" aufbau_program *aufbau_program_new(const aufbau_kernels *kernels, int qubits, uint64_t local) {
  auto *program = new aufbau_program;
  program->qubits = qubits;
  program->local = local;
  program->tile_bits = std::max(__builtin_popcountll(local), kernels->lane_bits);
  program->row_bits = std::min(6, program->tile_bits);
  program->run_bits = std::min(__builtin_ctzll(~local), program->tile_bits);
  return program;
}

extern "C" void aufbau_program_free(aufbau_program *program) { delete program; }

extern "C" int aufbau_program_row_bits(const aufbau_program *program) { return program->row_bits; }

extern "C" uint64_t aufbau_program_tiles(const aufbau_program *program) {
  return program->tile_bits >= program->qubits ? 1 : uint64_t(1) << (program->qubits - program->tile_bits);
}

extern "C" size_t aufbau_program_scratch(const aufbau_program *program, aufbau_precision precision) {
  return (precision == aufbau_single ? size_t(8) : size_t(16)) << program->tile_bits;
}

extern "C" size_t aufbau_program_operations(const aufbau_program *program) { return program->ops.size(); }

extern "C" void aufbau_program_phases(aufbau_program *program) {
  aufbau_program_op op;
  op.kind = aufbau_program_op::phases;
  op.phase = std::make_unique<aufbau_phases>();
  program->ops.push_back(std::move(op));
}

extern "C" void aufbau_program_flip(aufbau_program *program, int bit, uint64_t control_mask, uint64_t control_value) {
  aufbau_program_op op;
  op.kind = aufbau_program_op::flip;
  op.x = uint64_t(1) << bit;
  op.control_mask = control_mask;
  op.control_value = control_value;
  program->ops.push_back(std::move(op));
}

extern "C" void aufbau_program_gate(aufbau_program *program, aufbau_gate *gate) {
  aufbau_program_op op;
  op.kind = aufbau_program_op::gate;
  op.prepared.reset(gate);
  program->ops.push_back(std::move(op));
}

extern "C" void aufbau_program_rotation(aufbau_program *program, uint64_t x, uint64_t z, uint64_t outer_z, double cosine,
                                        double factor_re, double factor_im) {
  aufbau_program_op op;
  op.kind = aufbau_program_op::rotation;
  op.x = x;
  op.z = z;
  op.outer_z = outer_z;
  op.cosine = cosine;
  op.factor_re = factor_re;
  op.factor_im = factor_im;
  program->ops.push_back(std::move(op));
}

extern "C" void aufbau_program_exchange(aufbau_program *program, uint64_t first, uint64_t second, double factor_re,
                                        double factor_im) {
  aufbau_program_op op;
  op.kind = aufbau_program_op::exchange;
  op.x = first;
  op.z = second;
  op.factor_re = factor_re;
  op.factor_im = factor_im;
  program->ops.push_back(std::move(op));
}

extern "C" void aufbau_program_swap(aufbau_program *program, int first, int second) {
  aufbau_program_op op;
  op.kind = aufbau_program_op::swap;
  op.x = uint64_t(1) << first;
  op.z = uint64_t(1) << second;
  program->ops.push_back(std::move(op));
}

extern "C" void aufbau_program_condition(aufbau_program *program, uint64_t mask, uint64_t value) {
  program->ops.back().condition_mask = mask;
  program->ops.back().condition_value = value;
}

extern "C" void aufbau_phase_product(double *numbers, int table_bits, int k, const int *bits, const double *entries) {
  auto *table = reinterpret_cast<std::complex<double> *>(numbers);
  uint64_t mask = 0;
  for (int j = 0; j < k; j++) mask |= uint64_t(1) << bits[j];
  uint64_t end = uint64_t(1) << table_bits;
  for (uint64_t pattern = 0; pattern < uint64_t(1) << k; pattern++) {
    double re = entries[2 * pattern], im = entries[2 * pattern + 1];
    if (re == 1 && im == 0) continue;
    uint64_t value = 0;
    for (int j = 0; j < k; j++)
      if (pattern >> j & 1) value |= uint64_t(1) << bits[j];
    for (uint64_t i = value; i < end; i = ((((i & ~value) | mask) + 1) & ~mask) | value) {
      double x = table[i].real(), y = table[i].imag();
      table[i] = {re * x - im * y, re * y + im * x};
    }
  }
}
