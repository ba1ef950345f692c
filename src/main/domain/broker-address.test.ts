import { expect, test } from 'vitest'
import { maskedValue } from '../../shared/model/profile.ts'
import { maskedAddress, unmaskedAddress } from './broker-address.ts'

const secret = 'amqp://yard:p@ss:word@broker/yard'
const shown = `amqp://yard:${maskedValue}@broker/yard`

test('a broker’s address is shown without its password', () => {
  expect(maskedAddress(secret)).toBe(shown)
  expect(maskedAddress('amqps://broker/yard')).toBe('amqps://broker/yard')
  expect(maskedAddress('')).toBe('')
})

test('a masked password that is sent back stays as it was, wherever the address goes; any other is taken as it is', () => {
  expect(unmaskedAddress(shown, secret)).toBe(secret)
  expect(unmaskedAddress(shown.replace('@broker', '@elsewhere'), secret)).toBe('amqp://yard:p@ss:word@elsewhere/yard')
  expect(unmaskedAddress('amqp://yard:new@broker/yard', secret)).toBe('amqp://yard:new@broker/yard')
  expect(unmaskedAddress(shown, '')).toBe(shown)
  expect(unmaskedAddress('', secret)).toBe('')
})
