// Inner loops of direct configuration interaction behind a C face. No policy and no stable interface: `FockSpace` is the
// only user, and it checks every argument.
#ifndef AUFBAU_CFOCKSPACE_H
#define AUFBAU_CFOCKSPACE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Vectors go through a tile: `aufbau_lanes` of them side by side, element r of vector l at tile[r * aufbau_lanes + l].
enum { aufbau_lanes = 16 };

// A sparse square matrix: the elements of row r are those at offsets[r] ..< offsets[r + 1].
typedef struct {
    int64_t rows;
    const int64_t *offsets;
    const int32_t *columns;
    const double *values;
} aufbau_sparse;

// Single excitations of strings: entry e of row r, at r * per_row + e, says that F_pair takes string `source` to string r
// with `sign`.
typedef struct {
    int64_t rows, per_row;
    const int32_t *sources;
    const int32_t *pairs;
    const double *signs;
} aufbau_excitations;

// Makes the matrix Σ_Q weights[Q] F_Q of excitations; elements below `threshold` are left out. `offsets` has room for
// rows + 1 numbers, `columns` and `values` for rows * (per_row + 1).
void aufbau_sparse_fill(
    aufbau_excitations excitations, const double *weights, double threshold, int64_t *offsets, int32_t *columns,
    double *values);

// For every r: result[r] = Σ_c matrix[r, c] tile[c], lane by lane.
void aufbau_sparse_multiply(aufbau_sparse matrix, const double *tile, double *result);

// Adds, for l < count, signs[l] times row sources[l] of `vector` times the matrix transposed to row targets[l] of `sum`.
// Rows have as many elements as the matrix has rows; targets differ. `work` has room for 2 * lanes * rows numbers.
void aufbau_rows_multiply(
    aufbau_sparse matrix, int64_t count, const int32_t *sources, const int32_t *targets, const double *signs,
    const double *vector, double *sum, double *work);

// Adds the matrix times columns first ..< first + count of `vector`, an array of `width` columns, to those of `sum`.
void aufbau_columns_multiply(
    aufbau_sparse matrix, int64_t width, int64_t first, int64_t count, const double *vector, double *sum,
    double *work);

#ifdef __cplusplus
}
#endif

#endif
