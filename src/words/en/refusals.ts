import { namedIn, type RefusalWords } from '../language.ts'
import { obstacles } from './obstacles.ts'
import { roleNames } from './roles.ts'

const rolesNamed = namedIn(roleNames)

/** What stands against closing an account, by its keys. */
const obstaclesNamed = namedIn(obstacles)

export const refusals: RefusalWords = {
  amount_malformed: {
    title: 'Malformed amount',
    fix: ({ value }) =>
      `"${value}" is not an amount of credits. Write a number with at most two decimals, such as 4 or 2.5.`,
  },
  body_unparsable: {
    title: 'Unreadable content',
    fix: () => 'The request body is not valid JSON. Check quotes, commas and the encoding (UTF-8).',
  },
  input_invalid: {
    title: 'Some entries are not right',
    fix: () => 'Correct the entries named below and send again.',
  },
  not_signed_in: { title: 'Please sign in', fix: () => 'This service needs you to be signed in.' },
  not_permitted: {
    title: 'Not permitted',
    fix: ({ need }) =>
      need ? `This needs one of the roles ${rolesNamed(need, ', ')}.` : 'Your role may not do this.',
  },
  not_found: {
    title: 'Not found',
    fix: () => 'There is no such record, or you may not see it. Check the address or number.',
  },
  own_record: {
    title: 'Your own record',
    fix: () => 'This record is about you, so somebody else must handle it (segregation of duties).',
  },
  own_work: {
    title: 'Somebody else must do this',
    fix: () =>
      'You entered, changed or handled this record, so another person must act on it (segregation of duties).',
  },
  consent_missing: {
    title: 'No consent',
    fix: () => 'The person has not agreed, or the consent has ended. Ask the person first.',
  },
  identity_not_verified: {
    title: 'Identity not verified',
    fix: () => 'This service needs a verified identity. Verify yours under Settings first.',
  },
  over_ceiling: {
    title: 'More than you may give',
    fix: () =>
      'You can give only rights that you hold, inside your institution, for at most 30 days, and never to be passed on.',
  },
  window_closed: {
    title: 'Entry is closed',
    fix: () => 'The entry window of this term is not open. Ask your institution.',
  },
  last_admin: {
    title: 'One administrator must stay',
    fix: () => 'This is the last administrator, or yourself. Give the role to somebody else first.',
  },
  step_up_required: {
    title: 'Please prove who you are again',
    fix: () => 'This needs a second factor proven within the last five minutes.',
  },
  reason_required: {
    title: 'A reason is needed',
    fix: () => 'Write down the reason; it is kept in the audit log.',
  },
  purpose_required: { title: 'A purpose is needed', fix: () => 'State the purpose and the ticket number.' },
  quota_exceeded: {
    title: 'Quota used up',
    fix: () => 'The quota of the day or of the minute is used up. Try again later.',
  },
  wrong_credentials: {
    title: 'Wrong login or password',
    fix: () => 'Check your login and password. If you forgot it, reset it.',
  },
  too_many_attempts: {
    title: 'Too many attempts',
    fix: ({ minutes }) => `Try again in ${minutes} minutes, or reset your password.`,
  },
  login_taken: {
    title: 'Login taken',
    fix: () => 'This name, phone or e-mail already has an account. Sign in or recover it.',
  },
  identity_taken: {
    title: 'This identity number has an account',
    fix: () => 'Everybody has one account for life. Recover yours; two can be merged on request.',
  },
  wrong_code: {
    title: 'Not verified',
    fix: () => 'Check your code or password. A code changes every 30 seconds and works once.',
  },
  second_factor_required: {
    title: 'Enter your code',
    fix: () => 'This account uses an authenticator app. Enter its six digits.',
  },
  code_invalid: {
    title: 'Activation code not valid',
    fix: () => 'The code is wrong, used or expired. Ask the institution that opened your account.',
  },
  recovery_invalid: {
    title: 'Not recovered',
    fix: () =>
      'The login or the code is not right, or the code was used or is too old. Check both; if you have no code, go to your institution with your identity card.',
  },
  passkey_invalid: {
    title: 'Passkey not accepted',
    fix: () =>
      'This passkey is not registered here, was removed, or took longer than five minutes. Try again, or sign in by password.',
  },
  sso_refused: {
    title: 'Single sign-on failed',
    fix: () =>
      'The institution gave no valid answer, or it took longer than ten minutes. Begin again from the sign-in page; if it goes on, ask the IT centre of your institution.',
  },
  sso_unlinked: {
    title: 'Not linked yet',
    fix: () =>
      'Sign in by password and link it under Settings › Sign-in and security, or have your institution link it by your number. Only institutions where you hold a role can be linked.',
  },
  method_not_allowed: {
    title: 'Method not allowed',
    fix: () => 'This address does not take that method. See the API page.',
  },
  institution_unknown: {
    title: 'No such institution',
    fix: ({ org }) => `There is no institution with the code "${org}". Check the code.`,
  },
  conflict: {
    title: 'State has changed',
    fix: () => 'The record has just been changed. Reload and try again.',
  },
  body_too_large: {
    title: 'Too large',
    fix: ({ most }) => `What you sent is over the limit${most ? ` of ${most}` : ''}. Split or compress it.`,
  },
  media_type_unsupported: { title: 'Unsupported content type', fix: () => 'Send application/json.' },
  too_many_requests: { title: 'Too many requests', fix: () => 'Please wait a moment and try again.' },
  internal: {
    title: 'Something went wrong',
    fix: () => 'This is our fault and has been logged. Try again later, and give us the trace number.',
  },
  unavailable: {
    title: 'Unavailable right now',
    fix: () => 'The system is busy or under maintenance. Try again soon; nothing you sent is lost.',
  },
  credits_insufficient: {
    title: 'Not enough credits available',
    fix: ({ needed, available, held }) =>
      `This needs ${needed} credits; ${available} are available${held ? ` and ${held} are held or frozen` : ''}. Ask for fewer, or withdraw the application that holds them.`,
  },
  lot_unavailable: {
    title: 'These credits have been used',
    fix: ({ needed, available }) =>
      `This needs ${needed} credits of the chosen lot, of which ${available} are left. Choose another lot.`,
  },
  lot_expired: {
    title: 'These credits have expired',
    fix: ({ day }) => `The last valid day of the chosen lot was ${day}. Choose another lot.`,
  },
  hold_closed: {
    title: 'The hold is over',
    fix: () => 'The credits of this hold have been released or used. Reload to see.',
  },
  units_differ: {
    title: 'Different units of credit',
    fix: () => 'Credits of different schemes cannot go into one conversion. Apply for each scheme by itself.',
  },
  rate_exceeded: {
    title: 'More than the rate gives',
    fix: () => 'The conversion would make more credits than its rate gives. Check the rule and the amounts.',
  },
  nothing_to_post: {
    title: 'Nothing to post',
    fix: () => 'This would not change any credits. Reload and check.',
  },
  already_reversed: {
    title: 'Already reversed',
    fix: () => 'This posting has been reversed; a posting is reversed only once.',
  },
  reversal_spent: {
    title: 'Used since, so not reversible',
    fix: () =>
      'Some of the credits that this posting entered have been used or held. Settle what came later first.',
  },
  redemption_final: {
    title: 'A redemption is final',
    fix: () => 'Credits that were redeemed for an award do not come back. If you disagree, file an appeal.',
  },
  not_reversible: {
    title: 'Not reversible',
    fix: () => 'Only deposits, conversions and transfers can be reversed; a hold is released.',
  },
  cause_taken: {
    title: 'Already posted',
    fix: () => 'The same matter has been posted with other content. Check the existing entry first.',
  },
  key_reused: {
    title: 'Idempotency key used before',
    fix: () =>
      'This idempotency key belongs to a request with other content. Use a new key for a new request.',
  },
  evidence_used: {
    title: 'Evidence used before',
    fix: ({ number }) =>
      number
        ? `This evidence belongs to your claim ${number}. Evidence counts once; to use it here, withdraw that claim first.`
        : 'This file or certificate number belongs to another claim. Evidence counts once; if in doubt, ask the centre.',
  },
  outcome_used: {
    title: 'Outcome claimed before',
    fix: ({ number }) =>
      number
        ? `This outcome has the claim ${number}. An outcome converts once; to use it here, withdraw that claim first.`
        : 'There is a claim for this outcome already. An outcome converts once.',
  },
  claim_in_review: {
    title: 'Under review',
    fix: () => 'A claim can’t be changed while it is under review. Withdraw it first to change it.',
  },
  claim_returned: {
    title: 'Returned to the learner',
    fix: () => 'The learner has it, and will send it again when it is put right.',
  },
  claim_proposed: {
    title: 'A decision has been proposed',
    fix: () => 'It waits for a second person. It can be reviewed again once it is sent back.',
  },
  claim_not_proposed: {
    title: 'Nothing has been proposed',
    fix: () =>
      'The claim is in first review; there must be a proposed decision before a second person can confirm it.',
  },
  not_for_experts: {
    title: 'Not a matter for experts',
    fix: () =>
      'Experts are asked only where the rules say expert review, and the claim is not for elective credits.',
  },
  opinion_given: {
    title: 'The opinion was given already',
    fix: () => 'Each expert gives one opinion on a filing; it is not changed afterwards.',
  },
  claim_supplementing: {
    title: 'The learner is making up hours',
    fix: () => 'Hours have been set as a task; the claim is reviewed again when their proof is handed in.',
  },
  no_supplement: {
    title: 'No hours to make up',
    fix: () =>
      'Hours are set as a task only where they are all that is missing for the course; proof is handed in after that.',
  },
  nothing_decided: {
    title: 'Nothing has been decided',
    fix: () => 'Appeals are against a decision; wait until there is one.',
  },
  appeal_filed: {
    title: 'Appealed already',
    fix: () => 'A decision can be appealed against once. The application shows where it stands.',
  },
  appeal_late: {
    title: 'Too late to appeal',
    fix: () =>
      'The days for an appeal count from the decision and are over. With new evidence, file another application.',
  },
  appeal_answered: {
    title: 'No appeal waits',
    fix: () => 'There is none, or it has been answered; reload to see.',
  },
  claim_withdrawn: { title: 'Withdrawn', fix: () => 'The learner has taken this claim back.' },
  already_decided: {
    title: 'Already decided',
    fix: () => 'This claim was decided; it is decided and posted once. Load the page again to see how.',
  },
  record_exists: {
    title: 'There is a record of this course already',
    fix: ({ number }) =>
      `Record ${number} is about the same learner and course. An outcome is recorded once; open that record to change it.`,
  },
  record_not_submitted: {
    title: 'Not submitted yet',
    fix: () => 'A record can be reviewed once whoever entered it has submitted it.',
  },
  record_in_review: {
    title: 'In review',
    fix: () => 'A record in review cannot be changed. Withdraw it and enter it anew.',
  },
  record_closed: {
    title: 'This record is closed',
    fix: () =>
      'A closed record can be neither changed nor withdrawn. Wrong credits in an account are put right by a reversal.',
  },
  verdict_forbids: {
    title: 'The rules forbid this',
    fix: () =>
      'By the rules that apply, not all principles are met, so it can’t be passed this way. Return it, refuse it, or pass it in a way that is allowed.',
  },
  elective_not_asked: {
    title: 'Elective credits were not asked for',
    fix: () => 'Only the learner can ask for them. Return the claim so that the learner may choose.',
  },
  cap_exceeded: {
    title: 'More than the target course has',
    fix: ({ left, limit }) =>
      `The target course has ${limit} credits, and ${left} of them are left to count.`,
  },
  closure_not_asked: {
    title: 'No request to close it',
    fix: () => 'The person has not asked to close the account, or took it back. Nobody else can ask.',
  },
  closure_not_due: {
    title: 'Still time to think again',
    fix: ({ day }) => `It can be carried out from ${day} on; until then the person may take it back.`,
  },
  closure_blocked: {
    title: 'The account cannot be closed now',
    fix: ({ why = '' }) => `${obstaclesNamed(why, '; ')}.`,
  },
  statement_too_long: {
    title: 'Statement too long',
    fix: ({ count, most }) =>
      `There are ${count} movements in this period; a statement holds ${most}. Choose shorter periods.`,
  },
  pack_version_taken: {
    title: 'This version of the pack is known with other content',
    fix: ({ pack, version }) =>
      `Decisions may name version ${version} of ${pack}, so it never changes. Raise the version number and import again.`,
  },
  pack_without_principles: {
    title: 'The pack has no principles',
    fix: ({ pack }) =>
      `${pack} has clauses only and says nothing of hours, content and grade (principles). Add them to make it an institution’s rules.`,
  },
  rule_number_taken: {
    title: 'The number belongs to another institution',
    fix: ({ number }) => `Rule set ${number} is another institution’s. Choose another number.`,
  },
  draft_not_editable: {
    title: 'The draft can no longer be changed',
    fix: () =>
      'A draft that is shown, published or withdrawn stays as it is. Withdraw one that is shown, and begin another.',
  },
  draft_not_open: {
    title: 'The draft was not shown yet',
    fix: () => 'Show it first. Once that time is over somebody who wrote nothing of it publishes it.',
  },
  comments_running: {
    title: 'It is still being shown',
    fix: () => 'It can be published from the day after its last day.',
  },
  comments_closed: { title: 'Comments are closed', fix: ({ day }) => `It was shown until ${day}.` },
  rules_faulty: { title: 'The rules have faults', fix: ({ faults }) => `Mend these first: ${faults}` },
  scenario_fails: {
    title: 'A scenario does not pass',
    fix: ({ scenario }) =>
      `With these rules scenario ${scenario} comes out otherwise than expected. Change the rules or the scenario.`,
  },
  rule_day_too_early: {
    title: 'The day is too early',
    fix: ({ from }) => `The rules must begin after ${from}, when the latest version began.`,
  },
  day_not_reached: {
    title: 'Day not reached',
    fix: ({ day }) => `The day ${day} is still to come. Use today or an earlier day.`,
  },
}
