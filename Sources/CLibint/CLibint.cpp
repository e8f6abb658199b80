// The only file that sees libint2: it takes a minute to compile, so nothing else belongs here.
#include "CLibint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <exception>
#include <mutex>
#include <new>
#include <vector>

#include <libint2.hpp>

namespace {

void initialize_once() {
    static std::once_flag flag;
    std::call_once(flag, [] { libint2::initialize(); });
}

// Primitive pairs whose contribution is below this share of one are dropped: far below what any sum can feel. Engines of a
// finer precision than this would prepare the pairs anew for every quartet.
constexpr double primitive_precision = 1e-17;

size_t triangle(size_t i, size_t j) { return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i; }

}  // namespace

namespace {

// Consecutive shells of one place and angular momentum that share primitives, as generally contracted basis sets have
// them; or one shell alone. Its units are the primitives, or the shell itself.
struct group {
    size_t first_shell, shell_count;
    size_t first_unit, unit_count;
    // Shell k has the share coefficients[k * unit_count + u] of unit u.
    std::vector<double> coefficients;
    // Primitives of all shells together, and of a unit.
    size_t primitives, unit_primitives;
    size_t functions;
};

}  // namespace

struct aufbau_basis {
    std::vector<libint2::Shell> shells;
    std::vector<group> groups;
    std::vector<libint2::Shell> units;
    // Of all ordered pairs of units.
    std::vector<libint2::ShellPair> unit_pairs;
    // sqrt(max |(uv|uv)|) times the largest shares of u and v.
    std::vector<double> unit_bounds;
    std::vector<size_t> first;
    std::vector<libint2::ShellPair> pairs;
    size_t functions = 0;
    size_t max_primitives = 0;
    int max_l = 0;

    const libint2::ShellPair &pair(size_t a, size_t b) const { return pairs[triangle(a, b)]; }
};

struct aufbau_coulomb {
    const aufbau_basis *basis;
    libint2::Engine engine;

    // The integrals of a quartet with a >= b and c >= d, or null where they vanish.
    const double *compute(size_t a, size_t b, size_t c, size_t d) {
        const auto &s = basis->shells;
        engine.compute2<libint2::Operator::coulomb, libint2::BraKet::xx_xx, 0>(
            s[a], s[b], s[c], s[d], &basis->pair(a, b), &basis->pair(c, d));
        return engine.results()[0];
    }
};

#include "groups.inc"

extern "C" int32_t aufbau_max_angular_momentum(void) { return LIBINT2_MAX_AM_eri; }

extern "C" aufbau_basis *aufbau_basis_create(const aufbau_shell *shells, int32_t shell_count) {
    initialize_once();
    try {
        auto basis = new aufbau_basis;
        for (int32_t i = 0; i < shell_count; ++i) {
            const auto &shell = shells[i];
            libint2::svector<double> exponents(shell.exponents, shell.exponents + shell.primitive_count);
            libint2::svector<double> coefficients(shell.coefficients, shell.coefficients + shell.primitive_count);
            libint2::svector<libint2::Shell::Contraction> contraction{
                {shell.angular_momentum, shell.is_pure != 0, std::move(coefficients)}};
            std::array<double, 3> center{{shell.center[0], shell.center[1], shell.center[2]}};
            basis->shells.emplace_back(std::move(exponents), std::move(contraction), center);
            basis->first.push_back(basis->functions);
            basis->functions += basis->shells.back().size();
            basis->max_primitives = std::max(basis->max_primitives, size_t(shell.primitive_count));
            basis->max_l = std::max(basis->max_l, int(shell.angular_momentum));
        }
        make_groups(*basis);
        prepare_units(*basis);
        for (size_t a = 0; a < basis->shells.size(); ++a) {
            for (size_t b = 0; b <= a; ++b) {
                basis->pairs.emplace_back(
                    basis->shells[a], basis->shells[b], std::log(primitive_precision),
                    libint2::ScreeningMethod::Conservative);
            }
        }
        return basis;
    } catch (const std::exception &) {
        return nullptr;
    }
}

extern "C" int32_t aufbau_basis_group_count(const aufbau_basis *basis) { return int32_t(basis->groups.size()); }

