// Gaussian integrals by libint2 behind a C face. No policy and no stable interface: `ElectronicStructure` is the only
// user, and it checks every argument. Lengths in bohr, energies in hartree.
#ifndef AUFBAU_CLIBINT_H
#define AUFBAU_CLIBINT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// One contraction of Gaussian primitives of one angular momentum at one place. Coefficients refer to normalized
// primitives; the contraction is normalized here.
typedef struct {
    int32_t angular_momentum;
    int32_t is_pure;          // 1: 2l + 1 real solid harmonics; 0: all (l + 1)(l + 2)/2 Cartesian components
    int32_t primitive_count;
    const double *exponents;
    const double *coefficients;
    double center[3];
} aufbau_shell;

typedef enum {
    aufbau_overlap = 0,     // 1 matrix
    aufbau_kinetic = 1,     // 1 matrix
    aufbau_nuclear = 2,     // 1 matrix: Σ -charge / |r - place|
    aufbau_dipole = 3,      // 4 matrices: overlap, x, y, z about the origin
    aufbau_quadrupole = 4,  // 10 matrices: the former and xx, xy, xz, yy, yz, zz
} aufbau_one_body_kind;

typedef struct aufbau_basis aufbau_basis;
typedef struct aufbau_coulomb aufbau_coulomb;

// The largest angular momentum of two-electron integrals.
int32_t aufbau_max_angular_momentum(void);

// Copies the shells and prepares what all pairs of them share; a null pointer when memory lacks.
aufbau_basis *aufbau_basis_create(const aufbau_shell *shells, int32_t shell_count);
void aufbau_basis_destroy(aufbau_basis *basis);
int64_t aufbau_basis_function_count(const aufbau_basis *basis);

// Shells that follow one another and share primitives form a group; others are groups of their own.
int32_t aufbau_basis_group_count(const aufbau_basis *basis);
// A measure of the work that a group means.
int64_t aufbau_basis_group_cost(const aufbau_basis *basis, int32_t group);

// Fills the rows of bra shells first..<end, columns up to the diagonal, and mirrors them: disjoint places for disjoint
// ranges. `matrices` holds as many n × n matrices as the kind has. `points` are x, y, z, charge of the nuclei, or, for
// multipoles, x, y, z of the origin. Returns 0, or 1 when it failed.
int32_t aufbau_one_body(
    const aufbau_basis *basis, aufbau_one_body_kind kind, const double *points, int32_t point_count, int32_t first,
    int32_t end, double *matrices);

// What one thread needs to compute repulsions; integrals below `precision` may be dropped.
aufbau_coulomb *aufbau_coulomb_create(const aufbau_basis *basis, double precision);
void aufbau_coulomb_destroy(aufbau_coulomb *engine);

// sqrt(max |(ab|ab)|) over the functions of shells `row` and b <= row, into bounds[row * shell_count + b] and its mirror.
void aufbau_coulomb_bounds(aufbau_coulomb *engine, int32_t row, double *bounds);

// (ij|kl) for i in group a, j in group b <= a, and all pairs of groups up to (a, b), into 8-fold packed storage: with
// ij = i(i+1)/2 + j, at ij(ij+1)/2 + kl for ij >= kl. Quartets whose bounds' product is below `threshold` are skipped.
void aufbau_coulomb_packed(
    aufbau_coulomb *engine, int32_t a, int32_t b, const double *bounds, double threshold, double *packed);

// The same quartets contracted at once with `count` symmetric density matrices D (n × n each): adds to `coulomb` the
// sums Σ (ij|kl) D_kl and to `exchange` Σ (ik|jl) D_kl, each over the given quartets only and such that the sum over
// all pairs (a, b) of X + Xᵀ is the full matrix. `weights` holds max |D| by pairs of shells. Returns the number of
// quartets computed.
int64_t aufbau_coulomb_fock(
    aufbau_coulomb *engine, int32_t a, int32_t b, const double *bounds, const double *weights, double threshold,
    int32_t count, const double *densities, double *coulomb, double *exchange);

// The same contraction from packed storage, for the pairs ij in first_pair..<end_pair: adds to `coulomb` and
// `exchange` matrices X whose X + Xᵀ, summed over all pairs, is the full matrix.
void aufbau_contract_packed(
    const double *packed, int64_t n, int64_t first_pair, int64_t end_pair, int32_t count, const double *densities,
    double *coulomb, double *exchange);

// Shells that densities are fitted with: three-center integrals only.
typedef struct aufbau_auxiliary aufbau_auxiliary;

// Copies the shells; a null pointer when the library refuses them.
aufbau_auxiliary *aufbau_auxiliary_create(const aufbau_shell *shells, int32_t shell_count);
void aufbau_auxiliary_destroy(aufbau_auxiliary *auxiliary);

// (P|Q), a square matrix. Returns 0, or 1 when it failed.
int32_t aufbau_fitting_metric(const aufbau_auxiliary *auxiliary, double *matrix);

// (P|ij) for the functions P of the shells first..<end: row P, and in it place i(i+1)/2 + j for i >= j. Returns 0, or 1
// when it failed.
int32_t aufbau_three_center(
    const aufbau_auxiliary *auxiliary, const aufbau_basis *basis, int32_t first, int32_t end, double *values);

#ifdef __cplusplus
}
#endif

#endif
