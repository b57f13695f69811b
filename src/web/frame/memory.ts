// What a browser remembers of its reader's choices. A reader who forbids storage simply has no choices remembered.

/** Set while somebody is signed in here, as far as this browser knows; the session itself is a cookie. */
export const signedInMark = 'signed-in'

export function recall(key: string): string | null {
  return storage()?.getItem(key) ?? null
}

export function remember(key: string, value: string): void {
  storage()?.setItem(key, value)
}

export function forget(key: string): void {
  storage()?.removeItem(key)
}

/** Reading the property itself throws where cookies are blocked. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
