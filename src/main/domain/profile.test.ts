import { expect, test } from 'vitest'
import { maskedValue, type EnvVar } from '../../shared/model/profile.ts'
import { envVarProblem, unmasked } from './profile.ts'

const variable = (name: string, source: EnvVar['source'], value: string): EnvVar => ({ name, source, value })

test.each<[string, readonly EnvVar[], object | null]>([
  ['all is well', [variable('A', 'static', ''), variable('B', 'unset', ''), variable('C', 'keychain', 's/a')], null],
  [
    'a name stands twice',
    [variable('A', 'static', 'x'), variable('A', 'env', 'Y')],
    { index: 1, field: 'name', message: 'stands twice: A' },
  ],
  [
    'a source says nothing',
    [variable('A', 'env', ' ')],
    { index: 0, field: 'value', message: expect.stringContaining('environment') as string },
  ],
  [
    'a keychain entry has no account',
    [variable('A', 'keychain', 'service')],
    { index: 0, field: 'value', message: 'must be service/account, as the keychain knows it' },
  ],
  [
    'a mask stands for nothing',
    [variable('A', 'static', maskedValue)],
    { index: 0, field: 'value', message: expect.stringContaining('is masked') as string },
  ],
])('%s', (_, variables, problem) => expect(envVarProblem(variables)).toEqual(problem))

test('a secret that is sent back masked stays, only under its own name and where it was one', () => {
  const before = [variable('A', 'static', 'secret'), variable('B', 'env', 'HOME')]
  const asked = [
    variable('A', 'static', maskedValue),
    variable('B', 'static', maskedValue),
    variable('C', 'static', maskedValue),
    variable('D', 'static', 'new'),
  ]
  expect(unmasked(asked, before).map(({ value }) => value)).toEqual(['secret', maskedValue, maskedValue, 'new'])
})
