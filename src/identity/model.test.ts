import { describe, expect, test } from 'vitest'
import { deviceOf, passwordFlaw, placeOf, readLogin } from './model.ts'

test.each([
  ['13900001234', { kind: 'phone', text: '13900001234' }],
  ['+86 139-0000-1234', { kind: 'phone', text: '13900001234' }],
  ['0086 13900001234', { kind: 'phone', text: '13900001234' }],
  ['13900001234', { kind: 'phone', text: '13900001234' }],
  ['Zhao@Example.CN', { kind: 'email', text: 'zhao@example.cn' }],
  [' 赵敏 ', { kind: 'name', text: '赵敏' }],
  ['T.Zhao_1', { kind: 'name', text: 't.zhao_1' }],
  ['a', undefined],
  ['a b', undefined],
  ["x' or 1=1", undefined],
])('登录名 %s', (typed, login) => {
  expect(readLogin(typed)).toEqual(login)
})

describe('密码', () => {
  test.each([
    ['藕粉 风筝 七号线 晨跑', undefined],
    ['九个字的密码不够长', 'password_short'],
    ['aaaaaaaaaaaa', 'password_common'],
    ['password1234', 'password_common'],
    ['Qwertyuiop12', 'password_common'],
    ['my-13900001234!', 'password_common'],
    ['长'.repeat(201), 'password_long'],
  ])('%s', (password, flaw) => {
    expect(passwordFlaw(password, ['13900001234'], 10)).toBe(flaw)
  })
})

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:0db8:0001:0002'],
  ['2001:db8::9', '2001:0db8:0000:0000'],
  ['::1', '0000:0000:0000:0000'],
])('%s is counted as %s', (address, place) => {
  expect(placeOf(address)).toBe(place)
})

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0',
    'Edge, Windows',
  ],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1 MicroMessenger/8.0', '微信, iPhone'],
  ['curl/8.5', 'API'],
])('%s', (agent, device) => {
  expect(deviceOf(agent)).toBe(device)
})
