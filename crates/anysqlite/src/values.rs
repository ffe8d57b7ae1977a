//! Values in the guest's memory: records of 16 bytes (`VALUE_*`), and the texts and blobs that they point to.

use crate::value::Value;

/// Size of a value's record in bytes.
pub const RECORD: usize = abi::VALUE_BYTES as usize;

/// Returns how many bytes [`write`] needs for `values`.
pub fn size(values: &[Value]) -> usize {
    values.iter().map(|value| RECORD + payload(value).len()).sum()
}

/// Returns how many bytes a value takes in the memory of this process.
pub fn bytes(value: &Value) -> usize {
    size_of::<Value>() + payload(value).len()
}

/// Returns the bytes that a value's record points to.
fn payload(value: &Value) -> &[u8] {
    match value {
        Value::Text(text) => text.as_bytes(),
        Value::Blob(blob) => blob,
        _ => &[],
    }
}

/// Returns the records of `values`, followed by their texts and blobs, for memory at `address`.
pub fn write(values: &[Value], address: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(size(values));
    let mut next = address as usize + values.len() * RECORD;
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
        bytes.extend(kind.to_le_bytes());
        // The memory for all the bytes was allocated, so each length fits 32 bits.
        bytes.extend((length as u32).to_le_bytes());
        bytes.extend(content.to_le_bytes());
    }
    values.iter().for_each(|value| bytes.extend(payload(value)));
    bytes
}

/// Returns the value at `at`; `None` if the record, or what it points to, is not in the memory.
pub fn read(memory: &[u8], at: usize) -> Option<Value> {
    let record = memory.get(at..)?.first_chunk::<RECORD>()?;
    let kind = i32::from_le_bytes(*record.first_chunk()?);
    let length = u32::from_le_bytes(*record[abi::VALUE_LEN as usize..].first_chunk()?) as usize;
    let content: [u8; 8] = *record[abi::VALUE_DATA as usize..].first_chunk()?;
    let bytes = || {
        let address = u32::from_le_bytes(*content.first_chunk()?) as usize;
        memory.get(address..address + length)
    };
    Some(match kind {
        abi::VALUE_NULL => Value::Null,
        abi::VALUE_INT32 => Value::Integer(i32::from_le_bytes(*content.first_chunk()?).into()),
        abi::VALUE_INT64 => Value::Integer(i64::from_le_bytes(content)),
        abi::VALUE_FLOAT => Value::Real(f64::from_le_bytes(content)),
        // Invalid UTF-8 is replaced with U+FFFD.
        abi::VALUE_ASCII | abi::VALUE_TEXT => Value::Text(String::from_utf8_lossy(bytes()?).into_owned()),
        // The address of an empty blob means nothing.
        abi::VALUE_BLOB if length == 0 => Value::Blob(Vec::new()),
        abi::VALUE_BLOB => Value::Blob(bytes()?.to_vec()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_they_were_written() {
        let values = crate::params![7, 0.5, "naïve", vec![1_u8, 2], None::<i64>, "", i64::MIN];
        let memory = [vec![0; 8], write(&values, 8)].concat();
        assert_eq!(memory.len(), 8 + size(&values));
        let read: Option<Vec<_>> = (0..values.len()).map(|index| read(&memory, 8 + index * RECORD)).collect();
        assert_eq!(read.expect("the records are in the memory"), values);
    }

    #[test]
    fn a_value_that_points_out_of_the_memory_is_none() {
        let memory = write(&crate::params!["abc"], 1);
        assert_eq!(read(&memory, 0), None);
        assert_eq!(read(&memory, memory.len() - 15), None);
        assert_eq!(read(&memory, usize::MAX), None);
    }
}
