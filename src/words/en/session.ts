import type { SessionWords } from '../zh/session.ts'
import { roleNames } from './roles.ts'

export const session: SessionWords = {
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: (name) => `Menu of ${name}`,
  switchRole: 'Switch role',
  roles: roleNames,
  title: 'Sign in',
  lead: 'Sign in to deposit, to transfer and to see your account. Worth and catalogue need no sign-in.',
  login: 'Mobile number or login name',
  password: 'Password',
  code: 'Code',
  codeHelp: 'Six digits of your authenticator app',
  enter: 'Sign in',
  entering: 'Signing in…',
  demo: 'People of the demo',
  demoHelp: 'This is a demo; all data are fictitious. Choose a person to enter.',
  demoBar: 'Demo · all data are fictitious',
  needRole: {
    title: 'Another role is needed here',
    fix: (need, have) => `This page is for: ${need}. Your role now: ${have}.`,
  },
  sections: {
    my: 'My credit bank',
    home: 'Home',
    account: 'Account',
    apply: 'Apply',
    me: 'Me',
    achievements: 'Record',
    applications: 'Applications',
    deposit: 'Deposit credits',
    transfer: 'Transfer credits',
    profile: 'Profile',
    center: 'Centre',
    tasks: 'Review tasks',
  },
}
