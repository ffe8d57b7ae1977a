//! Elements of the table that extensions have given back. The table cannot shrink.

/// Elements of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots {
    /// The index of the first.
    pub first: u32,
    /// Their number.
    pub count: u32,
}

/// The elements that nobody uses.
#[derive(Debug)]
pub struct FreeSlots(Vec<Slots>);

impl FreeSlots {
    /// No elements.
    pub const NONE: Self = Self(Vec::new());

    /// Takes as many adjacent elements. Returns `None` if there are not so many.
    pub fn take(&mut self, count: u32) -> Option<Slots> {
        let at = self.0.iter().position(|free| free.count >= count)?;
        let Slots { first, count: found } = self.0[at];
        if found == count {
            self.0.remove(at);
        } else {
            self.0[at] = Slots { first: first + count, count: found - count };
        }
        Some(Slots { first, count })
    }

    /// Takes elements back, and joins them with their neighbours.
    pub fn put(&mut self, slots: Slots) {
        let at = self.0.partition_point(|free| free.first < slots.first);
        self.0.insert(at, slots);
        for left in [at, at.saturating_sub(1)] {
            if let Some(&[a, b]) = self.0.get(left..left + 2).and_then(|pair| pair.first_chunk::<2>())
                && a.first + a.count == b.first
            {
                self.0[left].count += b.count;
                self.0.remove(left + 1);
            }
        }
    }
}
