#ifndef AUFBAU_CAMPLITUDES_H
#ifdef __cplusplus
extern "C" {
#endif
#define AUFBAU_CAMPLITUDES_H
int aufbau_placeholder(void);
#ifdef __cplusplus
}
#endif
#endif
