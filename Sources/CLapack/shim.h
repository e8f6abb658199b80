// LAPACKE's complex types are C99 complex, which Swift cannot import; plain structs of the same layout stand in.
#ifndef AUFBAU_CLAPACK_SHIM_H
#define AUFBAU_CLAPACK_SHIM_H

typedef struct { float re, im; } aufbau_complex_float;
typedef struct { double re, im; } aufbau_complex_double;
#define LAPACK_COMPLEX_CUSTOM
#define lapack_complex_float aufbau_complex_float
#define lapack_complex_double aufbau_complex_double

#include <lapacke.h>
#include <cblas.h>

#endif
