// Sparse matrices over strings of one spin times many rows or columns of a coefficient matrix.
#include "CFockSpace.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#pragma clang fp contract(fast)

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

// Macros, for registers wider than the default target's are not passed between functions.
#define LOAD(p) (*reinterpret_cast<const loose_quad *>(p))
#define STORE(p, ...) (*reinterpret_cast<loose_quad *>(p) = (__VA_ARGS__))

namespace {

constexpr int lanes = aufbau_lanes;
typedef double quad __attribute__((vector_size(32)));
typedef double loose_quad __attribute__((vector_size(32), aligned(8)));

// Four rows become four columns.
inline __attribute__((always_inline)) void transpose(quad &a, quad &b, quad &c, quad &d) {
    const quad ab_even = __builtin_shufflevector(a, b, 0, 4, 2, 6), ab_odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const quad cd_even = __builtin_shufflevector(c, d, 0, 4, 2, 6), cd_odd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    a = __builtin_shufflevector(ab_even, cd_even, 0, 1, 4, 5);
    b = __builtin_shufflevector(ab_odd, cd_odd, 0, 1, 4, 5);
    c = __builtin_shufflevector(ab_even, cd_even, 2, 3, 6, 7);
    d = __builtin_shufflevector(ab_odd, cd_odd, 2, 3, 6, 7);
}

}  // namespace

extern "C" void aufbau_sparse_fill(
    aufbau_excitations x, const double *weights, double threshold, int64_t *offsets, int32_t *columns,
    double *values) {
    int64_t next = 0;
    for (int64_t r = 0; r < x.rows; ++r) {
        offsets[r] = next;
        // Several pairs lead back to the same string: their sum comes last.
        double diagonal = 0;
        for (int64_t e = r * x.per_row; e < (r + 1) * x.per_row; ++e) {
            const double value = weights[x.pairs[e]] * x.signs[e];
            const bool is_diagonal = x.sources[e] == r;
            diagonal += is_diagonal ? value : 0;
            columns[next] = x.sources[e];
            values[next] = value;
            next += !is_diagonal && std::abs(value) > threshold;
        }
        if (std::abs(diagonal) > threshold) {
            columns[next] = int32_t(r);
            values[next++] = diagonal;
        }
    }
    offsets[x.rows] = next;
}

// result[r] += Σ values[e] tile[columns[e]] over one row. Two sums take turns, for one addition waits for the former.
#define ADD(e, a, b, c, d)                                        \
    do {                                                          \
        const double *t = tile + int64_t(m.columns[e]) * lanes;   \
        const double v = m.values[e];                             \
        const quad value = {v, v, v, v};                          \
        a += value * LOAD(t);                                     \
        b += value * LOAD(t + 4);                                 \
        c += value * LOAD(t + 8);                                 \
        d += value * LOAD(t + 12);                                \
    } while (0)

WIDE void aufbau_sparse_multiply(aufbau_sparse m, const double *tile, double *result) {
    for (int64_t r = 0; r < m.rows; ++r) {
        quad a = {0, 0, 0, 0}, b = a, c = a, d = a, a2 = a, b2 = a, c2 = a, d2 = a;
        int64_t e = m.offsets[r];
        const int64_t end = m.offsets[r + 1];
        for (; e + 2 <= end; e += 2) {
            ADD(e, a, b, c, d);
            ADD(e + 1, a2, b2, c2, d2);
        }
        if (e < end) ADD(e, a, b, c, d);
        double *out = result + r * lanes;
        STORE(out, a + a2);
        STORE(out + 4, b + b2);
        STORE(out + 8, c + c2);
        STORE(out + 12, d + d2);
    }
}

namespace {

struct rows {
    const double *place[lanes];
};

}  // namespace

