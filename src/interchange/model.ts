// interchange/model.ts – 个人信息清单: every column that holds something of a person, what it is and why the bank has it.
import { rolesSeeing, type Field } from '../access/fields.ts'
import { exists, type EndpointClass, type Role } from '../access/model.ts'
import { cell, endpointClasses } from '../access/table.ts'
import { roles } from '../access/vocabulary.ts'

/**
 * How a column is kept from whoever gets at the database or a copy of it: encrypted under the person's own key; a
 * fingerprint that nothing can be read from; a number that means nothing outside; or readable, so that permissions and
 * row-level security alone decide who reads it.
 */
export const protections = ['sealed', 'hashed', 'pseudonymous', 'guarded'] as const
export type Protection = (typeof protections)[number]

export const purposes = [
  'account',
  'sign_in',
  'recognition',
  'ledger',
  'permission',
  'accountability',
] as const
/** 个人信息保护法 第十三条: agreement of the person, a contract with them, a duty by law. */
export const bases = ['consent', 'contract', 'duty'] as const
/** Until when: while the account lives, while what it is for lasts, or for good. */
export const retentions = ['account', 'use', 'lasting'] as const

type Kind = {
  purpose: (typeof purposes)[number]
  basis: (typeof bases)[number]
  retention: (typeof retentions)[number]
  /** The endpoint classes that show it to somebody else; none where nobody but the person ever sees it. */
  shownBy: readonly EndpointClass[]
  /** Where a rule of its own says who sees it, and who masked. */
  field?: Field
}

/** What there is about a person. The words are in src/words, by the same keys. */
export const kinds = {
  name: {
    purpose: 'account',
    basis: 'contract',
    retention: 'account',
    shownBy: ['user.read', 'user.list'],
    field: 'name',
  },
  id_number: {
    purpose: 'account',
    basis: 'duty',
    retention: 'account',
    shownBy: ['user.read', 'user.read_pii'],
    field: 'id_number',
  },
  contact: {
    purpose: 'account',
    basis: 'contract',
    retention: 'account',
    shownBy: ['user.read', 'user.read_pii'],
    field: 'phone_email',
  },
  verification: {
    purpose: 'account',
    basis: 'duty',
    retention: 'account',
    shownBy: ['user.read', 'user.list'],
  },
  credentials: { purpose: 'sign_in', basis: 'contract', retention: 'account', shownBy: [] },
  key: { purpose: 'account', basis: 'duty', retention: 'account', shownBy: [] },
  sessions: { purpose: 'sign_in', basis: 'contract', retention: 'account', shownBy: [] },
  attempts: { purpose: 'sign_in', basis: 'duty', retention: 'use', shownBy: [] },
  account: {
    purpose: 'account',
    basis: 'contract',
    retention: 'lasting',
    shownBy: ['user.read', 'user.list'],
  },
  roles: {
    purpose: 'permission',
    basis: 'contract',
    retention: 'lasting',
    shownBy: ['user.read', 'user.list'],
  },
  teaching: { purpose: 'permission', basis: 'contract', retention: 'lasting', shownBy: [] },
  grants: { purpose: 'permission', basis: 'duty', retention: 'lasting', shownBy: ['grant.list'] },
  consents: { purpose: 'permission', basis: 'consent', retention: 'lasting', shownBy: [] },
  studies: { purpose: 'recognition', basis: 'consent', retention: 'account', shownBy: ['task.list'] },
  claims: {
    purpose: 'recognition',
    basis: 'contract',
    retention: 'lasting',
    shownBy: ['transfer.read', 'transfer.list', 'task.list'],
  },
  words: {
    purpose: 'recognition',
    basis: 'contract',
    retention: 'account',
    shownBy: ['transfer.read', 'transfer.review'],
  },
  evidence: { purpose: 'recognition', basis: 'contract', retention: 'account', shownBy: ['file.read'] },
  decisions: {
    purpose: 'recognition',
    basis: 'duty',
    retention: 'lasting',
    shownBy: ['transfer.read', 'ledger.entries'],
  },
  credits: {
    purpose: 'ledger',
    basis: 'duty',
    retention: 'lasting',
    shownBy: ['account.read', 'ledger.entries'],
  },
  provenance: { purpose: 'ledger', basis: 'contract', retention: 'account', shownBy: ['ledger.entries'] },
  papers: { purpose: 'ledger', basis: 'contract', retention: 'lasting', shownBy: ['paper.verify'] },
  closing: { purpose: 'account', basis: 'duty', retention: 'lasting', shownBy: ['closure.list'] },
  comments: { purpose: 'accountability', basis: 'consent', retention: 'lasting', shownBy: [] },
  requests: { purpose: 'accountability', basis: 'duty', retention: 'lasting', shownBy: ['request.list'] },
  audit: { purpose: 'accountability', basis: 'duty', retention: 'lasting', shownBy: ['audit.read'] },
} as const satisfies Record<string, Kind>

