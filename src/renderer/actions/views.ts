import { PanelsTopLeft } from 'lucide-react'
import { openingOf } from '../../shared/words/views.ts'
import { closeView, openView, useOpenView } from '../state/open-view.ts'
import { views } from '../views/table.ts'
import { defineAction } from './define.ts'

/** Each further view can be opened by name, and all of them closed. */
export const openingActions = [
  ...views.map(({ id, title, icon, shortcut, needs }) =>
    defineAction({
      id: openingOf(id),
      title,
      scope: 'Go',
      icon,
      needs,
      ...(shortcut !== undefined && { shortcut }),
      perform: () => openView(id),
    }),
  ),
  defineAction({
    id: 'view.panels',
    title: 'Back to the panels',
    scope: 'Go',
    icon: PanelsTopLeft,
    unavailable: () => (useOpenView.getState().view === null ? 'They are in sight' : undefined),
    perform: closeView,
  }),
]
