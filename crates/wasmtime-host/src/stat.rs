//! The `STAT_*` record.

use rustix::fs::Stat;

use crate::errno::Errno;
use crate::memory::View;

/// Fills the record at `record`.
#[expect(clippy::allow_attributes, reason = "the types of these fields differ between systems")]
#[allow(clippy::unnecessary_cast, clippy::useless_conversion)]
pub fn write(memory: &mut View<'_>, record: u32, stat: &Stat) -> Result<(), Errno> {
    let record = memory.bytes_mut(record, abi::STAT_BYTES as u32)?;
    let mut put = |at: i32, bytes: &[u8]| record[at as usize..at as usize + bytes.len()].copy_from_slice(bytes);
    put(abi::STAT_SIZE, &(stat.st_size as f64).to_le_bytes());
    put(abi::STAT_DEVICE, &(stat.st_dev as u64).to_le_bytes());
    put(abi::STAT_INODE, &(stat.st_ino as u64).to_le_bytes());
    put(abi::STAT_MODE, &(stat.st_mode as u32).to_le_bytes());
    put(abi::STAT_UID, &stat.st_uid.to_le_bytes());
    put(abi::STAT_GID, &stat.st_gid.to_le_bytes());
    put(abi::STAT_LINKS, &(stat.st_nlink as u32).to_le_bytes());
    Ok(())
}
