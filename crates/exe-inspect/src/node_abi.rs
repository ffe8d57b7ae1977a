//! Which functions came with which version of Node-API, and how an addon registers itself.

use crate::declared;
use crate::report::{Import, Interface, NodeAbi};

/// The versions after the first, with the functions that each added. Functions that are still experimental are not
/// listed, because no version has them.
const VERSIONS: [(u32, &[&str]); 9] = [
    (2, &["napi_get_uv_event_loop"]),
    (
        3,
        &[
            "napi_add_env_cleanup_hook",
            "napi_close_callback_scope",
            "napi_fatal_exception",
            "napi_open_callback_scope",
            "napi_remove_env_cleanup_hook",
        ],
    ),
    (
        4,
        &[
            "napi_acquire_threadsafe_function",
            "napi_call_threadsafe_function",
            "napi_create_threadsafe_function",
            "napi_get_threadsafe_function_context",
            "napi_ref_threadsafe_function",
            "napi_release_threadsafe_function",
            "napi_unref_threadsafe_function",
        ],
    ),
    (5, &["napi_add_finalizer", "napi_create_date", "napi_get_date_value", "napi_is_date"]),
    (
        6,
        &[
            "napi_create_bigint_int64",
            "napi_create_bigint_uint64",
            "napi_create_bigint_words",
            "napi_get_all_property_names",
            "napi_get_instance_data",
            "napi_get_value_bigint_int64",
            "napi_get_value_bigint_uint64",
            "napi_get_value_bigint_words",
            "napi_set_instance_data",
        ],
    ),
    (7, &["napi_detach_arraybuffer", "napi_is_detached_arraybuffer"]),
    (
        8,
        &[
            "napi_add_async_cleanup_hook",
            "napi_check_object_type_tag",
            "napi_object_freeze",
            "napi_object_seal",
            "napi_remove_async_cleanup_hook",
            "napi_type_tag_object",
        ],
    ),
    (
        9,
        &[
            "node_api_create_syntax_error",
            "node_api_get_module_file_name",
            "node_api_symbol_for",
            "node_api_throw_syntax_error",
        ],
    ),
    (
        10,
        &[
            "node_api_create_buffer_from_arraybuffer",
            "node_api_create_external_string_latin1",
            "node_api_create_external_string_utf16",
            "node_api_create_property_key_latin1",
            "node_api_create_property_key_utf16",
            "node_api_create_property_key_utf8",
        ],
    ),
];

/// The function that registers an addon of Node-API, by its name.
const NODE_API_ENTRY: &str = "napi_register_module_v1";

/// The function of Node that an addon of Node-API calls when it is loaded, as older ones do.
const NODE_API_CALL: &str = "napi_module_register";

/// The function that registers an addon of V8's API. `NODE_MODULE_VERSION` follows.
const V8_ENTRY: &str = "node_register_module_v";

/// The function of Node that an addon of V8's API calls when it is loaded.
pub const V8_CALL: &str = "node_module_register";

impl NodeAbi {
    /// No addon.
    pub const NONE: Self =
        Self { interface: Interface::None, module_version: None, declared_node_api: None, node_api_functions: 0 };

    /// Returns what the names of an image say. `code` returns the machine code of an exported function.
    pub(crate) fn of(
        cpu: &str,
        exports: &[String],
        imports: &[Import],
        code: impl FnOnce(&str) -> Option<Vec<u8>>,
    ) -> Self {
        let imports_function = |name: &str| imports.iter().any(|import| import.name == name);
        let module_version = exports.iter().find_map(|name| name.strip_prefix(V8_ENTRY)?.parse().ok());
        let interface = if exports.iter().any(|name| name == NODE_API_ENTRY) || imports_function(NODE_API_CALL) {
            Interface::NodeApi
        } else if module_version.is_some() || imports_by_v8(imports) {
            Interface::V8
        } else {
            Interface::None
        };
        let declares = exports.iter().any(|name| name == declared::FUNCTION);
        Self {
            interface,
            module_version: module_version.filter(|_| interface == Interface::V8),
            declared_node_api: if declares {
                code(declared::FUNCTION).and_then(|code| declared::constant(cpu, &code))
            } else {
                None
            },
            node_api_functions: imports.iter().filter_map(|import| version_of(&import.name)).max().unwrap_or(0),
        }
    }
}

/// Returns the version of Node-API that a function came with, or `None` if it is no function of Node-API.
fn version_of(name: &str) -> Option<u32> {
    let listed = VERSIONS.iter().find(|(_, names)| names.contains(&name)).map(|(version, _)| *version);
    listed.or_else(|| name.starts_with("napi_").then_some(1))
}

/// Whether an addon registers itself by V8's API. The linker for Windows writes C++ names.
fn imports_by_v8(imports: &[Import]) -> bool {
    imports.iter().any(|import| import.name.contains(V8_CALL))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abi(exports: &[&str], imports: &[&str]) -> NodeAbi {
        let exports: Vec<_> = exports.iter().map(|name| (*name).to_owned()).collect();
        let imports: Vec<_> = imports.iter().map(|name| Import { name: (*name).to_owned(), at_load: false }).collect();
        NodeAbi::of("x64", &exports, &imports, |_| Some(b"\xb8\x0a\0\0\0\xc3".to_vec()))
    }

    #[test]
    fn the_interface_follows_from_the_names() {
        assert_eq!(abi(&["napi_register_module_v1"], &[]).interface, Interface::NodeApi);
        assert_eq!(abi(&[], &["napi_module_register"]).interface, Interface::NodeApi);
        assert_eq!(abi(&[], &["node_module_register"]).interface, Interface::V8);
        assert_eq!(abi(&["node_register_module_v115"], &[]).module_version, Some(115));
        assert_eq!(abi(&["sqlite3_open"], &["malloc"]), NodeAbi::NONE);
    }

    #[test]
    fn the_version_is_that_of_the_newest_function() {
        assert_eq!(abi(&[], &["napi_create_object", "malloc"]).node_api_functions, 1);
        assert_eq!(abi(&[], &["napi_create_object", "node_api_symbol_for"]).node_api_functions, 9);
        let declaring = ["napi_register_module_v1", declared::FUNCTION];
        assert_eq!(abi(&declaring, &[]).declared_node_api, Some(10));
    }
}
