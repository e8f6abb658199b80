#include "CAmplitudes.h"
int aufbau_placeholder(void) { return 0; }
