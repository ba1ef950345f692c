import { Component, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Empty } from './Empty.tsx'

interface CaughtProps {
  /** What cannot be shown where it broke: “This view”. */
  readonly what: string
  readonly children: ReactNode
}

/**
 * Keeps what breaks inside of it from taking the rest of the window along. A part that was never read cannot come any
 * more once another version of Yardmaster has been started under an open window: reading the page again mends that.
 */
export class Caught extends Component<CaughtProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <Empty text={`${this.props.what} could not be shown. Yardmaster may have been updated since this window was opened.`}>
        <Button tone="primary" onClick={() => location.reload()}>
          Load the window again
        </Button>
      </Empty>
    )
  }
}
