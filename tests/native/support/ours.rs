//! The package under test, in a Node process that runs `tests/support/database-program.js`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::package;
use super::side::{Failure, Rows, Side};

/// A process with one connection of the package.
pub struct Ours {
    process: Child,
    answers: BufReader<ChildStdout>,
}

impl Ours {
    /// Starts a process with the lock tier that `ANYSQLITE_LOCKS` names, or else the one that the package selects.
    pub fn start() -> Self {
        Self::spawn(&mut Command::new(package::node()))
    }

    /// Starts a process with a lock tier: `shim`, `ffi` or `exclusive`.
    pub fn start_with_locks(tier: &str) -> Self {
        Self::spawn(Command::new(package::node()).env("ANYSQLITE_LOCKS", tier))
    }

    fn spawn(command: &mut Command) -> Self {
        package::module();
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../support/database-program.js");
        command.arg(program).arg(package::folder()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command
            .spawn()
            .unwrap_or_else(|error| panic!("Node ({}): {error}: {}", command.get_program().display(), package::ADVICE));
        let answers = BufReader::new(process.stdout.take().expect("stdout is piped"));
        Self { process, answers }
    }

    /// Starts a process with an open connection.
    pub fn opened(file: &Path) -> Self {
        let mut ours = Self::start();
        ours.open(file);
        ours
    }

    /// Opens a database with a busy timeout in milliseconds. Opening itself does not wait.
    pub fn open_with_timeout(&mut self, file: &Path, timeout: u32) {
        let options = json!({ "timeout": timeout });
        self.ask(&json!({ "command": "open", "file": path(file), "options": options }))
            .expect("the database can be opened");
    }

    /// Makes the process kill itself just before or `after` it unlinks a file whose path contains `name`.
    pub fn die_at_unlink(&mut self, name: &str, after: bool) {
        self.ask(&json!({ "command": "dieAtUnlink", "name": name, "after": after })).expect("the command succeeds");
    }

    /// Runs a script in which the process dies.
    pub fn exec_and_die(mut self, sql: &str) {
        self.send(&json!({ "command": "exec", "sql": sql }));
        assert_eq!(self.receive(), None, "the process survived: {sql}");
        self.process.wait().expect("the process is our child");
    }

    /// Closes the process's stdin, so that it exits with its database open.
    pub fn end(mut self) {
        drop(self.process.stdin.take());
        let status = self.process.wait().expect("the process is our child");
        assert!(status.success(), "{status}");
    }

    /// Kills the process.
    pub fn kill(mut self) {
        self.process.kill().expect("the process is running");
        self.process.wait().expect("the process is our child");
    }

    fn ask(&mut self, command: &Value) -> Result<Value, Failure> {
        self.send(command);
        let mut answer = self.receive().unwrap_or_else(|| panic!("the process exited at {command}"));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match answer.get("error") {
            Some(error) => Err(Failure { code: text(&error["code"]), message: text(&error["message"]) }),
            None => Ok(answer["result"].take()),
        }
    }

    fn send(&mut self, command: &Value) {
        let mut input = self.process.stdin.as_ref().expect("stdin is piped");
        writeln!(input, "{command}").expect("the process reads commands");
    }

    /// Returns the next answer, or `None` if the process has exited.
    fn receive(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("an answer is text");
        (!line.is_empty()).then(|| serde_json::from_str(&line).expect("an answer is JSON"))
    }
}

impl Side for Ours {
    fn open(&mut self, file: &Path) {
        self.ask(&json!({ "command": "open", "file": path(file) })).expect("the database can be opened");
    }

    fn unsafe_mode(&mut self) {
        self.ask(&json!({ "command": "unsafe" })).expect("the command succeeds");
    }

    fn try_exec(&mut self, sql: &str) -> Result<(), Failure> {
        self.ask(&json!({ "command": "exec", "sql": sql })).map(|_| ())
    }

    fn try_rows(&mut self, sql: &str) -> Result<Rows, Failure> {
        let rows = self.ask(&json!({ "command": "rows", "sql": sql }))?;
        Ok(serde_json::from_value(rows).expect("rows are arrays"))
    }

    fn close(&mut self) {
        self.ask(&json!({ "command": "close" })).expect("the database can be closed");
    }
}

impl Drop for Ours {
    fn drop(&mut self) {
        // A failed test may leave the process running.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn path(file: &Path) -> &str {
    file.to_str().expect("the paths of the tests are UTF-8")
}
