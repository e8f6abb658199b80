// HDF5's identifiers are macros that call H5open(), which Swift cannot import; each gets a function here.
#ifndef AUFBAU_CHDF5_SHIM_H
#define AUFBAU_CHDF5_SHIM_H

#include <hdf5.h>

static inline hid_t aufbau_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }

#endif
