// ledger/receipt.ts – 回单: a posting that proves itself. Whoever has the bank's public key can check it offline.
import { hash } from 'node:crypto'
import { isSigned, type Verifier } from './checkpoint.ts'
import { checkReceipt, type ReceiptCheck } from './receipt-file.ts'

/** Checks a receipt with nothing but the bank's name and public key. */
export const verifyReceipt = (file: string, bank: Verifier): Promise<ReceiptCheck> =>
  checkReceipt(file, bank.name, {
    sha256: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
    isSigned: (note) => isSigned(note, bank),
  })
