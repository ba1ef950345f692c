import { expect, test } from 'vitest'
import { argumentOf, portOf } from './arguments.ts'

test('a flag’s value stands behind it or is joined to it', () => {
  expect(argumentOf(['app', '--home', '/x'], '--home')).toBe('/x')
  expect(argumentOf(['app', '--home=/y'], '--home')).toBe('/y')
  expect(argumentOf(['app'], '--home')).toBeUndefined()
})

test('a port is a whole number that there is, or nothing', () => {
  expect(portOf(['app', '--port', '0'])).toBe(0)
  expect(portOf(['app', '--port=65535'])).toBe(65_535)
  expect(portOf(['app'])).toBeUndefined()
  for (const wrong of ['', 'x', '-1', '65536', '1.5']) expect(() => portOf(['app', `--port=${wrong}`])).toThrow('--port takes a number')
})
