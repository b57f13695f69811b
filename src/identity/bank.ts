// identity/bank.ts – what signing in needs: the database, the keys, and what this deployment decides.
import type { Db } from '../database/connection.ts'
import type { IdentitySettings } from './model.ts'
import type { Vault } from './vault.ts'

export type Identity = { db: Db; vault: Vault; settings: IdentitySettings }
