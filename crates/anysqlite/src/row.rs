use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::deserialize::WholeRow;
use super::value::{FromValue, Value};
use crate::error::{Error, Result};

/// A row of a result. It holds its values itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

/// Says which column is meant: by its place, from 0, or by its name.
pub trait Column {
    /// The place of the column; `None` if there is no such column.
    fn place(&self, columns: &[String]) -> Option<usize>;

    /// What the column is called in messages.
    fn describe(&self) -> String;
}

impl Column for usize {
    fn place(&self, columns: &[String]) -> Option<usize> {
        (*self < columns.len()).then_some(*self)
    }

    fn describe(&self) -> String {
        self.to_string()
    }
}

impl Column for &str {
    fn place(&self, columns: &[String]) -> Option<usize> {
        columns.iter().position(|name| name == self)
    }

    fn describe(&self) -> String {
        format!("{self:?}")
    }
}

impl Row {
    pub(super) fn new(columns: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// Names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The values.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The values, to be kept.
    #[must_use]
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// Reads a value.
    ///
    /// ```
    /// # fn main() -> anysqlite::Result<()> {
    /// let db = anysqlite::Database::open_in_memory()?;
    /// let row = db.query_one_row("SELECT 1 AS one, NULL AS none", &[])?;
    /// assert_eq!(row.get::<i64>("one")?, 1);
    /// assert_eq!(row.get::<Option<String>>(1)?, None);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If there is no such column, or its value is of another type.
    pub fn get<T: FromValue>(&self, column: impl Column) -> Result<T> {
        let place = column.place(&self.columns).ok_or_else(|| Error::NoColumn(column.describe()))?;
        let value = &self.values[place];
        T::from_value(value).ok_or_else(|| Error::Type {
            column: column.describe(),
            wanted: T::NAME,
            found: value.type_name(),
        })
    }

    /// Makes it a structure (by names), a tuple (by places), or the value of its only column.
    ///
    /// # Errors
    /// If it does not fit.
    pub fn into<T: DeserializeOwned>(self) -> Result<T> {
        T::deserialize(WholeRow(self))
    }
}