export type PersonalKind = keyof typeof kinds

export type Line = { kind: PersonalKind; protection: Protection }

const as =
  (protection: Protection) =>
  (kind: PersonalKind): Line => ({ kind, protection })
const sealed = as('sealed')
const hashed = as('hashed')
const pseudonymous = as('pseudonymous')
const guarded = as('guarded')

/** A table's columns, by what they are. */
const columns = (...groups: [Line, string][]): Record<string, Line> =>
  Object.fromEntries(groups.flatMap(([line, names]) => names.split(' ').map((name) => [name, line] as const)))

/** Every table that holds something of a person, column by column. A test holds it equal to the database. */
export const personalTables: Record<string, Record<string, Line>> = {
  identity_account: columns(
    [pseudonymous('account'), 'shard id'],
    [guarded('account'), 'kind state institution_id created_at'],
  ),
  identity_person: columns(
    [pseudonymous('account'), 'shard id'],
    [sealed('key'), 'wrapped_key'],
    [sealed('name'), 'name'],
    [hashed('name'), 'name_blind'],
    [sealed('id_number'), 'id_number'],
    [sealed('contact'), 'phone email'],
    [guarded('verification'), 'verified_at verified_by'],
    [guarded('account'), 'erased_at'],
  ),
  identity_number: columns(
    [hashed('id_number'), 'shard blind'],
    [pseudonymous('account'), 'account_shard account_id'],
  ),
  identity_login: columns(
    [hashed('credentials'), 'shard blind'],
    [guarded('credentials'), 'kind'],
    [pseudonymous('account'), 'account_shard account_id'],
  ),
  identity_password: columns(
    [pseudonymous('account'), 'shard account_id'],
    [hashed('credentials'), 'hash'],
    [guarded('credentials'), 'changed_at'],
  ),
  identity_factor: columns(
    [pseudonymous('account'), 'shard account_id'],
    [sealed('credentials'), 'secret next_secret'],
    [guarded('credentials'), 'enrolled_at confirmed_at last_step'],
  ),
  identity_activation: columns(
    [pseudonymous('account'), 'shard account_id'],
    [hashed('credentials'), 'code_hash'],
    [guarded('credentials'), 'issued_at expires_at used_at'],
  ),
  identity_recovery: columns(
    [pseudonymous('account'), 'shard account_id issued_by'],
    [hashed('credentials'), 'code_hash'],
    [guarded('credentials'), 'issued_at expires_at used_at replaced_at'],
  ),
  identity_link: columns(
    [pseudonymous('account'), 'shard id provider_id account_shard account_id linked_by'],
    [hashed('credentials'), 'blind'],
    [guarded('credentials'), 'kind linked_at'],
  ),
  identity_passkey: columns(
    [pseudonymous('account'), 'shard id account_id'],
    [guarded('credentials'), 'credential_id public_key counter transports name added_at used_at'],
  ),
  identity_session: columns(
    [pseudonymous('sessions'), 'shard id account_id ended_by'],
    [hashed('sessions'), 'token_hash'],
    [
      guarded('sessions'),
      'began_at seen_at expires_at ended_at device acting_role acting_institution_id stepped_up_at',
    ],
  ),
  identity_failure: columns(
    [hashed('attempts'), 'shard bucket'],
    [guarded('attempts'), 'window_began_at failures'],
  ),
  identity_role: columns(
    [pseudonymous('roles'), 'shard id account_id granted_by revoked_by'],
    [guarded('roles'), 'role institution_id department begins_at ends_at'],
  ),
  identity_teaching: columns(
    [pseudonymous('teaching'), 'shard id learner_id teacher_id entered_by'],
    [guarded('teaching'), 'institution_id section begins_at ends_at reads_until'],
  ),
  identity_grant: columns(
    [pseudonymous('grants'), 'shard id grantee_id grantor_id targets revoked_by'],
    [guarded('grants'), 'institution_id operation reason begins_at ends_at granted_at revoked_at'],
  ),
  identity_consent: columns(
    [pseudonymous('consents'), 'shard id person_id to_id'],
    [guarded('consents'), 'purpose text_version parts given_at ends_at withdrawn_at'],
  ),
  identity_request: columns(
    [pseudonymous('requests'), 'shard id target subject filed_by decided_by'],
    [guarded('requests'), 'operation institution_id payload reason filed_at state decided_at'],
  ),
  recognition_profile: columns(
    [pseudonymous('studies'), 'shard learner_id'],
    [sealed('studies'), 'student_number major'],
    [guarded('studies'), 'institution_id'],
  ),
  recognition_claim: columns(
    [pseudonymous('claims'), 'shard id learner_id number course_id lot_id issuer_id files proposal_id'],
    [sealed('words'), 'certificate_number note'],
    [
      guarded('claims'),
      'state title credits hours supplement_hours kind level grade earned_on target_institution_id target_course_id as_elective filing ' +
        'source_version target_version source_terms_version target_terms_version rule_set rule_set_version ' +
        'equivalency equivalency_version verdict created_at saved_at submitted_at promised_on outcome recorded ' +
        'elective deposited decided_at round supplement_hours',
    ],
  ),
  recognition_decision: columns(
    [pseudonymous('decisions'), 'shard id claim_id learner_id actor proposal_id proposed_by experts'],
    [sealed('words'), 'opinion'],
    [
      guarded('decisions'),
      'place round kind outcome rule fields rule_set rule_set_version equivalency equivalency_version inputs findings ' +
        'recorded elective deposited at',
    ],
  ),
  recognition_appeal: columns(
    [pseudonymous('decisions'), 'shard id claim_id learner_id decision_id decided_by'],
    [sealed('words'), 'grounds'],
    [guarded('decisions'), 'filed_at promised_on'],
  ),
  recognition_appeal_answer: columns(
    [pseudonymous('decisions'), 'shard appeal_id claim_id learner_id decided_by actor'],
    [sealed('words'), 'words'],
    [guarded('decisions'), 'upheld at'],
  ),
  recognition_record: columns(
    [pseudonymous('claims'), 'shard id number learner_id entered_by makers'],
    [
      guarded('claims'),
      'institution_id course_id grade hours earned_on state entered_at saved_at filing rule_set rule_set_version ' +
        'terms_version submitted_at credits decided_at',
    ],
  ),
  recognition_record_event: columns(
    [pseudonymous('decisions'), 'shard id record_id learner_id actor grantor makers'],
    [sealed('words'), 'opinion'],
    [guarded('decisions'), 'place kind at rule_set rule_set_version inputs findings credits'],
  ),
  recognition_proposal: columns(
    [pseudonymous('decisions'), 'shard id claim_id learner_id actor'],
    [sealed('words'), 'opinion'],
    [guarded('decisions'), 'kind outcome rule recorded elective deposited at'],
  ),
  recognition_invitation: columns(
    [pseudonymous('decisions'), 'shard id claim_id learner_id expert_id asked_by'],
    [sealed('words'), 'question'],
    [guarded('decisions'), 'filed_at asked_at due_on'],
  ),
  recognition_opinion: columns(
    [pseudonymous('decisions'), 'shard invitation_id claim_id expert_id'],
    [sealed('words'), 'words'],
    [guarded('decisions'), 'topics at'],
  ),
  recognition_expert: columns([pseudonymous('roles'), 'shard expert_id'], [guarded('roles'), 'subjects']),
  recognition_event: columns(
    [pseudonymous('claims'), 'shard id claim_id actor'],
    [sealed('words'), 'opinion'],
    [guarded('claims'), 'kind at fields hours'],
  ),
  evidence_file: columns(
    [pseudonymous('evidence'), 'shard id learner_id uploaded_by'],
    [sealed('evidence'), 'name'],
    [hashed('evidence'), 'sha256'],
    [guarded('evidence'), 'media_type bytes uploaded_at'],
  ),
  evidence_chunk: columns([pseudonymous('evidence'), 'shard file_id place'], [sealed('evidence'), 'sealed']),
  evidence_claimed: columns(
    [hashed('evidence'), 'shard value'],
    [pseudonymous('evidence'), 'claim_id learner_id'],
    [guarded('evidence'), 'kind taken_at released_at'],
  ),
  ledger_account: columns(
    [pseudonymous('credits'), 'shard account owner'],
    [guarded('credits'), 'kind unit'],
  ),
  ledger_balance: columns(
    [pseudonymous('credits'), 'shard account'],
    [guarded('credits'), 'issuing posted version day'],
  ),
  ledger_holding: columns(
    [pseudonymous('credits'), 'shard account lot hold'],
    [guarded('credits'), 'amount'],
  ),
  ledger_lot: columns(
    [pseudonymous('credits'), 'shard lot seq learner origin'],
    [hashed('provenance'), 'commitment'],
    [guarded('credits'), 'unit amount issuer counts_at elective earned_on expires_on'],
  ),
  ledger_lot_source: columns(
    [pseudonymous('credits'), 'shard lot source'],
    [guarded('credits'), 'amount numerator denominator'],
  ),
  ledger_move: columns(
    [pseudonymous('credits'), 'shard seq line lot hold src dst'],
    [guarded('credits'), 'verb amount src_version dst_version src_balance dst_balance'],
  ),
  ledger_posting: columns(
    [pseudonymous('credits'), 'shard seq cause key actor reverses'],
    [hashed('provenance'), 'request_hash reason leaf'],
    [guarded('credits'), 'effective_on recorded_at'],
  ),
  ledger_opening: columns(
    [pseudonymous('provenance'), 'shard learner'],
    [hashed('provenance'), 'commitment'],
    [guarded('provenance'), 'salt content'],
  ),
  ledger_paper: columns(
    [pseudonymous('papers'), 'shard id learner posting issued_by'],
    [hashed('papers'), 'code_hash content_hash'],
    [guarded('papers'), 'kind from_day to_day lines available issued_at'],
  ),
  ledger_case: columns(
    [pseudonymous('credits'), 'shard id learner lot posting opened_by closed_by'],
    [guarded('credits'), 'amount opened_at closed_at outcome'],
  ),
  audit_record: columns(
    [pseudonymous('audit'), 'shard id actor grantor target subject trace_id'],
    [guarded('audit'), 'at role action outcome status institution_id details'],
  ),
  closure_request: columns(
    [pseudonymous('closing'), 'shard id account_id'],
    [guarded('closing'), 'filed_at due_on state ended_at'],
  ),
  closure_hold: columns(
    [pseudonymous('closing'), 'shard id account_id set_by set_with lifted_by lifted_with'],
    [guarded('closing'), 'reason set_at lifted_at lifted_reason'],
  ),
  rulebook_comment: columns(
    [pseudonymous('comments'), 'id draft_id person_id'],
    [guarded('comments'), 'text at'],
  ),
  http_key: columns(
    [pseudonymous('attempts'), 'shard actor key'],
    [hashed('attempts'), 'request_hash'],
    [guarded('attempts'), 'at'],
  ),
}

