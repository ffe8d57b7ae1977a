'use strict';

/** The content of a file: bytes that grow when something is written behind their end. */
class Image {
  /** @param {Uint8Array} [content] */
  constructor(content = new Uint8Array(0)) {
    this.room = Buffer.from(content);
    this.size = content.length;
  }

  get bytes() {
    return this.room.subarray(0, this.size);
  }

  /** @param {number} size */
  #reserve(size) {
    if (size <= this.room.length) return;
    const larger = Buffer.alloc(Math.max(size, this.room.length * 2, 4096));
    this.room.copy(larger, 0, 0, this.size);
    this.room = larger;
  }

  /** @param {number} size */
  resize(size) {
    this.#reserve(size);
    if (size < this.size) this.room.fill(0, size, this.size);
    this.size = size;
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} offset
   */
  write(bytes, offset) {
    const end = offset + bytes.length;
    if (end > this.size) this.resize(end);
    this.room.set(bytes, offset);
  }

  copy() {
    return new Image(this.bytes);
  }
}

exports.Image = Image;