extern "C" int64_t aufbau_basis_group_cost(const aufbau_basis *basis, int32_t index) {
    const auto &g = basis->groups[index];
    return int64_t(g.functions * std::max(g.unit_count * g.unit_primitives, g.shell_count));
}

extern "C" void aufbau_basis_destroy(aufbau_basis *basis) { delete basis; }

extern "C" int64_t aufbau_basis_function_count(const aufbau_basis *basis) { return int64_t(basis->functions); }

namespace {

libint2::Operator one_body_operator(aufbau_one_body_kind kind) {
    switch (kind) {
        case aufbau_overlap: return libint2::Operator::overlap;
        case aufbau_kinetic: return libint2::Operator::kinetic;
        case aufbau_nuclear: return libint2::Operator::nuclear;
        case aufbau_dipole: return libint2::Operator::emultipole1;
        case aufbau_quadrupole: return libint2::Operator::emultipole2;
    }
    return libint2::Operator::overlap;
}

libint2::Engine one_body_engine(
    const aufbau_basis *basis, aufbau_one_body_kind kind, const double *points, int32_t point_count) {
    libint2::Engine engine(one_body_operator(kind), basis->max_primitives, basis->max_l, 0);
    if (kind == aufbau_nuclear) {
        std::vector<std::pair<double, std::array<double, 3>>> charges;
        for (int32_t i = 0; i < point_count; ++i) {
            const double *p = points + 4 * i;
            charges.push_back({p[3], {{p[0], p[1], p[2]}}});
        }
        engine.set_params(charges);
    } else if (kind == aufbau_dipole || kind == aufbau_quadrupole) {
        engine.set_params(std::array<double, 3>{{points[0], points[1], points[2]}});
    }
    return engine;
}

// Puts the integrals of a pair of shells into a matrix and its transpose.
void place(const double *source, size_t rows, size_t columns, size_t row, size_t column, size_t n, double *matrix) {
    for (size_t i = 0; i < rows; ++i) {
        for (size_t j = 0; j < columns; ++j) {
            const double value = source ? source[i * columns + j] : 0;
            matrix[(row + i) * n + column + j] = value;
            matrix[(column + j) * n + row + i] = value;
        }
    }
}

}  // namespace

extern "C" int32_t aufbau_one_body(
    const aufbau_basis *basis, aufbau_one_body_kind kind, const double *points, int32_t point_count, int32_t first,
    int32_t end, double *matrices) {
    try {
        auto engine = one_body_engine(basis, kind, points, point_count);
        const auto &shells = basis->shells;
        const size_t n = basis->functions;
        for (int32_t a = first; a < end; ++a) {
            for (int32_t b = 0; b <= a; ++b) {
                const auto &results = engine.compute(shells[a], shells[b]);
                for (size_t k = 0; k < results.size(); ++k) {
                    place(
                        results[k], shells[a].size(), shells[b].size(), basis->first[a], basis->first[b], n,
                        matrices + k * n * n);
                }
            }
        }
        return 0;
    } catch (const std::exception &) {
        return 1;
    }
}

extern "C" aufbau_coulomb *aufbau_coulomb_create(const aufbau_basis *basis, double precision) {
    try {
        auto result = new aufbau_coulomb{
            basis, libint2::Engine(libint2::Operator::coulomb, basis->max_primitives, basis->max_l, 0)};
        result->engine.set(libint2::ScreeningMethod::Conservative);
        result->engine.set_precision(precision);
        return result;
    } catch (const std::exception &) {
        return nullptr;
    }
}

extern "C" void aufbau_coulomb_destroy(aufbau_coulomb *engine) { delete engine; }

extern "C" void aufbau_coulomb_bounds(aufbau_coulomb *engine, int32_t row, double *bounds) {
    const auto &shells = engine->basis->shells;
    const size_t count = shells.size();
    for (int32_t b = 0; b <= row; ++b) {
        const size_t size = shells[row].size() * shells[b].size();
        const double *values = engine->compute(row, b, row, b);
        double largest = 0;
        for (size_t i = 0; values && i < size * size; ++i) largest = std::max(largest, std::abs(values[i]));
        bounds[row * count + b] = bounds[b * count + row] = std::sqrt(largest);
    }
}

#include "packed.inc"
#include "fock.inc"
#include "fitting.inc"
