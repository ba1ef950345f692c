import { Scope } from '../../../shared/model/scope.ts'
import css from './Users.module.css'

const areas = {
  jobs: 'Jobs, tasks, runs and logs',
  supervisor: 'Workers, agents and figures',
  resources: 'Quotas and allocations',
} as const

interface RightsProps {
  readonly scopes: readonly Scope[]
  readonly onChange: (scopes: readonly Scope[]) => void
}

/** Reading and writing are granted each by itself: writing does not include reading. */
export const Rights = ({ scopes, onChange }: RightsProps) => (
  <fieldset className={css.rights}>
    <legend>May</legend>
    {Object.entries(areas).map(([area, what]) => (
      <div key={area}>
        <span>{what}</span>
        {Scope.options
          .filter((scope) => scope.startsWith(`${area}:`))
          .map((scope) => (
            <label key={scope}>
              <input
                type="checkbox"
                aria-label={scope}
                checked={scopes.includes(scope)}
                onChange={(event) => onChange(event.target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
              />
              {scope.endsWith(':read') ? 'read' : 'write'}
            </label>
          ))}
      </div>
    ))}
  </fieldset>
)
