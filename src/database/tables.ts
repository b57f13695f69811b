// Written by `npm run schema` from the migrated database; a test fails when it is not current.
import type { Generated } from 'kysely'
import type { Uuid } from '../values/ids.ts'

export type AuditLeaf = {
  shard: number
  place: number
  recordId: Uuid
  hash: Buffer
}

export type AuditPending = {
  shard: number
  id: Uuid
}

export type AuditRecord = {
  shard: number
  id: Uuid
  at: Date
  actor: Uuid | null
  grantor: Uuid | null
  role: string | null
  action: string
  outcome: 'done' | 'denied'
  status: number | null
  target: Uuid | null
  subject: Uuid | null
  institutionId: Uuid | null
  details: unknown
  traceId: string
}

export type AuditSeal = {
  shard: number
  size: number
  root: Buffer
  edge: Buffer[]
  sealedAt: Date
  keyId: string
  signature: Buffer
}

export type CatalogueChange = {
  tx: Generated<string>
  institutionId: Uuid
  courseId: Uuid | null
}

export type CatalogueCourse = {
  id: Uuid
  institutionId: Uuid
  code: string
}

export type CatalogueCourseVersion = {
  courseId: Uuid
  version: number
  institutionId: Uuid
  validFrom: string
  validTo: string | null
  titleZh: string
  titleEn: string | null
  department: string | null
  kind: 'theory' | 'laboratory' | 'practice' | 'design' | 'seminar' | 'thesis' | null
  level: 'training' | 'secondary' | 'associate' | 'bachelor' | 'graduate' | null
  credits: number | null
  hours: number | null
  gradeMin: number | null
  description: string | null
  syllabus: Generated<unknown>
  searchKey: string
  recordedAt: Generated<Date>
  category: 'academic' | 'vocational' | 'leisure' | null
}

export type CatalogueInstitution = {
  id: Uuid
  code: string
  nameZh: string
  nameEn: string | null
  kind: 'university' | 'vocational' | 'open' | 'training' | 'examination' | 'enterprise' | 'authority'
  region: string
  member: boolean
  namingProfile: unknown
  searchKey: string
  recordedAt: Generated<Date>
}

export type CatalogueTerms = {
  institutionId: Uuid
  version: number
  validFrom: string
  validTo: string | null
  hoursPerCredit: unknown
  gradeScales: unknown
  recordedAt: Generated<Date>
}

export type ClosureHold = {
  shard: number
  id: Uuid
  accountId: Uuid
  reason: string
  setAt: Date
  setBy: Uuid
  setWith: Uuid
  liftedAt: Date | null
  liftedBy: Uuid | null
  liftedWith: Uuid | null
  liftedReason: string | null
}

export type ClosureRequest = {
  shard: number
  id: Uuid
  accountId: Uuid
  filedAt: Date
  dueOn: string
  state: Generated<'filed' | 'withdrawn' | 'closed'>
  endedAt: Date | null
}

export type ClosureTerms = {
  validFrom: string
  coolingDays: number
}

export type EvidenceChunk = {
  shard: number
  fileId: Uuid
  place: number
  sealed: Buffer
}

export type EvidenceClaimed = {
  shard: number
  kind: 'file' | 'certificate' | 'outcome'
  value: Buffer
  claimId: Uuid
  learnerId: Uuid
  takenAt: Date
  releasedAt: Date | null
}

export type EvidenceFile = {
  shard: number
  id: Uuid
  learnerId: Uuid
  uploadedBy: Uuid
  name: Buffer
  mediaType: 'image/jpeg' | 'image/png' | 'application/pdf'
  bytes: number
  sha256: Buffer
  uploadedAt: Date
}

export type HttpKey = {
  shard: number
  actor: Uuid
  key: string
  requestHash: Buffer
  at: Date
}

export type IdentityAccount = {
  shard: number
  id: Uuid
  kind: 'person' | 'service'
  state: 'unactivated' | 'active' | 'disabled' | 'closed'
  institutionId: Uuid | null
  createdAt: Date
}

export type IdentityActivation = {
  shard: number
  codeHash: Buffer
  accountId: Uuid
  issuedAt: Date
  expiresAt: Date
  usedAt: Date | null
}

export type IdentityConsent = {
  shard: number
  id: Uuid
  personId: Uuid
  purpose: 'account' | 'teacher_view' | 'enterprise_view' | 'assisted_filing'
  textVersion: string
  toId: Uuid | null
  parts: Generated<string[]>
  givenAt: Date
  endsAt: Date | null
  withdrawnAt: Date | null
}

