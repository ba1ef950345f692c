import css from './ListItem.module.css'

/** A row of a list at the side: its name, and a line about it. */
export const ListItem = ({ name, about }: { readonly name: string; readonly about: string }) => (
  <div className={css.item}>
    <b title={name}>{name}</b>
    <small>{about}</small>
  </div>
)
