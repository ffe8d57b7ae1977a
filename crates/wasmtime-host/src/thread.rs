/// Returns the number of this thread, 0 for the main thread and where threads have no numbers.
pub fn number() -> i32 {
    #[cfg(target_os = "linux")]
    {
        let (thread, process) = (rustix::thread::gettid(), rustix::process::getpid());
        if thread == process { 0 } else { thread.as_raw_nonzero().get() }
    }
    #[cfg(not(target_os = "linux"))]
    0
}
