use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::deserialize::WholeRow;
use crate::error::{Error, Result};
use crate::value::{FromValue, Value};

/// A row of a result. It owns its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

/// What selects a column: its position, from 0, or its name.
pub trait Column {
    /// Returns the position of the column; `None` if there is no such column.
    fn position(&self, columns: &[String]) -> Option<usize>;

    /// Returns what messages call the column.
    fn describe(&self) -> String;
}

impl Column for usize {
    fn position(&self, columns: &[String]) -> Option<usize> {
        (*self < columns.len()).then_some(*self)
    }

    fn describe(&self) -> String {
        self.to_string()
    }
}

impl Column for &str {
    fn position(&self, columns: &[String]) -> Option<usize> {
        columns.iter().position(|name| name == self)
    }

    fn describe(&self) -> String {
        format!("{self:?}")
    }
}

impl Row {
    pub(crate) fn new(columns: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// Returns the names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Returns the values.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Converts the row to its values.
    #[must_use]
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// Returns the value of a column, selected by position or name.
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
    /// [`Error::NoColumn`] if there is no such column, [`Error::Type`] if its value is not a `T`.
    pub fn get<T: FromValue>(&self, column: impl Column) -> Result<T> {
        let position = column.position(&self.columns).ok_or_else(|| Error::NoColumn(column.describe()))?;
        let value = &self.values[position];
        T::from_value(value).ok_or_else(|| Error::Type {
            column: column.describe(),
            expected: T::NAME,
            found: value.type_name(),
        })
    }

    /// Converts the row to a structure (by column names), a tuple (by positions), or the value of its only column.
    ///
    /// # Errors
    /// [`Error::Deserialize`] if the row does not fit `T`.
    pub fn into<T: DeserializeOwned>(self) -> Result<T> {
        T::deserialize(WholeRow { columns: self.columns, values: self.values })
    }
}
