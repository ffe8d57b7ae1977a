'use strict';

/** The content of a file. A write beyond the end extends it. */
class Image {
  /** @param {Uint8Array} [content] */
  constructor(content = new Uint8Array(0)) {
    this.buffer = Buffer.from(content);
    this.size = content.length;
  }

  get bytes() {
    return this.buffer.subarray(0, this.size);
  }

  /** @param {number} size */
  #reserve(size) {
    if (size <= this.buffer.length) return;
    const larger = Buffer.alloc(Math.max(size, this.buffer.length * 2, 4096));
    this.buffer.copy(larger, 0, 0, this.size);
    this.buffer = larger;
  }

  /** @param {number} size */
  resize(size) {
    this.#reserve(size);
    if (size < this.size) this.buffer.fill(0, size, this.size);
    this.size = size;
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} offset
   */
  write(bytes, offset) {
    const end = offset + bytes.length;
    if (end > this.size) this.resize(end);
    this.buffer.set(bytes, offset);
  }

  copy() {
    return new Image(this.bytes);
  }
}

exports.Image = Image;
