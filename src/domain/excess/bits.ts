/** A set of small numbers: one bit for each. A role of thousands of operations is joined with another in microseconds. */
export type Bits = Uint32Array<ArrayBuffer>;

export function emptyBits(size: number): Bits {
  return new Uint32Array(Math.ceil(size / 32));
}

export function addBit(bits: Bits, index: number): void {
  const word = index >>> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (index & 31));
}

export function hasBit(bits: Bits, index: number): boolean {
  return (((bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

/** Puts all of `more` into `bits`. */
export function addBits(bits: Bits, more: Bits): void {
  for (let word = 0; word < more.length; word += 1) bits[word] = (bits[word] ?? 0) | (more[word] ?? 0);
}

/** Takes all of `less` out of `bits`. */
export function removeBits(bits: Bits, less: Bits): void {
  for (let word = 0; word < less.length; word += 1) bits[word] = (bits[word] ?? 0) & ~(less[word] ?? 0);
}

export function meet(one: Bits, other: Bits): boolean {
  for (let word = 0; word < one.length; word += 1)
    if (((one[word] ?? 0) & (other[word] ?? 0)) !== 0) return true;
  return false;
}

/** Whether `whole` has all of `part`. */
export function includesBits(whole: Bits, part: Bits): boolean {
  for (let word = 0; word < part.length; word += 1)
    if (((part[word] ?? 0) & ~(whole[word] ?? 0)) !== 0) return false;
  return true;
}

/** How many there are, only those of `mask` counted. */
export function countBits(bits: Bits, mask: Bits = bits): number {
  let count = 0;
  for (let word = 0; word < bits.length; word += 1) {
    let rest = (bits[word] ?? 0) & (mask[word] ?? 0);
    // Each step clears the lowest bit.
    for (; rest !== 0; rest &= rest - 1) count += 1;
  }
  return count;
}

/** The numbers from `from` on, in order, only those of `mask`. */
export function* bitsOf(bits: Bits, mask: Bits = bits, from = 0): Generator<number> {
  for (let word = from >>> 5; word < bits.length; word += 1) {
    let rest = (bits[word] ?? 0) & (mask[word] ?? 0);
    for (; rest !== 0; rest &= rest - 1) {
      const index = word * 32 + (31 - Math.clz32(rest & -rest));
      if (index >= from) yield index;
    }
  }
}
