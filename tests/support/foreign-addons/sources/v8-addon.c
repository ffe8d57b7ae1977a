// An addon of V8's API, as the macros NODE_MODULE_INIT (ENTRY is defined) and NODE_MODULE make it. It calls nothing of
// V8.

#ifdef ENTRY
__attribute__((visibility("default"))) void ENTRY(void *exports, void *module, void *context) {
  (void)exports, (void)module, (void)context;
}
#else
typedef void (*initialize)(void *exports, void *module, void *context, void *data);

struct node_module {
  int version;
  unsigned flags;
  void *handle;
  const char *file;
  void (*initialize)(void *exports, void *module, void *data);
  initialize initialize_in_context;
  const char *name;
  void *data;
  struct node_module *next;
};

extern void node_module_register(void *module);

static void nothing(void *exports, void *module, void *data) { (void)exports, (void)module, (void)data; }

static struct node_module module = {MODULE_VERSION, 0, 0, "../addon.cc", nothing, 0, "addon", 0, 0};

__attribute__((constructor)) static void register_module(void) { node_module_register(&module); }
#endif
