use serde::{Serialize, Serializer};

/// A value of SQLite: a parameter of a statement, or a column of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// NULL.
    #[default]
    Null,
    /// INTEGER.
    Integer(i64),
    /// REAL.
    Real(f64),
    /// TEXT.
    Text(String),
    /// BLOB.
    Blob(Vec<u8>),
}

impl Value {
    /// Returns SQL's name of the type, with an article.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Integer(_) => "an INTEGER",
            Self::Real(_) => "a REAL",
            Self::Text(_) => "a TEXT",
            Self::Blob(_) => "a BLOB",
        }
    }
}

/// Converts expressions to an array of [`Value`]s, the parameters of a statement.
///
/// Integers, floating-point numbers, booleans, texts, byte vectors and `Option`s of them can be converted.
///
/// ```
/// use anysqlite::{Value, params};
///
/// assert_eq!(params![1, "one", None::<f64>], [Value::Integer(1), Value::Text("one".into()), Value::Null]);
/// ```
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}

macro_rules! from {
    ($($type:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })+
    };
}
from! {
    bool => Integer, i8 => Integer, i16 => Integer, i32 => Integer, i64 => Integer, u8 => Integer, u16 => Integer,
    u32 => Integer, f32 => Real, f64 => Real, String => Text, &str => Text, Vec<u8> => Blob, &[u8] => Blob,
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A type that a [`Value`] can be read as.
pub trait FromValue: Sized {
    /// What messages call the type.
    const NAME: &'static str;

    /// Reads a value; `None` if it is of another type.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! integers {
    ($($type:ty),+) => {
        $(impl FromValue for $type {
            const NAME: &'static str = concat!("an integer that fits in ", stringify!($type));

            fn from_value(value: &Value) -> Option<Self> {
                let Value::Integer(integer) = value else { return None };
                (*integer).try_into().ok()
            }
        })+
    };
}
integers!(i8, i16, i32, i64, u8, u16, u32, u64, usize);

impl FromValue for bool {
    const NAME: &'static str = "0 or 1";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(0) => Some(false),
            Value::Integer(1) => Some(true),
            _ => None,
        }
    }
}

impl FromValue for f64 {
    const NAME: &'static str = "a number";

    fn from_value(value: &Value) -> Option<Self> {
        match *value {
            Value::Real(real) => Some(real),
            // SQLite converts integers to REAL in the same way.
            Value::Integer(integer) => Some(integer as Self),
            _ => None,
        }
    }
}

impl FromValue for String {
    const NAME: &'static str = "a TEXT";

    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text.clone()) } else { None }
    }
}

impl FromValue for Vec<u8> {
    const NAME: &'static str = "a BLOB";

    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Blob(blob) = value { Some(blob.clone()) } else { None }
    }
}

impl FromValue for Value {
    const NAME: &'static str = "a value";

    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const NAME: &'static str = T::NAME;

    fn from_value(value: &Value) -> Option<Self> {
        if matches!(value, Value::Null) { Some(None) } else { T::from_value(value).map(Some) }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Integer(integer) => serializer.serialize_i64(*integer),
            Self::Real(real) => serializer.serialize_f64(*real),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Blob(blob) => serializer.serialize_bytes(blob),
        }
    }
}