export type IdentityFactor = {
  shard: number
  accountId: Uuid
  secret: Buffer | null
  enrolledAt: Date
  confirmedAt: Date | null
  lastStep: Generated<number>
  nextSecret: Buffer | null
}

export type IdentityFailure = {
  shard: number
  bucket: Buffer
  windowBeganAt: Date
  failures: number
}

export type IdentityGrant = {
  shard: number
  id: Uuid
  granteeId: Uuid
  grantorId: Uuid
  institutionId: Uuid | null
  operation: string
  targets: Uuid[]
  reason: string
  beginsAt: Date
  endsAt: Date
  grantedAt: Date
  revokedAt: Date | null
  revokedBy: Uuid | null
}

export type IdentityLink = {
  shard: number
  blind: Buffer
  id: Uuid
  providerId: Uuid
  kind: 'subject' | 'number'
  accountShard: number
  accountId: Uuid
  linkedAt: Date
  linkedBy: Uuid
}

export type IdentityLogin = {
  shard: number
  blind: Buffer
  kind: 'name' | 'phone' | 'email'
  accountShard: number
  accountId: Uuid
}

export type IdentityNumber = {
  shard: number
  blind: Buffer
  accountShard: number
  accountId: Uuid
}

export type IdentityPasskey = {
  shard: number
  id: Uuid
  accountId: Uuid
  credentialId: Buffer
  publicKey: Buffer
  counter: number
  transports: string[]
  name: string
  addedAt: Date
  usedAt: Date | null
}

export type IdentityPassword = {
  shard: number
  accountId: Uuid
  hash: string
  changedAt: Date
}

export type IdentityPerson = {
  shard: number
  id: Uuid
  wrappedKey: Buffer | null
  name: Buffer | null
  idNumber: Buffer | null
  phone: Buffer | null
  email: Buffer | null
  verifiedAt: Date | null
  verifiedBy: 'institution' | 'authority' | 'demo' | null
  erasedAt: Date | null
  nameBlind: Buffer | null
}

export type IdentityProvider = {
  id: Uuid
  institutionId: Uuid
  kind: 'oidc' | 'cas'
  address: string
  clientId: string | null
  wrappedKey: Buffer | null
  clientSecret: Buffer | null
  numberClaim: string | null
  addedAt: Date
  addedBy: Uuid
  removedAt: Date | null
  removedBy: Uuid | null
}

export type IdentityRecovery = {
  shard: number
  codeHash: Buffer
  accountId: Uuid
  issuedAt: Date
  issuedBy: Uuid | null
  expiresAt: Date | null
  usedAt: Date | null
  replacedAt: Date | null
}

export type IdentityRequest = {
  shard: number
  id: Uuid
  operation: string
  target: Uuid | null
  subject: Uuid | null
  institutionId: Uuid | null
  payload: unknown
  reason: string
  filedBy: Uuid
  filedAt: Date
  state: Generated<'filed' | 'confirmed' | 'refused'>
  decidedBy: Uuid | null
  decidedAt: Date | null
}

export type IdentityRole = {
  shard: number
  id: Uuid
  accountId: Uuid
  role: 'learner' | 'teacher' | 'inst_admin' | 'reviewer' | 'second_reviewer' | 'standards_manager' | 'finance' | 'expert' | 'enterprise' | 'sys_admin' | 'security_admin' | 'audit_admin' | 'regulator' | 'api_client'
  institutionId: Uuid | null
  department: 'credit' | 'technology' | 'finance' | 'business' | null
  beginsAt: Date
  endsAt: Date | null
  grantedBy: Uuid | null
  revokedBy: Uuid | null
}

export type IdentitySession = {
  shard: number
  id: Uuid
  accountId: Uuid
  tokenHash: Buffer
  beganAt: Date
  seenAt: Date
  expiresAt: Date
  endedAt: Date | null
  endedBy: Uuid | null
  device: string
  actingRole: string | null
  actingInstitutionId: Uuid | null
  steppedUpAt: Date | null
}

export type IdentitySpent = {
  shard: number
  mark: Buffer
  until: Date
}

export type IdentityTeaching = {
  shard: number
  id: Uuid
  learnerId: Uuid
  teacherId: Uuid
  institutionId: Uuid
  section: string
  beginsAt: Date
  endsAt: Date | null
  readsUntil: Date | null
  enteredBy: Uuid | null
}

export type LedgerAccount = {
  shard: number
  account: number
  kind: 'available' | 'held' | 'frozen' | 'issuer' | 'receiver' | 'conversion' | 'forfeited' | 'expired' | 'transit'
  owner: Uuid
  unit: Uuid
}

