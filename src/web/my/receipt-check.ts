// my/receipt-check.ts – 校验 in the reader's own browser: hashes and the signature are computed here, by the same steps as
// the command line's; the server only hands over the file and the public key.
import { base64Bytes, checkReceipt, type ReceiptCheck } from '../../ledger/receipt-file.ts'

/** `insecure`: over plain http a browser gives pages no cryptography. `old`: it does not know Ed25519. */
export type Checked = ReceiptCheck | { valid: false; reason: 'insecure' | 'old' }

export async function checkHere(
  content: string,
  { bank, publicKey: pem }: { bank: string; publicKey: string },
): Promise<Checked> {
  // Missing outside of secure contexts, whatever its type says.
  const subtle = (crypto as Partial<Crypto>).subtle
  if (!subtle) return { valid: false, reason: 'insecure' }
  const key = await subtle
    .importKey('spki', base64Bytes(pem.replaceAll(/-----[A-Z ]+-----|\s/g, '')), 'Ed25519', false, ['verify'])
    .catch(() => undefined)
  if (!key) return { valid: false, reason: 'old' }
  return checkReceipt(content, bank, {
    sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', bytes)),
    async isSigned({ text, signatures }) {
      const message = new TextEncoder().encode(text)
      const own = signatures.filter(({ name }) => name === bank)
      const good = await Promise.all(
        own.map(({ signed }) => subtle.verify('Ed25519', key, signatureIn(signed), message)),
      )
      return good.includes(true)
    },
  })
}

/** The first four bytes name the key; the key itself is what decides. */
const signatureIn = (signed: string) => base64Bytes(signed).slice(4)
