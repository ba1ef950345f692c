import { Plus, Trash2 } from 'lucide-react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { dayChoicesWith, newBlackout } from '../../ui/blackout-form.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Input, Select } from '../../ui/Field.tsx'
import type { TaskFields } from './form.ts'
import css from './Editor.module.css'

/** Times of day in which the task does not start by itself. */
export function BlackoutsField() {
  const {
    register,
    watch,
    formState: { errors },
  } = useFormContext<TaskFields>()
  const { fields, append, remove } = useFieldArray<TaskFields, 'blackouts'>({ name: 'blackouts' })
  return (
    <fieldset className={css.blackouts}>
      {fields.length > 0 && <legend>Never starts by itself between</legend>}
      {fields.map((row, index) => (
        <div key={row.id}>
          <div className={css.blackout}>
            <Input aria-label="From" type="time" {...register(`blackouts.${index}.from`)} />
            <Input aria-label="To" type="time" {...register(`blackouts.${index}.to`)} />
            <Select aria-label="On which days" {...register(`blackouts.${index}.days`)}>
              {Object.entries(dayChoicesWith(watch(`blackouts.${index}.days`))).map(([days, word]) => (
                <option key={days} value={days}>
                  {word}
                </option>
              ))}
            </Select>
            <IconButton icon={Trash2} label="Remove this blackout" onClick={() => remove(index)} />
          </div>
          {errors.blackouts?.[index]?.to && (
            <div className={css.problem} role="alert">
              {errors.blackouts[index].to.message}
            </div>
          )}
        </div>
      ))}
      <div>
        <Button icon={Plus} title="A time of day in which it does not start by itself" onClick={() => append(newBlackout)}>
          Add a blackout
        </Button>
      </div>
    </fieldset>
  )
}