export type LedgerBalance = {
  shard: number
  account: number
  issuing: boolean
  posted: number
  version: number
  day: string
}

export type LedgerCase = {
  shard: number
  id: Uuid
  learner: Uuid
  lot: Uuid
  amount: number
  posting: number | null
  openedAt: Date
  openedBy: Uuid
  closedAt: Date | null
  closedBy: Uuid | null
  outcome: string | null
}

export type LedgerCheckpoint = {
  shard: number
  size: number
  root: Buffer
  note: string
  signedAt: Date
}

export type LedgerHead = {
  shard: number
  seq: number
  accounts: number
  root: Buffer
  edge: Buffer
}

export type LedgerHolding = {
  shard: number
  account: number
  lot: Uuid
  hold: number
  amount: number
}

export type LedgerLot = {
  shard: number
  lot: Uuid
  seq: number
  learner: Uuid
  unit: Uuid
  amount: number
  issuer: Uuid
  countsAt: Uuid
  elective: boolean
  earnedOn: string
  expiresOn: string | null
  origin: number
  commitment: Buffer
}

export type LedgerLotSource = {
  shard: number
  lot: Uuid
  source: Uuid
  amount: number
  numerator: number
  denominator: number
}

export type LedgerMove = {
  shard: number
  seq: number
  line: number
  verb: 'deposit' | 'hold' | 'freeze' | 'release' | 'convert' | 'transfer' | 'redeem' | 'expire' | 'revoke' | 'reverse'
  lot: Uuid
  hold: number
  amount: number
  src: number
  dst: number
  srcVersion: number
  dstVersion: number
  srcBalance: number
  dstBalance: number
}

export type LedgerOpening = {
  shard: number
  commitment: Buffer
  learner: Uuid
  salt: Buffer
  content: string
}

export type LedgerPaper = {
  shard: number
  id: Uuid
  learner: Uuid
  kind: 'statement' | 'receipt'
  codeHash: Buffer
  contentHash: Buffer
  posting: number | null
  fromDay: string | null
  toDay: string | null
  lines: number
  available: unknown
  issuedAt: Date
  issuedBy: Uuid
}

export type LedgerPosting = {
  shard: number
  seq: number
  cause: string
  key: string | null
  requestHash: Buffer
  actor: Uuid
  effectiveOn: string
  recordedAt: Date
  reverses: number | null
  reason: Buffer | null
  leaf: Buffer
}

export type LedgerTile = {
  shard: number
  level: number
  index: number
  hash: Buffer
}

export type LedgerVerification = {
  id: Uuid
  beganAt: Date
  endedAt: Date
  askedBy: Uuid | null
  postings: number
  moves: number
  findings: unknown
}

export type RecognitionAppeal = {
  shard: number
  id: Uuid
  claimId: Uuid
  learnerId: Uuid
  decisionId: Uuid
  decidedBy: Uuid
  grounds: Buffer
  filedAt: Date
  promisedOn: string
}

export type RecognitionAppealAnswer = {
  shard: number
  appealId: Uuid
  claimId: Uuid
  learnerId: Uuid
  decidedBy: Uuid
  upheld: boolean
  words: Buffer
  actor: Uuid
  at: Date
}

export type RecognitionCalendar = {
  day: string
  working: boolean
  name: string
}

export type RecognitionClaim = {
  shard: number
  id: Uuid
  learnerId: Uuid
  number: string | null
  state: 'draft' | 'submitted' | 'supplementing' | 'proposed' | 'returned' | 'recognised' | 'refused' | 'withdrawn'
  courseId: Uuid | null
  lotId: Uuid | null
  issuerId: Uuid | null
  title: string | null
  credits: number | null
  hours: number | null
  kind: 'theory' | 'laboratory' | 'practice' | 'design' | 'seminar' | 'thesis' | null
  level: 'training' | 'secondary' | 'associate' | 'bachelor' | 'graduate' | null
  grade: string | null
  earnedOn: string | null
  certificateNumber: Buffer | null
  targetInstitutionId: Uuid | null
  targetCourseId: Uuid | null
  asElective: boolean
  files: Uuid[]
  note: Buffer | null
  filing: unknown
  sourceVersion: number | null
  targetVersion: number | null
  sourceTermsVersion: number | null
  targetTermsVersion: number | null
  ruleSet: string | null
  ruleSetVersion: number | null
  equivalency: string | null
  equivalencyVersion: number | null
  verdict: 'approved' | 'needs_supplement' | 'expert_review' | 'rejected' | null
  createdAt: Date
  savedAt: Date
  submittedAt: Date | null
  promisedOn: string | null
  outcome: 'converted' | 'elective' | 'deposited' | 'refused' | null
  recorded: number | null
  elective: number | null
  deposited: number | null
  decidedAt: Date | null
  proposalId: Uuid | null
  supplementHours: number | null
  round: number
}

