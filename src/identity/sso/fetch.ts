// identity/sso/fetch.ts – asks a server that is not ours: no longer, and for no more, than a sign-in can need.
const secondsMax = 5
const bytesMax = 256 * 1024

/** Fetches, following no redirect. Throws when it takes too long or says too much. */
export async function fetchBounded(url: string | URL, options: RequestInit = {}): Promise<Response> {
  const signal = AbortSignal.timeout(secondsMax * 1000)
  const reply = await fetch(url, { ...options, redirect: 'manual', signal })
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Counted as it comes: what a header says of its length is only what it says.
  for await (const chunk of reply.body ?? []) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new Error(`${new URL(url).host} answers with more than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  const hasBody = bytes > 0 && reply.status >= 200
  return new Response(hasBody ? Buffer.concat(chunks) : null, {
    status: reply.status,
    statusText: reply.statusText,
    headers: reply.headers,
  })
}
