// The C face of CLP, as the Debian package installs it; pkg-config names the folder.
#ifndef AUFBAU_CCLP_SHIM_H
#define AUFBAU_CCLP_SHIM_H

#include <Clp_C_Interface.h>

#endif
