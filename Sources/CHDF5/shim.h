// HDF5's identifiers are macros that call H5open(), which Swift cannot import; each gets a function here.
#ifndef AUFBAU_CHDF5_SHIM_H
#define AUFBAU_CHDF5_SHIM_H

#include <hdf5.h>
#include <stdio.h>

static inline hid_t aufbau_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t aufbau_h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t aufbau_h5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t aufbau_h5_native_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t aufbau_h5_c_string(void) { return H5T_C_S1; }

static inline unsigned aufbau_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned aufbau_h5_exclusive(void) { return H5F_ACC_EXCL; }

static inline hid_t aufbau_h5_property_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t aufbau_h5_property_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t aufbau_h5_property_link_create(void) { return H5P_LINK_CREATE; }

static inline size_t aufbau_h5_variable_length(void) { return H5T_VARIABLE; }

// The innermost message of HDF5's error stack says what really happened ("truncated file: eof = 100, ...").
typedef struct {
    char *text;
    size_t capacity;
} aufbau_h5_message;

static inline herr_t aufbau_h5_keep_first(unsigned depth, const H5E_error2_t *error, void *context) {
    aufbau_h5_message *message = (aufbau_h5_message *)context;
    if (depth == 0 && error->desc != NULL) snprintf(message->text, message->capacity, "%s", error->desc);
    return 0;
}

static inline void aufbau_h5_last_error(char *text, size_t capacity) {
    aufbau_h5_message message = {text, capacity};
    if (capacity > 0) text[0] = 0;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, aufbau_h5_keep_first, &message);
}

#endif