/** Tables that hold nothing of any person, and why. */
export const impersonalTables: Record<string, string> = {
  audit_leaf: 'hashes of audit records, in their order',
  audit_pending: 'which audit records wait for the seal',
  audit_seal: 'signed roots',
  catalogue_change: 'what changed in the catalogue',
  catalogue_course: 'courses of institutions',
  catalogue_course_version: 'courses of institutions',
  catalogue_institution: 'institutions',
  catalogue_terms: 'how institutions count',
  closure_terms: 'how long one can think again',
  identity_provider: 'where an institution answers for its people; who set it is staff at work',
  identity_spent: 'hashes of answers that count once, of nobody that could be told',
  ledger_checkpoint: 'signed roots',
  ledger_head: 'where each shard of the ledger is',
  ledger_tile: 'hashes of postings',
  ledger_verification: 'runs of the verification; who asked is staff at work',
  recognition_calendar: 'working days',
  recognition_promise: 'how fast the bank promises to be',
  recognition_window: 'when an institution takes credit records; who set it is staff at work',
  recognition_setting: 'how institutions decide; who set it is staff at work',
  rulebook_draft: 'rules that are being written',
  rulebook_draft_maker: 'which draft somebody wrote at, as staff at work',
  rulebook_equivalency: 'rules between courses',
  rulebook_pack: 'rules as they were imported',
  rulebook_rule_set: 'rules',
}

export type Viewer = { role: Role; masked: boolean }

/** 谁能看到: the roles to which the permission table or the rule of the field opens it, beside the person. */
export function viewersOf(kind: PersonalKind): Viewer[] {
  const { shownBy, field }: Kind = kinds[kind]
  if (field) return rolesSeeing(field)
  return (Object.keys(roles) as Role[])
    .filter((role) => exists(role, 'brief'))
    .flatMap((role) => {
      const ways = shownBy.flatMap((name) => waysOfOthers(name, role))
      return ways.length === 0 ? [] : [{ role, masked: ways.every((way) => way === 'M') }]
    })
}

/** What a class lets a role do with the records of others. */
const waysOfOthers = (name: EndpointClass, role: Role): string[] =>
  endpointClasses[name].relations
    .filter((relation) => relation !== 'self' && relation !== 'subject_self')
    .map((relation) => cell(name, role, relation, 'brief'))
    .filter((verdict) => /^(A$|M$|C:|F:(related|same_inst|all)$)/.test(verdict))
