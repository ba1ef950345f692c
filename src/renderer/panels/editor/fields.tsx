import { useFormContext } from 'react-hook-form'
import { Field, Input } from '../../ui/Field.tsx'
import type { TaskFields } from './form.ts'

/** A field of the form, and what is wrong with it. */
export function useField(name: keyof TaskFields) {
  const {
    register,
    formState: { errors },
  } = useFormContext<TaskFields>()
  return { register: register(name), problem: errors[name]?.message }
}

interface TextProps {
  readonly name: keyof TaskFields
  readonly label: string
  readonly help?: string
  readonly placeholder?: string
  readonly mono?: boolean
}

export function Text({ name, label, help, placeholder, mono }: TextProps) {
  const { register, problem } = useField(name)
  return (
    <Field label={label} help={help} problem={problem}>
      {(ids) => <Input {...ids} {...register} placeholder={placeholder} mono={mono ?? false} />}
    </Field>
  )
}