export type RecognitionDecision = {
  shard: number
  id: Uuid
  claimId: Uuid
  learnerId: Uuid
  place: number
  kind: 'approve' | 'return' | 'refuse'
  outcome: 'converted' | 'elective' | 'deposited' | 'refused' | null
  opinion: Buffer | null
  rule: string
  fields: string[]
  ruleSet: string
  ruleSetVersion: number
  equivalency: string | null
  equivalencyVersion: number | null
  inputs: unknown
  findings: unknown
  recorded: number
  elective: number
  deposited: number
  actor: Uuid
  at: Date
  proposalId: Uuid | null
  proposedBy: Uuid | null
  experts: Uuid[]
  round: number
}

export type RecognitionEvent = {
  shard: number
  id: Uuid
  claimId: Uuid
  kind: 'submitted' | 'supplement_asked' | 'made_up' | 'experts_asked' | 'expert_heard' | 'proposed' | 'sent_back' | 'returned' | 'supplemented' | 'recognised' | 'refused' | 'withdrawn' | 'appealed' | 'appeal_upheld' | 'appeal_dismissed'
  at: Date
  actor: Uuid
  opinion: Buffer | null
  fields: string[]
  hours: number | null
}

export type RecognitionExpert = {
  shard: number
  expertId: Uuid
  subjects: string[]
}

export type RecognitionInvitation = {
  shard: number
  id: Uuid
  claimId: Uuid
  learnerId: Uuid
  expertId: Uuid
  filedAt: Date
  askedBy: Uuid
  askedAt: Date
  dueOn: string
  question: Buffer | null
}

export type RecognitionOpinion = {
  shard: number
  invitationId: Uuid
  claimId: Uuid
  expertId: Uuid
  topics: number
  words: Buffer
  at: Date
}

export type RecognitionProfile = {
  shard: number
  learnerId: Uuid
  studentNumber: Buffer | null
  major: Buffer | null
  institutionId: Uuid | null
}

export type RecognitionPromise = {
  validFrom: string
  workingDays: number
}

export type RecognitionProposal = {
  shard: number
  id: Uuid
  claimId: Uuid
  learnerId: Uuid
  kind: 'approve' | 'refuse'
  outcome: 'converted' | 'elective' | 'deposited' | 'refused'
  opinion: Buffer | null
  rule: string
  recorded: number
  elective: number
  deposited: number
  actor: Uuid
  at: Date
}

export type RecognitionRecord = {
  shard: number
  id: Uuid
  number: string
  learnerId: Uuid
  institutionId: Uuid
  courseId: Uuid
  grade: string
  hours: number | null
  earnedOn: string
  state: 'draft' | 'submitted' | 'returned' | 'recognised' | 'refused' | 'withdrawn'
  enteredBy: Uuid
  makers: Uuid[]
  enteredAt: Date
  savedAt: Date
  filing: unknown
  ruleSet: string | null
  ruleSetVersion: number | null
  termsVersion: number | null
  submittedAt: Date | null
  credits: number | null
  decidedAt: Date | null
}

export type RecognitionRecordEvent = {
  shard: number
  id: Uuid
  recordId: Uuid
  learnerId: Uuid
  place: number
  kind: 'entered' | 'saved' | 'submitted' | 'returned' | 'recognised' | 'refused' | 'withdrawn'
  actor: Uuid
  grantor: Uuid | null
  makers: Uuid[]
  at: Date
  opinion: Buffer | null
  inputs: unknown
  findings: unknown
  ruleSet: string | null
  ruleSetVersion: number | null
  credits: number | null
}

export type RecognitionSetting = {
  institutionId: Uuid | null
  validFrom: string
  secondReview: 'never' | 'some' | 'always'
  secondAbove: number | null
  secondCategories: string[]
  reason: string | null
  setBy: Uuid | null
  setAt: Date
  expertsMin: number | null
  topicsMin: number | null
  expertDays: number
  appealDays: number
}

export type RecognitionWindow = {
  institutionId: Uuid
  place: number
  opensOn: string
  closesOn: string
  setBy: Uuid
  setAt: Date
}

export type RulebookComment = {
  id: Uuid
  draftId: Uuid
  personId: Uuid
  text: string
  at: Date
}

