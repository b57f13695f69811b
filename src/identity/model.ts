// identity/model.ts – 身份: how logins and passwords are read, how long a session lives, what slows guessing. Pure.
import type { Assignment, Profile, Role } from '../access/model.ts'
import { roles } from '../access/vocabulary.ts'

/** What a deployment decides about signing in. */
export type IdentitySettings = {
  profile: Profile
  /** 演示环境: the fictitious people may be entered without a password. */
  demo: boolean
  /** The address that people see, without a path: passkeys are made for its host, and schools send people back to it. */
  origin: string
  /** True behind https, so that the cookie never travels in the open. */
  secureCookies: boolean
  /** Without a request for so long, a session is over. */
  idleMinutes: number
  /** However busy, a session is over after so long. */
  sessionHours: number
  /** How long a second factor counts as just proven. */
  stepUpMinutes: number
  passwordLengthMin: number
  /** How many recovery codes a person makes at once. */
  recoveryCodes: number
  /** How long a recovery code opens that an administrator has handed out. */
  handedOutMinutes: number
  failures: FailureLimits
}

/**
 * Failed sign-ins allowed in a window: of one login from one place or known device, and of one place in all. Nothing is
 * counted per login alone, so that no stranger can lock somebody out from afar.
 */
export type FailureLimits = { windowMinutes: number; perLoginAndPlace: number; perPlace: number }

export const defaultSettings: IdentitySettings = {
  profile: 'brief',
  demo: false,
  origin: 'http://localhost:8080',
  secureCookies: true,
  idleMinutes: 60,
  sessionHours: 12,
  stepUpMinutes: 5,
  passwordLengthMin: 10,
  recoveryCodes: 10,
  handedOutMinutes: 30,
  failures: { windowMinutes: 15, perLoginAndPlace: 10, perPlace: 200 },
}

export type LoginKind = 'name' | 'phone' | 'email'
export type Login = { kind: LoginKind; text: string }

/** One login however it is typed: full width or not, capitals, +86, blanks and dashes in a phone number. */
export function readLogin(typed: string): Login | undefined {
  const text = typed.normalize('NFKC').trim().toLowerCase()
  const digits = text.replaceAll(/[\s-]/g, '').replace(/^(\+|00)86/, '')
  if (/^1[3-9]\d{9}$/.test(digits)) return { kind: 'phone', text: digits }
  if (/^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$/.test(text)) return { kind: 'email', text }
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,63}$/u.test(text)) return { kind: 'name', text }
  return undefined
}

/** What is wrong with a new password, as a flaw code. Length counts, and not being the login; no rules of composition. */
export function passwordFlaw(
  password: string,
  logins: readonly string[],
  lengthMin: number,
): 'password_short' | 'password_long' | 'password_common' | undefined {
  const letters = Array.from(password.normalize('NFKC'))
  if (letters.length < lengthMin) return 'password_short'
  if (letters.length > passwordLengthMax) return 'password_long'
  const plain = password.normalize('NFKC').toLowerCase()
  if (new Set(letters).size < 4 || common.some((word) => plain.replace(word, '').length < 5))
    return 'password_common'
  return logins.some((login) => login.length >= 4 && plain.includes(login)) ? 'password_common' : undefined
}

/** Longer texts would only cost time to hash. */
const passwordLengthMax = 200

/** Words that are most of a guessed password; what is left beside them has to carry it. */
const common = [
  'password',
  '1234567890',
  '123456789',
  '12345678',
  '0123456789',
  'qwertyuiop',
  'iloveyou',
  'xuefenyinhang',
  'creditbank',
]

/** Which role's pages a session shows: the one chosen while it is still held, else the first, one's work before oneself. */
export function actingAs(
  assignments: readonly Assignment[],
  chosen: { role: Role; institution: Assignment['institution'] } | null,
): Assignment | undefined {
  const order = Object.keys(roles)
  const rank = ({ role }: Assignment) => (role === 'learner' ? order.length : order.indexOf(role))
  return (
    assignments.find((each) => each.role === chosen?.role && each.institution === chosen.institution) ??
    assignments.toSorted((a, b) => rank(a) - rank(b))[0]
  )
}

/** The device in a word, for the list of sessions: 'Chrome, Windows'. */
export function deviceOf(agent: string): string {
  const browser = [
    ['MicroMessenger', '微信'],
    ['Edg/', 'Edge'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([mark]) => agent.includes(mark!))?.[1]
  const system = [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Windows', 'Windows'],
    ['Mac OS X', 'macOS'],
    ['Linux', 'Linux'],
  ].find(([mark]) => agent.includes(mark!))?.[1]
  return [browser, system].filter(Boolean).join(', ') || 'API'
}

/** The place of a client as far as guessing is counted: an IPv4 address, or the /64 that a household has in IPv6. */
export function placeOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const middle = plain.includes('::') ? Array.from({ length: 8 - left.length - right.length }, () => '0') : []
  return [...left, ...middle, ...right]
    .slice(0, 4)
    .map((part) => part.padStart(4, '0'))
    .join(':')
}
