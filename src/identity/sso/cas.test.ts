// CAS answers: the samples of the specification are read, and nothing that only looks like one.
import { expect, test } from 'vitest'
import { readCasAnswer } from './cas.ts'

const answer = (inside: string) =>
  `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${inside}</cas:serviceResponse>`

test('an answer of CAS 3.0 with attributes, of which the first of a name counts', () => {
  const read = readCasAnswer(
    answer(`
    <cas:authenticationSuccess>
      <cas:user>username</cas:user>
      <cas:attributes>
        <cas:authenticationDate>2015-11-12T09:30:10Z</cas:authenticationDate>
        <cas:longTermAuthenticationRequestTokenUsed>true</cas:longTermAuthenticationRequestTokenUsed>
        <cas:isFromNewLogin>true</cas:isFromNewLogin>
        <cas:memberOf>students</cas:memberOf>
        <cas:memberOf>teaching-assistants</cas:memberOf>
        <cas:myAttribute>my &amp; <![CDATA[<value>]]></cas:myAttribute>
      </cas:attributes>
    </cas:authenticationSuccess>`),
  )
  expect(read?.user).toBe('username')
  expect(read?.attributes.get('memberOf')).toBe('students')
  expect(read?.attributes.get('myAttribute')).toBe('my & <value>')
})

test('an answer of CAS 2.0 without attributes', () => {
  const read = readCasAnswer(
    answer(
      '<cas:authenticationSuccess><cas:user>username</cas:user><cas:proxyGrantingTicket>PGTIOU-84678-8a9d2sfasdf</cas:proxyGrantingTicket></cas:authenticationSuccess>',
    ),
  )
  expect(read).toEqual({ user: 'username', attributes: new Map() })
})

test.each([
  ['a failure', answer('<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure>')],
  [
    'a user in a failure',
    answer('<cas:authenticationFailure><cas:user>a</cas:user></cas:authenticationFailure>'),
  ],
  [
    'a user of another namespace',
    answer('<cas:authenticationSuccess><user>a</user></cas:authenticationSuccess>'),
  ],
  [
    'a name inside of the user',
    answer(
      '<cas:authenticationSuccess><cas:user>a<cas:user>b</cas:user></cas:user></cas:authenticationSuccess>',
    ),
  ],
  ['a back-channel logout', '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>'],
  [
    'an entity of nobody',
    answer('<cas:authenticationSuccess><cas:user>&who;</cas:user></cas:authenticationSuccess>'),
  ],
  [
    'a document type',
    `<!DOCTYPE x>${answer('<cas:authenticationSuccess><cas:user>a</cas:user></cas:authenticationSuccess>')}`,
  ],
  ['nothing', ''],
])('%s vouches for nobody', (_, xml) => {
  expect(readCasAnswer(xml)).toBeUndefined()
})
