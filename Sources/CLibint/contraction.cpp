// Packed integrals times density matrices: the inner loop of a self-consistent field.
#include "CLibint.h"

// One body for machines with and without wide registers; sums may be regrouped, in the same way on every run.
#pragma clang fp reassociate(on) contract(fast)

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

namespace {

// One row (ij|k0), (ij|k1), … (ij|kl) of packed integrals with the matrix rows it meets.
struct row {
    const double *values;
    const double *density_i, *density_j, *density_k;
    double *coulomb_k, *exchange_i, *exchange_j;
};

struct sums {
    double coulomb, exchange_ik, exchange_jk;
};

}  // namespace

// Adds l < count; the factors are 2 D_ij, D_ik and D_jk.
WIDE static sums contract_row(row r, int64_t count, double factor_ij, double factor_ik, double factor_jk) {
#pragma clang fp reassociate(on) contract(fast)
    double coulomb = 0, exchange_ik = 0, exchange_jk = 0;
    const double *__restrict v = r.values;
    const double *di = r.density_i, *dj = r.density_j, *dk = r.density_k;
    double *__restrict jk = r.coulomb_k;
    for (int64_t l = 0; l < count; ++l) {
        coulomb += v[l] * dk[l];
        exchange_ik += v[l] * dj[l];
        exchange_jk += v[l] * di[l];
        jk[l] += v[l] * factor_ij;
    }
    double *ki = r.exchange_i, *kj = r.exchange_j;
    for (int64_t l = 0; l < count; ++l) ki[l] += v[l] * factor_jk;
    for (int64_t l = 0; l < count; ++l) kj[l] += v[l] * factor_ik;
    return {coulomb, exchange_ik, exchange_jk};
}

namespace {

// All (ij|kl) of one ij.
void contract_pair(
    int64_t n, int64_t i, int64_t j, const double *values, const double *D, double *X, double *Y) {
    const double half_ij = i == j ? 0.5 : 1;
    double coulomb_ij = 0;
    for (int64_t k = 0; k <= i; ++k) {
        // The last value of a row may be one that symmetry repeats: it is taken apart.
        const int64_t last = k == i ? j : k;
        const bool is_partner = last == k || k == i;
        const int64_t count = is_partner ? last : last + 1;
        const row r{values + k * (k + 1) / 2, D + i * n, D + j * n, D + k * n, X + k * n, Y + i * n, Y + j * n};
        const double dij = 2 * half_ij * D[i * n + j], dik = half_ij * D[i * n + k], djk = half_ij * D[j * n + k];
        const sums s = contract_row(r, count, dij, dik, djk);
        coulomb_ij += s.coulomb;
        Y[i * n + k] += half_ij * s.exchange_ik;
        Y[j * n + k] += half_ij * s.exchange_jk;
        if (!is_partner) continue;
        const double v = r.values[last] * (last == k ? 0.5 : 1) * (k == i ? 0.5 : 1);
        coulomb_ij += v * D[k * n + last];
        X[k * n + last] += v * dij;
        Y[i * n + k] += half_ij * v * D[j * n + last];
        Y[j * n + k] += half_ij * v * D[i * n + last];
        Y[i * n + last] += v * djk;
        Y[j * n + last] += v * dik;
    }
    X[i * n + j] += 2 * half_ij * coulomb_ij;
}

}  // namespace

extern "C" void aufbau_contract_packed(
    const double *packed, int64_t n, int64_t first_pair, int64_t end_pair, int32_t count, const double *densities,
    double *coulomb, double *exchange) {
    int64_t i = 0;
    while ((i + 1) * (i + 2) / 2 <= first_pair) ++i;
    int64_t j = first_pair - i * (i + 1) / 2;
    for (int64_t ij = first_pair; ij < end_pair; ++ij) {
        for (int32_t m = 0; m < count; ++m) {
            const int64_t start = m * n * n;
            contract_pair(
                n, i, j, packed + ij * (ij + 1) / 2, densities + start, coulomb + start, exchange + start);
        }
        if (++j > i) {
            ++i;
            j = 0;
        }
    }
}
