// The pages offer what the permission table allows, in either way of dividing administrators; nothing less, nothing more.
import { expect, test } from 'vitest'
import { rolesThatMay } from '../../access/model.ts'
import { lender, type EndpointClass } from '../../access/table.ts'
import { isLendable } from '../../identity/grants.ts'
import { lendable, mayConfirm, mayOpen } from './rights.ts'

/** Pages are for people: a school's machine has none. */
const people = (endpointClass: EndpointClass) =>
  Array.from(
    new Set((['brief', 'mlps3'] as const).flatMap((profile) => rolesThatMay(endpointClass, profile))),
  ).filter((role) => role !== 'api_client')

test.each([
  ['users', 'user.list'],
  ['opening', 'user.import'],
  ['opening', 'user.create'],
  ['opening', 'auth.recovery.hand_out'],
  ['integrations', 'sso.manage'],
  ['grants', 'grant.list'],
  ['lending', 'grant.delegate'],
  ['requests', 'request.list'],
  ['requests', 'request.decide'],
  ['audit', 'audit.read'],
  ['export', 'audit.export'],
  ['verification', 'audit.verify'],
  ['closures', 'closure.list'],
  ['closing', 'account.close'],
  ['closing', 'closure.hold'],
  ['closing', 'closure.release'],
  ['ledger', 'ledger.verify'],
  ['ruleDrafts', 'ruleset.list_drafts'],
  ['ruleDrafts', 'ruleset.read_draft'],
  ['ruleDrafting', 'ruleset.propose'],
  ['ruleDrafting', 'ruleset.edit_draft'],
  ['ruleDrafting', 'ruleset.simulate'],
  ['ruleDrafting', 'ruleset.publish'],
  ['freezing', 'credit.freeze'],
  ['freezing', 'credit.void'],
  ['adjusting', 'credit.adjust.request'],
  ['approving', 'credit.adjust.approve'],
  ['reviewSettings', 'recognition_setting.change'],
] as const)('%s is for those who may %s', (page, endpointClass) => {
  expect([...mayOpen[page]].sort()).toEqual(people(endpointClass).sort())
})

test.each(Object.entries(lendable))('%s is offered to those who hold it', (operation, roles) => {
  const endpointClass = operation as EndpointClass
  expect(isLendable(endpointClass)).toBe(true)
  const lenders = people('grant.delegate').filter((role) => people(lender(endpointClass)).includes(role))
  expect([...roles].sort()).toEqual(lenders.sort())
})

test('the pages of accounts are for those who may see another’s', () => {
  expect([...mayOpen.accounts, 'learner'].sort()).toEqual(people('account.read').sort())
})

test.each(Object.entries(mayConfirm))('%s is confirmed by those who may do it', (operation, roles) => {
  expect([...roles].sort()).toEqual(people(operation as EndpointClass).sort())
})
