//! Why an extension is refused.

use std::borrow::Cow;

use crate::reader::Malformed;

/// What is wrong with a file, as the end of a sentence that begins with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub Cow<'static, str>);

impl From<&'static str> for Refusal {
    fn from(reason: &'static str) -> Self {
        Self(reason.into())
    }
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self(reason.into())
    }
}

impl From<Malformed> for Refusal {
    fn from(Malformed: Malformed) -> Self {
        "is damaged: it is not a valid WebAssembly module".into()
    }
}
