import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../app/clock.ts'
import { hasBroker, startBroker, type Broker } from './broker.fixture.ts'
import { hasOpenSsl, makeCertificate, type Certificate } from './certificates.fixture.ts'
import { createRabbitBus } from './rabbitmq.ts'

const patience = 120_000

describe.skipIf(!hasBroker || !hasOpenSsl)('a broker with TLS', { timeout: patience }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'yardmaster-tls-'))
  const held: { broker?: Broker; own?: Certificate; other?: Certificate } = {}
  beforeAll(async () => {
    held.own = makeCertificate(join(folder, 'own'))
    held.other = makeCertificate(join(folder, 'other'))
    held.broker = await startBroker(held.own)
  }, patience)
  afterAll(async () => {
    await held.broker?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }, patience)

  const trusting = (certificate: Certificate | undefined): string => `${held.broker?.url ?? ''}?cacertfile=${certificate?.authority ?? ''}`
  const bus = createRabbitBus({ info() {}, error() {} }, systemClock)

  test('is reached where its authority is named, and work goes over it', async () => {
    await bus.test(trusting(held.own))
    bus.use(trusting(held.own))
    for (const end = Date.now() + patience; bus.state().status !== 'ok' && Date.now() < end;) await wait(50)
    expect(bus.state().status).toBe('ok')
    expect(bus.state().message).not.toContain('guest:guest')
    await bus.toAll({
      protocolVersion: '1.0',
      messageId: 'one',
      fromAgent: 'orchestrator',
      timestamp: systemClock.now(),
      type: 'work_status',
      payload: {},
    })
    await bus.close()
  })

  test('is refused where somebody else signed its certificate, or nobody whom this machine trusts', async () => {
    await expect(bus.test(trusting(held.other))).rejects.toThrow('certificate')
    await expect(bus.test(held.broker?.url ?? '')).rejects.toThrow('?cacertfile=/path/ca.pem')
    await expect(bus.test(trusting({ authority: '/nowhere/ca.pem', certificate: '', key: '' }))).rejects.toThrow('/nowhere/ca.pem')
    bus.use(trusting(held.other))
    for (const end = Date.now() + patience; !bus.state().message.includes('certificate') && Date.now() < end;) await wait(50)
    expect(bus.state()).toMatchObject({ status: 'down', since: null })
    await bus.close()
  })

  test('a broker that does not answer is left at once', async () => {
    bus.use('amqp://127.0.0.1:1')
    for (const end = Date.now() + patience; !bus.state().message.includes('cannot be reached') && Date.now() < end;) await wait(50)
    const before = performance.now()
    await bus.close()
    expect(performance.now() - before).toBeLessThan(500)
  })
})
