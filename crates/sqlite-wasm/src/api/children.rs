//! The children of a connection: objects that must end before the connection closes.

use core::ptr::null_mut;

/// The children of one connection, the newest first.
pub struct Children {
    first: *mut Child,
}

/// The part of an object that links it into the list of its connection.
pub struct Child {
    previous: *mut Child,
    next: *mut Child,
    end: unsafe fn(*mut Child),
}

impl Child {
    /// Creates an unlinked child. `end` unlinks the child and ends the object that contains it.
    pub const fn new(end: unsafe fn(*mut Self)) -> Self {
        Self { previous: null_mut(), next: null_mut(), end }
    }
}

impl Children {
    /// No children.
    pub const NONE: Self = Self { first: null_mut() };

    /// Adds a child.
    ///
    /// # Safety
    /// The child is in no list. It stays at its address until it is unlinked.
    pub unsafe fn link(&mut self, child: *mut Child) {
        // SAFETY: the caller passes a live child, and every linked child is live.
        unsafe {
            (*child).next = self.first;
            if let Some(next) = self.first.as_mut() {
                next.previous = child;
            }
        }
        self.first = child;
    }

    /// Removes a child.
    ///
    /// # Safety
    /// The child is in this list.
    pub unsafe fn unlink(&mut self, child: *mut Child) {
        // SAFETY: the caller passes a linked child, and its neighbours, being linked, are live.
        unsafe {
            let (previous, next) = ((*child).previous, (*child).next);
            if let Some(next) = next.as_mut() {
                next.previous = previous;
            }
            match previous.as_mut() {
                Some(previous) => previous.next = next,
                None => self.first = next,
            }
        }
    }

    /// Ends every child.
    ///
    /// # Safety
    /// `children` is the list that the children unlink themselves from, and no reference to it exists. No child is used
    /// again.
    pub unsafe fn end_all(children: *mut Self) {
        // SAFETY: the caller passes a live list, whose children are live. Ending the first one unlinks it.
        unsafe {
            while !(*children).first.is_null() {
                let first = (*children).first;
                ((*first).end)(first);
            }
        }
    }
}