export type RulebookDraft = {
  id: Uuid
  number: string
  institutionId: Uuid | null
  titleZh: string
  titleEn: string | null
  validFrom: string
  content: unknown
  source: string | null
  scenarios: Generated<unknown>
  state: 'draft' | 'open' | 'published' | 'withdrawn'
  openUntil: string | null
  publishedVersion: number | null
  createdAt: Date
  savedAt: Date
}

export type RulebookDraftMaker = {
  draftId: Uuid
  personId: Uuid
}

export type RulebookEquivalency = {
  id: Uuid
  number: string
  version: number
  sourceCourseId: Uuid
  targetCourseId: Uuid | null
  targetInstitutionId: Uuid
  outcome: 'accepted' | 'refused'
  credits: number | null
  scoreMin: number | null
  yearsMax: number | null
  note: string | null
  titleZh: string
  titleEn: string | null
  validFrom: string
  validTo: string | null
  recordedAt: Generated<Date>
}

export type RulebookPack = {
  code: string
  version: number
  titleZh: string
  titleEn: string
  validFrom: string
  validTo: string | null
  content: unknown
  contentHash: string
  importedAt: Generated<Date>
}

export type RulebookRuleSet = {
  id: Uuid
  number: string
  version: number
  institutionId: Uuid | null
  titleZh: string
  titleEn: string | null
  validFrom: string
  validTo: string | null
  content: unknown
  contentHash: string
  source: string | null
  recordedAt: Generated<Date>
}

export type Tables = {
  auditLeaf: AuditLeaf
  auditPending: AuditPending
  auditRecord: AuditRecord
  auditSeal: AuditSeal
  catalogueChange: CatalogueChange
  catalogueCourse: CatalogueCourse
  catalogueCourseVersion: CatalogueCourseVersion
  catalogueInstitution: CatalogueInstitution
  catalogueTerms: CatalogueTerms
  closureHold: ClosureHold
  closureRequest: ClosureRequest
  closureTerms: ClosureTerms
  evidenceChunk: EvidenceChunk
  evidenceClaimed: EvidenceClaimed
  evidenceFile: EvidenceFile
  httpKey: HttpKey
  identityAccount: IdentityAccount
  identityActivation: IdentityActivation
  identityConsent: IdentityConsent
  identityFactor: IdentityFactor
  identityFailure: IdentityFailure
  identityGrant: IdentityGrant
  identityLink: IdentityLink
  identityLogin: IdentityLogin
  identityNumber: IdentityNumber
  identityPasskey: IdentityPasskey
  identityPassword: IdentityPassword
  identityPerson: IdentityPerson
  identityProvider: IdentityProvider
  identityRecovery: IdentityRecovery
  identityRequest: IdentityRequest
  identityRole: IdentityRole
  identitySession: IdentitySession
  identitySpent: IdentitySpent
  identityTeaching: IdentityTeaching
  ledgerAccount: LedgerAccount
  ledgerBalance: LedgerBalance
  ledgerCase: LedgerCase
  ledgerCheckpoint: LedgerCheckpoint
  ledgerHead: LedgerHead
  ledgerHolding: LedgerHolding
  ledgerLot: LedgerLot
  ledgerLotSource: LedgerLotSource
  ledgerMove: LedgerMove
  ledgerOpening: LedgerOpening
  ledgerPaper: LedgerPaper
  ledgerPosting: LedgerPosting
  ledgerTile: LedgerTile
  ledgerVerification: LedgerVerification
  recognitionAppeal: RecognitionAppeal
  recognitionAppealAnswer: RecognitionAppealAnswer
  recognitionCalendar: RecognitionCalendar
  recognitionClaim: RecognitionClaim
  recognitionDecision: RecognitionDecision
  recognitionEvent: RecognitionEvent
  recognitionExpert: RecognitionExpert
  recognitionInvitation: RecognitionInvitation
  recognitionOpinion: RecognitionOpinion
  recognitionProfile: RecognitionProfile
  recognitionPromise: RecognitionPromise
  recognitionProposal: RecognitionProposal
  recognitionRecord: RecognitionRecord
  recognitionRecordEvent: RecognitionRecordEvent
  recognitionSetting: RecognitionSetting
  recognitionWindow: RecognitionWindow
  rulebookComment: RulebookComment
  rulebookDraft: RulebookDraft
  rulebookDraftMaker: RulebookDraftMaker
  rulebookEquivalency: RulebookEquivalency
  rulebookPack: RulebookPack
  rulebookRuleSet: RulebookRuleSet
}
