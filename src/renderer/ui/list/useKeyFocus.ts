import { useState, type FocusEvent } from 'react'

/**
 * Whether somebody came by keys to this element or into it. Styles alone cannot say it: between two elements inside of it
 * neither has the focus, and what is shown only for its sake would be gone before it could take it.
 */
export function useKeyFocus() {
  const [byKeys, setByKeys] = useState(false)
  const onFocus = (event: FocusEvent<HTMLElement>): void => {
    if (event.target.matches(':focus-visible')) setByKeys(true)
  }
  const onBlur = (event: FocusEvent<HTMLElement>): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) setByKeys(false)
  }
  return { byKeys, focusProps: { onFocus, onBlur } }
}
