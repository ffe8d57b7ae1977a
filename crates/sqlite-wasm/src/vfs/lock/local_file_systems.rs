//! Which of Linux's file systems belong to one running kernel.

/// The numbers of `statfs` for file systems that one kernel has mounted at a time, on a disk or in memory. Whatever a
/// process of an earlier kernel owned there, it owns no more. Network and cluster file systems are left out, and so are
/// those behind which one may lie: FUSE, 9p, virtiofs, eCryptfs.
const LOCAL: [u32; 17] = [
    0x0000_ef53, // ext2, ext3, ext4
    0x5846_5342, // XFS
    0x9123_683e, // Btrfs
    0xf2f5_2010, // F2FS
    0x2fc1_2fc1, // ZFS
    0xca45_1a4e, // bcachefs
    0x794c_7630, // overlayfs, whose upper layer the kernel requires to be local
    0x0102_1994, // tmpfs
    0x8584_58f6, // ramfs
    0x3153_464a, // JFS
    0x5265_4973, // ReiserFS
    0x0000_3434, // NILFS
    0x0000_4d44, // FAT
    0x2011_bab0, // exFAT
    0x7366_746e, // NTFS
    0x2405_1905, // UBIFS
    0x0000_72b6, // JFFS2
];

/// Returns whether a file system, by its number in `statfs`, is used by no other kernel at the same time.
#[must_use]
pub fn is_local(kind: u32) -> bool {
    LOCAL.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn disks_and_memory_are_local() {
        assert!([0xef53, 0x5846_5342, 0x794c_7630, 0x0102_1994].into_iter().all(is_local));
    }

    #[test]
    fn file_systems_that_other_machines_can_reach_are_not_local() {
        let (nfs, cifs, smb2, ceph) = (0x6969, 0xff53_4d42, 0xfe53_4d42, 0x00c3_6400);
        let (fuse, nine_p, afs, ocfs2, gfs2) = (0x6573_5546, 0x0102_1997, 0x5346_414f, 0x7461_636f, 0x0116_1970);
        let lustre = 0x0bd0_0bd0;
        assert!(![nfs, cifs, smb2, ceph, fuse, nine_p, afs, ocfs2, gfs2, lustre, 0].into_iter().any(is_local));
    }
}
