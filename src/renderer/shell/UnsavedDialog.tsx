import { useGuard } from '../state/guard.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

export function UnsavedDialog({ proceed }: { readonly proceed: () => void }) {
  const close = (): void => useStore.setState({ dialog: null })
  const leave = (): void => {
    useGuard.setState({ unsaved: false })
    close()
    proceed()
  }
  const save = async (): Promise<void> => {
    if (await useGuard.getState().save()) leave()
    else close()
  }
  return (
    <Dialog
      title="Keep your edits?"
      description="This task has edits that are not saved."
      onClose={close}
      footer={
        <>
          <Button
            onClick={() => {
              useGuard.getState().discard()
              leave()
            }}
          >
            Discard
          </Button>
          <Button onClick={close}>Stay</Button>
          <Button tone="primary" autoFocus onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}
