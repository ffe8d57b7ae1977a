//! Values as cells of 16 bytes, as the guest takes and gives them.

use super::value::Value;

/// Size of a cell.
pub const CELL: usize = abi::VALUE_BYTES as usize;

/// How many bytes the cells of some values take, with the texts and blobs behind them.
pub fn size(values: &[Value]) -> usize {
    values.iter().map(|value| CELL + payload(value).len()).sum()
}

fn payload(value: &Value) -> &[u8] {
    match value {
        Value::Text(text) => text.as_bytes(),
        Value::Blob(blob) => blob,
        _ => &[],
    }
}

/// Writes cells, and what they refer to, for memory at `address`.
pub fn write(values: &[Value], address: u32) -> Vec<u8> {
    let mut cells = Vec::with_capacity(size(values));
    let mut next = address as usize + values.len() * CELL;
    for value in values {
        let (kind, content) = match value {
            Value::Null => (abi::VALUE_NULL, 0),
            Value::Integer(integer) => (abi::VALUE_INT64, integer.cast_unsigned()),
            Value::Real(real) => (abi::VALUE_FLOAT, real.to_bits()),
            Value::Text(_) => (abi::VALUE_TEXT, next as u64),
            Value::Blob(_) => (abi::VALUE_BLOB, next as u64),
        };
        let length = payload(value).len();
        next += length;
        cells.extend(kind.to_le_bytes());
        // The memory that they were given to is addressed by 32 bits.
        cells.extend((length as u32).to_le_bytes());
        cells.extend(content.to_le_bytes());
    }
    values.iter().for_each(|value| cells.extend(payload(value)));
    cells
}

/// Reads the cell at an address; `None` if it or what it refers to is not in the memory.
pub fn read(memory: &[u8], at: usize) -> Option<Value> {
    let cell = memory.get(at..)?.first_chunk::<CELL>()?;
    let kind = i32::from_le_bytes(*cell.first_chunk()?);
    let length = u32::from_le_bytes(*cell[abi::VALUE_LEN as usize..].first_chunk()?) as usize;
    let content: [u8; 8] = *cell[abi::VALUE_DATA as usize..].first_chunk()?;
    let bytes = || {
        let address = u32::from_le_bytes(*content.first_chunk()?) as usize;
        memory.get(address..address + length)
    };
    Some(match kind {
        abi::VALUE_NULL => Value::Null,
        abi::VALUE_INT32 => Value::Integer(i32::from_le_bytes(*content.first_chunk()?).into()),
        abi::VALUE_INT64 => Value::Integer(i64::from_le_bytes(content)),
        abi::VALUE_FLOAT => Value::Real(f64::from_le_bytes(content)),
        // What is no UTF-8 reads U+FFFD.
        abi::VALUE_ASCII | abi::VALUE_TEXT => Value::Text(String::from_utf8_lossy(bytes()?).into_owned()),
        abi::VALUE_BLOB if length == 0 => Value::Blob(Vec::new()),
        abi::VALUE_BLOB => Value::Blob(bytes()?.to_vec()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_they_were_written() {
        let values = crate::params![7, 0.5, "naïve", vec![1_u8, 2], None::<i64>, "", i64::MIN];
        let memory = [vec![0; 8], write(&values, 8)].concat();
        assert_eq!(memory.len(), 8 + size(&values));
        let read: Option<Vec<_>> = (0..values.len()).map(|index| read(&memory, 8 + index * CELL)).collect();
        assert_eq!(read.expect("they are in the memory"), values);
    }

    #[test]
    fn a_cell_that_points_out_of_the_memory_is_none() {
        let memory = write(&crate::params!["abc"], 1);
        assert_eq!(read(&memory, 0), None);
        assert_eq!(read(&memory, memory.len() - 15), None);
        assert_eq!(read(&memory, usize::MAX), None);
    }
}
