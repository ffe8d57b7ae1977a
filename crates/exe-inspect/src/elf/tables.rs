//! The segments and the dynamic table of an ELF file, and the bytes behind addresses.

use object::read::elf::{Dyn, FileHeader, ProgramHeader};
use object::{Endianness, ReadRef, elf};

use crate::report::Damage;

/// What the loader reads first.
pub struct Tables<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>> {
    pub endian: Endianness,
    pub data: R,
    pub segments: &'a [E::ProgramHeader],
    /// Tags and values.
    pub dynamic: Vec<(i64, u64)>,
    strings: &'a [u8],
}

impl<'a, E: FileHeader<Endian = Endianness>, R: ReadRef<'a>> Tables<'a, E, R> {
    /// Reads them. Fails only if the program headers themselves cannot be read: other tables are then empty.
    pub fn read(header: &E, endian: Endianness, data: R) -> Result<Self, Damage> {
        let end =
            header.e_phoff(endian).into() + u64::from(header.e_phnum(endian)) * size_of::<E::ProgramHeader>() as u64;
        let segments = header.program_headers(endian, data).map_err(|_| Damage::Cut { needs: end })?;
        let mut tables = Self { endian, data, segments, dynamic: Vec::new(), strings: &[] };
        tables.dynamic = tables.read_dynamic();
        tables.strings = tables.between(elf::DT_STRTAB, elf::DT_STRSZ).unwrap_or_default();
        Ok(tables)
    }

    fn read_dynamic(&self) -> Vec<(i64, u64)> {
        let table = self.segments.iter().find_map(|segment| segment.dynamic(self.endian, self.data).ok().flatten());
        let entries = table.unwrap_or_default().iter().map(|entry| (entry.tag(self.endian), entry.val(self.endian)));
        entries.take_while(|(tag, _)| *tag != elf::DT_NULL).collect()
    }

    /// Returns whether the file says that it has a dynamic table.
    pub fn declares_dynamic(&self) -> bool {
        self.segments.iter().any(|segment| segment.p_type(self.endian) == elf::PT_DYNAMIC)
    }

    /// Returns whether the file names a loader, as programs do.
    pub fn is_program(&self) -> bool {
        let names_loader = self.segments.iter().any(|segment| segment.p_type(self.endian) == elf::PT_INTERP);
        names_loader && self.value(elf::DT_SONAME).is_none()
    }

    /// Returns the segments that are mapped into memory.
    pub fn loaded(&self) -> impl Iterator<Item = &'a E::ProgramHeader> {
        let endian = self.endian;
        self.segments.iter().filter(move |segment| segment.p_type(endian) == elf::PT_LOAD)
    }

    /// Returns the value of the first entry of a kind.
    pub fn value(&self, tag: i64) -> Option<u64> {
        self.values(tag).next()
    }

    /// Returns the values of all entries of a kind.
    pub fn values(&self, tag: i64) -> impl Iterator<Item = u64> {
        self.dynamic.iter().filter(move |(other, _)| *other == tag).map(|(_, value)| *value)
    }

    /// Returns the texts that the entries of a kind refer to.
    pub fn texts(&self, tag: i64) -> Vec<String> {
        self.values(tag).filter_map(|offset| self.text(offset)).collect()
    }

    /// Returns a text of the string table.
    pub fn text(&self, offset: u64) -> Option<String> {
        self.text_bytes(offset).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// Returns the bytes of a text of the string table.
    pub fn text_bytes(&self, offset: u64) -> Option<&'a [u8]> {
        let rest = self.strings.get(usize::try_from(offset).ok()?..)?;
        rest.get(..rest.iter().position(|byte| *byte == 0)?)
    }

    /// Returns the bytes of the table whose address and size two entries hold.
    pub fn between(&self, address: i64, size: i64) -> Option<&'a [u8]> {
        self.at(self.value(address)?, self.value(size)?)
    }

    /// Returns bytes by their address.
    pub fn at(&self, address: u64, size: u64) -> Option<&'a [u8]> {
        let (offset, available) = self.place(address)?;
        if size > available {
            return None;
        }
        self.data.read_bytes_at(offset, size).ok()
    }

    /// Returns all bytes from an address to the end of its segment.
    pub fn from(&self, address: u64) -> Option<&'a [u8]> {
        let (offset, available) = self.place(address)?;
        self.data.read_bytes_at(offset, available).ok()
    }

    /// Returns the offset in the file of an address, and how many bytes of the segment follow there.
    fn place(&self, address: u64) -> Option<(u64, u64)> {
        self.loaded().find_map(|segment| {
            let within = address.checked_sub(segment.p_vaddr(self.endian).into())?;
            let available = segment.p_filesz(self.endian).into().checked_sub(within)?;
            let offset: u64 = segment.p_offset(self.endian).into();
            (available > 0).then_some((offset.checked_add(within)?, available))
        })
    }
}
