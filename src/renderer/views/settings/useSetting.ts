import { useState } from 'react'
import { settings as operations } from '../../../shared/contract/system.ts'
import type { SettingName } from '../../../shared/model/settings.ts'
import { fieldWords } from '../../../shared/words/fields.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useStore } from '../../state/store.ts'
import { expectation, kindOf, textOf, valueOf, type Kind } from './kind.ts'

export interface SettingField {
  readonly kind: Kind
  /** As it is stored. */
  readonly value: unknown
  readonly text: string
  readonly dirty: boolean
  readonly problem: string | undefined
  readonly usual: unknown
  readonly isUsual: boolean
  write(text: string): void
  /** Saves what was written, or this; what is not right stays in the field, with its problem. */
  save(text?: string): Promise<void>
  /** Saves a value that no text stands for. */
  put(value: unknown): Promise<void>
  revert(): void
  restore(): Promise<void>
}

/** One setting as a field: the stored value until somebody writes, then the draft until it is saved or given up. */
export function useSetting(name: SettingName): SettingField {
  const client = useClient()
  const stored = useStore((state) => state.settings[name])
  const [draft, setDraft] = useState<string | null>(null)
  const [problem, setProblem] = useState<string>()
  const kind = kindOf(name)
  const now = textOf(kind, stored?.value)
  const put = async (value: unknown): Promise<void> => {
    const parsed = operations.update.input.safeParse({ [name]: value }, { error: fieldWords })
    if (!parsed.success) return setProblem(expectation(kind) ?? parsed.error.issues[0]?.message)
    const answer = await told(client.settings.update(parsed.data))
    if (!answer) return
    useStore.setState({ settings: answer })
    setDraft(null)
    setProblem(undefined)
  }
  const revert = (): void => {
    setDraft(null)
    setProblem(undefined)
  }
  return {
    kind,
    value: stored?.value,
    text: draft ?? now,
    dirty: draft !== null,
    problem,
    usual: stored?.default,
    isUsual: stored === undefined || now === textOf(kind, stored.default),
    write: (text) => {
      setDraft(text)
      setProblem(undefined)
    },
    save: async (text = draft ?? now) => (text === now ? revert() : put(valueOf(kind, text))),
    put,
    revert,
    restore: () => put(stored?.default),
  }
}
