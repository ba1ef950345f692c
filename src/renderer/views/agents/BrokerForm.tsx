import { useState } from 'react'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import css from './Agents.module.css'

/** Where the broker is. It acts as soon as it is saved. */
export function BrokerForm({ url }: { readonly url: string }) {
  const client = useClient()
  const [text, setText] = useState(url)
  const [tested, setTested] = useState<{ readonly ok: boolean; readonly message: string } | 'going on' | null>(null)
  const test = async (): Promise<void> => {
    setTested('going on')
    const answer = await client.bus.test({ url: text.trim() })
    setTested(answer.ok ? answer.value : { ok: false, message: answer.failure.message })
  }
  const save = (): void => void told(client.settings.update({ 'bus.url': text.trim() }))
  return (
    <form
      className={css.broker}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Field label="Broker" help="RabbitMQ, as amqp://user:password@host/vhost, or amqps:// with TLS. Empty: only this machine.">
        {(ids) => (
          <Input
            {...ids}
            mono
            value={text}
            placeholder="amqp://"
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value)
              setTested(null)
            }}
          />
        )}
      </Field>
      <div className={css.buttons}>
        <Button disabled={tested === 'going on'} onClick={() => void test()}>
          Test connection
        </Button>
        <Button tone="primary" type="submit" disabled={text.trim() === url}>
          Save
        </Button>
        <span role="status" data-good={tested !== null && tested !== 'going on' ? tested.ok : undefined}>
          {tested === 'going on' ? 'Connecting …' : tested?.message}
        </span>
      </div>
    </form>
  )
}
