// A tiny addon of Node-API. The macros make its variants.

#include <stddef.h>

#ifdef DECLARES
__attribute__((visibility("default"))) int node_api_module_get_api_version_v1(void) { return DECLARES; }
#endif

#ifdef CALLS
extern int CALLS(void);
__attribute__((visibility("default"))) int calls(void) { return CALLS(); }
#endif

#ifdef POINTS_TO
extern int POINTS_TO;
__attribute__((visibility("default"))) int *points_to = &POINTS_TO;
#endif

#ifdef EXECUTES
__attribute__((constructor)) static void execute(void) { __asm__ volatile(EXECUTES); }
#endif

#ifndef NO_ENTRY
__attribute__((visibility("default"))) void *napi_register_module_v1(void *env, void *exports) {
  (void)env;
  return exports;
}
#endif