// tile[r][l] = rows[l][r].
WIDE static void gather(const rows &from, int64_t width, double *tile) {
    for (int l = 0; l < lanes; l += 4) {
        const double *p = from.place[l], *q = from.place[l + 1], *s = from.place[l + 2], *t = from.place[l + 3];
        double *out = tile + l;
        int64_t r = 0;
        for (; r + 4 <= width; r += 4, out += 4 * lanes) {
            quad a = LOAD(p + r), b = LOAD(q + r), c = LOAD(s + r), d = LOAD(t + r);
            transpose(a, b, c, d);
            STORE(out, a);
            STORE(out + lanes, b);
            STORE(out + 2 * lanes, c);
            STORE(out + 3 * lanes, d);
        }
        for (; r < width; ++r, out += lanes) {
            out[0] = p[r];
            out[1] = q[r];
            out[2] = s[r];
            out[3] = t[r];
        }
    }
}

// rows[l][r] += signs[l] tile[r][l] for l < count.
WIDE static void scatter(const double *tile, int64_t width, int64_t count, const double *signs, double *const *rows) {
    int64_t l = 0;
    for (; l + 4 <= count; l += 4) {
        const double *in = tile + l;
        const double e = signs[l], f = signs[l + 1], g = signs[l + 2], h = signs[l + 3];
        double *p = rows[l], *q = rows[l + 1], *s = rows[l + 2], *t = rows[l + 3];
        int64_t r = 0;
        for (; r + 4 <= width; r += 4, in += 4 * lanes) {
            quad a = LOAD(in), b = LOAD(in + lanes), c = LOAD(in + 2 * lanes), d = LOAD(in + 3 * lanes);
            transpose(a, b, c, d);
            STORE(p + r, LOAD(p + r) + quad{e, e, e, e} * a);
            STORE(q + r, LOAD(q + r) + quad{f, f, f, f} * b);
            STORE(s + r, LOAD(s + r) + quad{g, g, g, g} * c);
            STORE(t + r, LOAD(t + r) + quad{h, h, h, h} * d);
        }
        for (; r < width; ++r, in += lanes) {
            p[r] += e * in[0];
            q[r] += f * in[1];
            s[r] += g * in[2];
            t[r] += h * in[3];
        }
    }
    for (; l < count; ++l) {
        for (int64_t r = 0; r < width; ++r) rows[l][r] += signs[l] * tile[r * lanes + l];
    }
}

extern "C" void aufbau_rows_multiply(
    aufbau_sparse m, int64_t count, const int32_t *sources, const int32_t *targets, const double *signs,
    const double *vector, double *sum, double *work) {
    const int64_t width = m.rows;
    double *tile = work, *result = work + lanes * width;
    for (int64_t first = 0; first < count; first += lanes) {
        const int64_t taken = std::min<int64_t>(lanes, count - first);
        rows from;
        double *to[lanes];
        for (int64_t l = 0; l < lanes; ++l) {
            // Lanes left over repeat the last row; nothing reads what they give.
            const int64_t k = first + std::min(l, taken - 1);
            from.place[l] = vector + int64_t(sources[k]) * width;
            to[l] = sum + int64_t(targets[k]) * width;
        }
        gather(from, width, tile);
        aufbau_sparse_multiply(m, tile, result);
        scatter(result, width, taken, signs + first, to);
    }
}

extern "C" void aufbau_columns_multiply(
    aufbau_sparse m, int64_t width, int64_t first, int64_t count, const double *vector, double *sum, double *work) {
    double *tile = work, *result = work + lanes * m.rows;
    for (int64_t start = first; start < first + count; start += lanes) {
        const int64_t taken = std::min<int64_t>(lanes, first + count - start);
        if (taken < lanes) std::memset(tile, 0, sizeof(double) * lanes * m.rows);
        for (int64_t r = 0; r < m.rows; ++r) {
            std::memcpy(tile + r * lanes, vector + r * width + start, sizeof(double) * taken);
        }
        aufbau_sparse_multiply(m, tile, result);
        for (int64_t r = 0; r < m.rows; ++r) {
            double *out = sum + r * width + start;
            for (int64_t l = 0; l < taken; ++l) out[l] += result[r * lanes + l];
        }
    }
}
