//! For tests: the imports and the memory of a guest, without its module.

use std::fs::File;
use std::os::fd::{AsRawFd as _, IntoRawFd as _};

use wasmtime::{Engine, Linker, Memory, MemoryType, Store, WasmParams, WasmResults};

use crate::access::Access;
use crate::callbacks::NoCallbacks;
use crate::engine::{Settings, configure};
use crate::imports::define;
use crate::state::State;

pub struct BareGuest {
    pub store: Store<State<NoCallbacks>>,
    pub memory: Memory,
    linker: Linker<State<NoCallbacks>>,
}

impl BareGuest {
    /// Creates a guest with two pages of memory.
    pub fn new(access: Access) -> Self {
        let engine: Engine = configure(Settings::default()).expect("wasmtime runs");
        let mut store = Store::new(&engine, State::new(NoCallbacks));
        let memory = Memory::new(&mut store, MemoryType::new(2, None)).expect("there is memory");
        store.data_mut().memory = Some(memory);
        store.data_mut().access = access;
        let mut linker = Linker::new(&engine);
        define(&mut linker).expect("every import is defined once");
        Self { store, memory, linker }
    }

    /// Makes a system call.
    pub fn call<P: WasmParams, R: WasmResults>(&mut self, import: &str, arguments: P) -> R {
        let found = self.linker.get(&mut self.store, abi::IMPORT_MODULE, import).expect("the import is defined");
        let function = found.into_func().expect("it is a function").typed(&self.store).expect("its type matches");
        function.call(&mut self.store, arguments).expect("it returns")
    }

    /// Makes a file one that the guest has opened. Returns its descriptor.
    pub fn adopt(&mut self, file: File) -> i32 {
        let descriptor = file.as_raw_fd();
        self.store.data_mut().files.insert(file.into_raw_fd());
        descriptor
    }
}
