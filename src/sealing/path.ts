// sealing/path.ts – which way an inclusion proof climbs (RFC 9162 §2.1.3.2). Pure, without hashing, so that the server
// and a browser, whose hash functions differ, climb the same way.

/**
 * On which side of the growing hash each hash of the proof stands, from the leaf upwards; undefined for a proof of the
 * wrong length, or a leaf that a tree of this size has not.
 */
export function inclusionSides(
  { index, size }: { index: number; size: number },
  length: number,
): ('left' | 'right')[] | undefined {
  if (index < 0 || index >= size) return undefined
  let fn = index
  let sn = size - 1
  const sides: ('left' | 'right')[] = []
  while (sides.length < length) {
    if (sn === 0) return undefined
    if (fn % 2 === 1 || fn === sn) {
      sides.push('left')
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      sides.push('right')
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 ? sides : undefined
}

const half = (n: number): number => Math.floor(n / 2)
